/// A network, its loss and its optimizers with a batch in front of them: the machine that makes
/// the steps of a group of lanes.
///
/// ``GroupTrainer`` drives it over epochs. It can also be driven by hand, batch by batch, which is
/// how the reference vectors test it. Nothing in a step allocates: batch, activations, gradients
/// and optimizer state are laid out at the start. A session belongs to one thread.
package final class TrainingSession<Element: Scalar> {
    package let network: Network<Element>
    package let loss: Loss
    package let optimizer: Optimizer<Element>
    /// The rows that the next step or evaluation reads, the same for all lanes.
    package let batch: Batch<Element>
    /// How the learning rate changes over ``stepCount`` steps.
    package let schedule: Schedule
    /// The number of steps of a whole run, for the schedule.
    package let stepCount: Int
    /// The number of steps made so far.
    package private(set) var stepsMade = 0
    /// For each slot, the steps whose update was not made because the gradient was not finite.
    package private(set) var skippedUpdates: [Int]
    /// For each slot, the mean loss over the batch of the last step, before its update.
    ///
    /// The value of an empty slot means nothing.
    package private(set) var losses: [Double]

    private var seeds: (sweep: UInt32, run: UInt32) = (0, 0)
    /// Which weights have been pruned; nil where none ever are.
    private let masks: WeightMasks<Element>?

    /// Allocates everything for steps of `batchSize` rows and evaluations of `evaluationSize` rows.
    ///
    /// `lanes` has one entry for each slot of the layers, nil where it is empty. Only where
    /// `isPruned` can weights be pruned.
    ///
    /// - Throws: ``TrainingEngineError/tooFewClasses(_:)``.
    package init(
        layers: [any Layer<Element>], loss: Loss, lanes: [LanePlan?],
        schedule: Schedule = .constant,
        stepCount: Int = 1, batchSize: Int, evaluationSize: Int = 0, isPruned: Bool = false
    ) throws(TrainingEngineError) {
        let capacity = max(batchSize, evaluationSize)
        network = Network(
            layers: layers, lanes: LaneSet(lanes.indices.filter { lanes[$0] != nil }),
            forwardCapacity: capacity, backwardCapacity: batchSize)
        try loss.validate(outputWidth: network.outputWidth)
        self.loss = loss
        self.schedule = schedule
        self.stepCount = stepCount
        optimizer = Optimizer(
            lanes, blocks: network.blocks, parameterCount: network.parameters.count)
        masks =
            isPruned
            ? WeightMasks(blocks: network.blocks, parameterCount: network.parameters.count) : nil
        skippedUpdates = [Int](repeating: 0, count: lanes.count)
        batch = Batch(
            capacity: capacity, inputWidth: network.inputWidth,
            targetWidth: loss == .meanSquaredError ? network.outputWidth : 0)
        losses = [Double](repeating: .nan, count: lanes.count)
    }

    /// Draws the initial parameters, and names the streams that the steps draw from.
    package func initialize(sweepSeed: UInt32, runSeed: UInt32) {
        seeds = (sweepSeed, runSeed)
        network.initialize(sweepSeed: sweepSeed, runSeed: runSeed)
    }

    /// The slots that are still trained.
    package var lanes: LaneSet { network.lanes }

    /// Computes ``losses`` and the gradients of every lane, and leaves the parameters as they are.
    package func computeGradients() {
        let rows = batch.rowCount
        let (width, columns) = (network.outputWidth, network.outputColumns)
        let step = TrainingStep(
            sweepSeed: seeds.sweep, runSeed: seeds.run,
            index: UInt32(truncatingIfNeeded: stepsMade))
        let output = network.forward(batch.inputs, rowCount: rows, step: step)
        let divisor = loss.meanDivisor(rowCount: rows, outputWidth: width)
        for lane in lanes {
            let (values, gradient) = (
                output + lane * width, network.outputGradient + lane * width
            )
            let sum =
                switch loss {
                case .softmaxCrossEntropy:
                    softmaxCrossEntropy(
                        rowCount: rows, classCount: width, rowStride: columns, logits: values,
                        labels: batch.labels,
                        smoothing: optimizer.lanes[lane]?.labelSmoothing ?? 0, gradient: gradient)
                case .meanSquaredError:
                    squaredError(
                        rowCount: rows, width: width, rowStride: columns, predictions: values,
                        targets: batch.targets, gradient: gradient)
                }
            losses[lane] = sum / divisor
        }
        network.backward(batch.inputs, rowCount: rows)
    }

    /// Makes one training step of every lane on the batch.
    ///
    /// Where the loss is not finite, the update is not made; nor is it where the length of the
    /// gradient is limited and not finite, which ``skippedUpdates`` counts.
    package func step() {
        computeGradients()
        for lane in lanes where losses[lane].isFinite {
            let isMade = optimizer.update(
                lane: lane, network.parameterArena.base, gradients: network.gradientArena.base,
                factor: scheduleFactor(lane: lane, step: stepsMade))
            if !isMade { skippedUpdates[lane] += 1 }
            masks?.apply(to: lane, in: network.parameterArena)
        }
        stepsMade += 1
    }

    /// Gathers `rows` of a data set and makes one training step on them.
    package func step(_ dataSet: DataSet, rows: UnsafeBufferPointer<Int32>) {
        dataSet.gather(rows: rows, into: batch)
        step()
    }

    /// The learning rate of a lane in the last step.
    package func learningRate(of lane: Int) -> Double {
        guard let plan = optimizer.lanes[lane] else { return 0 }
        return plan.optimizer.learningRate
            * scheduleFactor(lane: lane, step: max(0, stepsMade - 1))
    }

    private func scheduleFactor(lane: Int, step: Int) -> Double {
        schedule.factor(
            step: step, of: stepCount, warmupSteps: optimizer.lanes[lane]?.warmupSteps ?? 0)
    }

    /// Sets the fraction of a lane's weights that has the least magnitude to zero for good.
    ///
    /// - Returns: The fraction of the weights that is pruned now.
    /// - Precondition: The session was made for pruning.
    @discardableResult
    package func prune(lane: Int, to fraction: Double, scope: PruningPlan.Scope) -> Double {
        guard let masks else { preconditionFailure("a session without masks") }
        return masks.prune(lane: lane, to: fraction, scope: scope, in: network.parameterArena)
    }

    /// Sets a lane's weights back to their initial values, save those that were pruned, and
    /// forgets what its optimizer has gathered.
    package func rewind(lane: Int) {
        network.initialize(
            sweepSeed: seeds.sweep, runSeed: seeds.run, only: LaneSet(CollectionOfOne(lane)))
        masks?.apply(to: lane, in: network.parameterArena)
        optimizer.reset(lane: lane)
    }

    /// Takes a lane out: its columns are zero from now on, and the others' numbers stay the same
    /// to the last bit.
    package func removeLane(_ lane: Int) { network.removeLane(lane) }

    /// The Euclidean length of a lane's last gradient, over all its parameters together, summed in
    /// `Double`.
    package func gradientNorm(of lane: Int) -> Double {
        network.gradients(of: lane).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
