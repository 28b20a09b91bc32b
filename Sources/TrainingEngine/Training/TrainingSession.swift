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

    /// In how many parts the rows of a step go through the network; their gradients add up.
    package let accumulation: Int
    /// Whose answers the lanes learn from besides the right ones; nil for nobody's.
    package let teacher: TeacherTargets?

    private var seeds: (sweep: UInt32, run: UInt32) = (0, 0)
    /// Room for two rows of the output.
    let scratch: Arena<Element>
    /// Which weights have been pruned; nil where none ever are.
    private let masks: WeightMasks<Element>?

    /// Allocates everything for steps of `batchSize` rows and evaluations of `evaluationSize` rows.
    ///
    /// `lanes` has one entry for each slot of the layers, nil where it is empty. With
    /// `hasSoftTargets` cross-entropy reads the batch's probabilities in place of its classes, and
    /// with a teacher its answers too. Only where `isPruned` can weights be pruned.
    ///
    /// - Throws: ``TrainingEngineError/tooFewClasses(_:)``.
    package init(
        layers: [any Layer<Element>], loss: Loss, lanes: [LanePlan?],
        schedule: Schedule = .constant,
        stepCount: Int = 1, batchSize: Int, evaluationSize: Int = 0, accumulation: Int = 1,
        hasSoftTargets: Bool = false, teacher: TeacherTargets? = nil, isPruned: Bool = false
    ) throws(TrainingEngineError) {
        precondition(accumulation > 0, "a batch in \(accumulation) parts")
        let partSize = (batchSize + accumulation - 1) / accumulation
        network = Network(
            layers: layers, lanes: LaneSet(lanes.indices.filter { lanes[$0] != nil }),
            forwardCapacity: max(partSize, evaluationSize), backwardCapacity: partSize,
            addsGradients: accumulation > 1)
        try loss.validate(outputWidth: network.outputWidth)
        self.loss = loss
        self.accumulation = accumulation
        self.teacher = teacher
        scratch = Arena(count: 2 * network.outputWidth)
        self.schedule = schedule
        self.stepCount = stepCount
        optimizer = Optimizer(
            lanes, blocks: network.blocks, parameterCount: network.parameters.count)
        masks =
            isPruned
            ? WeightMasks(blocks: network.blocks, parameterCount: network.parameters.count) : nil
        skippedUpdates = [Int](repeating: 0, count: lanes.count)
        let hasNumbers = loss != .softmaxCrossEntropy || hasSoftTargets
        batch = Batch(
            capacity: max(batchSize, evaluationSize), inputWidth: network.inputWidth,
            targetWidth: hasNumbers ? network.outputWidth : 0,
            teacherWidth: teacher == nil ? 0 : network.outputWidth)
        losses = [Double](repeating: .nan, count: lanes.count)
    }

    /// Draws the initial parameters, and names the streams that the steps draw from.
    package func initialize(sweepSeed: UInt32, runSeed: UInt32) {
        seeds = (sweepSeed, runSeed)
        network.initialize(sweepSeed: sweepSeed, runSeed: runSeed)
    }

    /// The slots that are still trained.
    package var lanes: LaneSet { network.lanes }

    /// The rows whose activations stand after a step: the batch, or the last part of it.
    var lastPartSize: Int {
        let partCount = min(accumulation, batch.rowCount)
        return batch.rowCount - (partCount - 1) * batch.rowCount / partCount
    }

    /// Computes ``losses`` and the gradients of every lane, and leaves what is trained as it is.
    ///
    /// The parts of a batch give the losses and gradients of the whole, but for normalizations over
    /// the rows, each of which sees its own part.
    package func computeGradients() {
        let rows = batch.rowCount
        let partCount = min(accumulation, rows)
        for lane in lanes { losses[lane] = 0 }
        for part in 0..<partCount {
            let (start, end) = (part * rows / partCount, (part + 1) * rows / partCount)
            computeGradients(rows: start..<end)
            network.addGradients(isFirst: part == 0, isLast: part == partCount - 1)
        }
    }

    /// Adds the share of some of the batch's rows to ``losses`` and computes its gradients.
    private func computeGradients(rows: Range<Int>) {
        let (width, columns) = (network.outputWidth, network.outputColumns)
        let inputs = batch.inputs + rows.lowerBound * batch.inputWidth
        let step = TrainingStep(
            sweepSeed: seeds.sweep, runSeed: seeds.run,
            index: UInt32(truncatingIfNeeded: stepsMade), firstRow: rows.lowerBound)
        let output = network.forward(inputs, rowCount: rows.count, step: step)
        let divisor = loss.meanDivisor(rowCount: batch.rowCount, outputWidth: width)
        for lane in lanes {
            let gradient = network.outputGradient + lane * width
            let sum = trainingLoss(
                of: lane, rows: rows, output: output + lane * width, gradient: gradient)
            losses[lane] += sum / divisor
            if rows.count < batch.rowCount {
                // The loss gave the gradient of the mean over its own rows.
                scaleColumns(
                    rowCount: rows.count, width: width, rowStride: columns,
                    by: Element(rows.count) / Element(batch.rowCount), gradient)
            }
        }
        network.backward(inputs, rowCount: rows.count)
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
        teacher?.gather(rows: rows, into: batch)
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

    /// Writes all of a lane that its later steps depend on, between two steps.
    func writeState(of lane: Int, to writer: inout StateWriter) {
        writer.write(skippedUpdates[lane])
        for block in network.blocks[lane] { writer.write(block, of: network.parameterArena) }
        optimizer.writeState(of: lane, to: &writer)
        writer.write(masks != nil)
        masks?.writeState(of: lane, to: &writer)
    }

    /// Reads what ``writeState(of:to:)`` wrote; `step` is where it was.
    func readState(
        of lane: Int, at step: Int, from reader: inout StateReader
    ) throws(CheckpointProblem) {
        stepsMade = step
        skippedUpdates[lane] = try reader.integer()
        for block in network.blocks[lane] {
            try reader.read(block, into: network.parameterArena)
        }
        try optimizer.readState(of: lane, from: &reader)
        guard try reader.flag() == (masks != nil) else { throw .other }
        try masks?.readState(of: lane, from: &reader)
    }

    /// The Euclidean length of a lane's last gradient, over all its parameters together, summed in
    /// `Double`.
    package func gradientNorm(of lane: Int) -> Double {
        network.gradients(of: lane).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
