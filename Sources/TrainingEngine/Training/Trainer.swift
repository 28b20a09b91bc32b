/// Trains one model by a plan and reports what happens to an observer.
///
///     let trainer = try Trainer(plan: plan, dataSet: dataSet)
///     let end = trainer.run(observer: &observer)
///
/// The point of `train/loss` at step t is the mean over the batch before update t. Metrics of an
/// epoch carry the epoch's last step, those of the test part the last step of all. Only a training
/// loss that is NaN or infinite ends a run as diverged: a validation loss that is not finite is
/// recorded and training goes on, because the next batch tells within a step whether the weights
/// are lost.
package final class Trainer {
    /// Rows evaluated at a time; larger batches make the products efficient and cost little memory.
    package static let evaluationBatchSize = 1000

    /// The model; its parameters are the initial ones before ``run(observer:clock:)``, and after it
    /// those of the best epoch when the plan asks for it and the run completed, else the last ones.
    package let session: TrainingSession<Float>

    private let plan: TrainingPlan
    private let dataSet: DataSet
    private var order: [Int32]
    private var best: BestWeights?

    /// Checks the plan, allocates the model and draws the initial weights.
    ///
    /// - Throws: ``TrainingEngineError`` when the plan cannot be trained on this data set.
    package init(plan: TrainingPlan, dataSet: DataSet) throws(TrainingEngineError) {
        try plan.validate(for: dataSet)
        self.plan = plan
        self.dataSet = dataSet
        let batchSize = min(plan.batchSize, dataSet.split.training.count)
        let evaluated = max(dataSet.split.validation.count, dataSet.split.test.count)
        session = try TrainingSession(
            layers: MLP.layers(
                inputWidth: dataSet.featureCount, outputWidth: dataSet.outputWidth,
                depth: plan.depth, width: plan.width, activation: plan.activation,
                initialization: plan.initialization),
            loss: dataSet.loss, optimizer: plan.optimizer, batchSize: batchSize,
            evaluationSize: min(evaluated, Self.evaluationBatchSize))
        session.network.initialize(sweepSeed: plan.sweepSeed, runSeed: plan.runSeed)
        order = dataSet.split.training
        best = plan.bestEpochBy.map {
            BestWeights(by: $0, parameterCount: session.network.parameters.count)
        }
    }

    /// Trains from the first step to the end.
    ///
    /// Call it once.
    ///
    /// Blocks the calling thread until it is done, so it is not for the cooperative pool.
    ///
    /// - Parameters:
    ///   - observer: Takes the points, and is asked once per step whether to stop.
    ///   - clock: Nanoseconds that never go back, read twice per epoch for the throughput, which is
    ///     not recorded for an epoch in which the clock did not move.
    /// - Returns: How the run ended.
    @available(*, noasync, message: "training blocks its thread; call it on a worker thread")
    package func run(
        observer: inout some TrainingObserver,
        clock: () -> UInt64 = MonotonicClock.nanoseconds
    ) -> TrainingEnd {
        var step = 0
        for epoch in 0..<plan.epochs {
            let start = clock()
            if let end = trainEpoch(epoch, from: &step, observer: &observer) { return end }
            let elapsed = clock() - start
            if elapsed > 0 {
                let seconds = Double(elapsed) / 1e9
                observer.record(
                    .samplesPerSecond, step: step, value: Double(order.count) / seconds)
            }
            validate(step: step, observer: &observer)
        }
        best?.restore(to: session.network)
        test(step: step, observer: &observer)
        return .completed
    }

    /// Makes the steps of one epoch; returns how the run ended if it did.
    private func trainEpoch(
        _ epoch: Int, from step: inout Int, observer: inout some TrainingObserver
    ) -> TrainingEnd? {
        // Each epoch shuffles the same list, so that its order depends on the epoch alone and an
        // interrupted run can begin at any of them.
        order.withUnsafeMutableBufferPointer {
            _ = $0.update(fromContentsOf: dataSet.split.training)
        }
        RandomStream(
            sweepSeed: plan.sweepSeed, runSeed: plan.runSeed, purpose: .shuffle,
            index: UInt32(truncatingIfNeeded: epoch)
        ).shuffle(&order)
        return order.withUnsafeBufferPointer { order in
            for start in stride(from: 0, to: order.count, by: plan.batchSize) {
                if observer.shouldStop() { return .stopped(step: step) }
                step += 1
                let end = min(start + plan.batchSize, order.count)
                let loss = session.step(
                    dataSet, rows: UnsafeBufferPointer(rebasing: order[start..<end]))
                if !loss.isFinite || step.isMultiple(of: plan.logEvery) {
                    observer.record(.trainLoss, step: step, value: loss)
                }
                if !loss.isFinite { return .diverged(step: step) }
            }
            return nil
        }
    }

    /// Measures the validation part, if there is one, and remembers the weights of the best epoch.
    private func validate(step: Int, observer: inout some TrainingObserver) {
        guard !dataSet.split.validation.isEmpty else { return }
        let result = session.evaluate(dataSet, rows: dataSet.split.validation)
        observer.record(.validationLoss, step: step, value: result.loss)
        observer.record(
            dataSet.loss == .softmaxCrossEntropy ? .validationAccuracy : .validationRSquared,
            step: step, value: result.score)
        best?.consider(result, of: session.network)
    }

    /// Measures the test part, if there is one.
    private func test(step: Int, observer: inout some TrainingObserver) {
        guard !dataSet.split.test.isEmpty else { return }
        let result = session.evaluate(dataSet, rows: dataSet.split.test)
        observer.record(.testLoss, step: step, value: result.loss)
        observer.record(
            dataSet.loss == .softmaxCrossEntropy ? .testAccuracy : .testRSquared,
            step: step, value: result.score)
    }
}
