/// Trains the models of a group side by side by one plan and reports what happens to an observer.
///
///     let trainer = try GroupTrainer(plan: plan, lanes: lanes, dataSet: dataSet)
///     trainer.run(observer: &observer)
///
/// The lanes share data, order and initial weights; each has its own constants, points and end. A
/// batch is gathered once for all, and the first layer is one product for all. One lane is the
/// smallest group.
///
/// The slots of a group are part of its runs: a lane's values are the same to the last bit whether
/// the other slots are filled, empty, diverged or stopped. Among another number of slots, or in
/// another one, they agree to rounding only, because the BLAS chooses its kernels by column.
///
/// The point of `train/loss` at step t is the mean over the batch before update t. Metrics of an
/// epoch carry the epoch's last step, those of the test part the last step of all. Only a training
/// loss that is NaN or infinite ends a lane as diverged: a validation loss that is not finite is
/// recorded and training goes on, because the next batch tells within a step whether the weights
/// are lost.
package final class GroupTrainer {
    /// Rows evaluated at a time; larger batches make the products efficient and cost little memory.
    package static let evaluationBatchSize = 1000

    /// The models; their parameters are the initial ones before ``run(observer:clock:)``, and after
    /// it those of the best epoch when the plan asks for it, else the last ones.
    ///
    /// Those of a lane that did not complete are zero.
    package let session: TrainingSession<Float>

    private let plan: TrainingPlan
    private let dataSet: DataSet
    private var order: [Int32]
    private var best: BestWeights?
    /// The number of skipped updates of each lane that has been recorded.
    private var skippedBefore: [Int]

    /// Checks the plans, allocates the models and draws the initial weights.
    ///
    /// `lanes` has one entry for each slot of the group, nil where nothing is to be trained.
    ///
    /// - Throws: ``TrainingEngineError`` when a plan cannot be trained on this data set.
    /// - Precondition: There is a slot.
    package init(
        plan: TrainingPlan, lanes: [LanePlan?], dataSet: DataSet
    ) throws(TrainingEngineError) {
        precondition(!lanes.isEmpty, "a group without slots")
        try plan.validate(for: dataSet)
        for lane in lanes { try lane?.validate() }
        self.plan = plan
        self.dataSet = dataSet
        let batchSize = min(plan.batchSize, dataSet.split.training.count)
        let evaluated = max(dataSet.split.validation.count, dataSet.split.test.count)
        session = try TrainingSession(
            layers: plan.model(for: dataSet)
                .layers(laneCount: lanes.count, dropout: lanes.map { $0?.dropout ?? 0 }),
            loss: dataSet.loss, lanes: lanes, schedule: plan.schedule,
            stepCount: plan.stepCount(trainingRows: dataSet.split.training.count),
            batchSize: batchSize, evaluationSize: min(evaluated, Self.evaluationBatchSize))
        session.initialize(sweepSeed: plan.sweepSeed, runSeed: plan.runSeed)
        order = dataSet.split.training
        skippedBefore = [Int](repeating: 0, count: lanes.count)
        best = plan.bestEpochBy.map { BestWeights(by: $0, network: session.network) }
    }

    /// Trains every lane from the first step to its end.
    ///
    /// Call it once.
    ///
    /// Blocks the calling thread until it is done, so it is not for the cooperative pool.
    ///
    /// - Parameters:
    ///   - observer: Takes the points and the ends, and is asked once per step and lane whether to
    ///     stop.
    ///   - clock: Nanoseconds that never go back, read twice per epoch for the throughput, which is
    ///     not recorded for an epoch in which the clock did not move.
    @available(*, noasync, message: "training blocks its thread; call it on a worker thread")
    package func run(
        observer: inout some TrainingObserver,
        clock: () -> UInt64 = MonotonicClock.nanoseconds
    ) {
        var step = 0
        for epoch in 0..<plan.epochs {
            let start = clock()
            trainEpoch(epoch, from: &step, observer: &observer)
            if session.lanes.isEmpty { return }
            let elapsed = clock() - start
            if elapsed > 0 {
                let rate = Double(order.count) / (Double(elapsed) / 1e9)
                for lane in session.lanes {
                    observer.record(.samplesPerSecond, lane: lane, step: step, value: rate)
                }
            }
            validate(step: step, observer: &observer)
        }
        best?.restore(to: session.network)
        test(step: step, observer: &observer)
        for lane in session.lanes { observer.ended(lane: lane, .completed) }
    }

    /// Makes the steps of one epoch, until its end or until no lane is left.
    private func trainEpoch(
        _ epoch: Int, from step: inout Int, observer: inout some TrainingObserver
    ) {
        // Each epoch shuffles the same list, so that its order depends on the epoch alone and an
        // interrupted run can begin at any of them.
        order.withUnsafeMutableBufferPointer {
            _ = $0.update(fromContentsOf: dataSet.split.training)
        }
        RandomStream(
            sweepSeed: plan.sweepSeed, runSeed: plan.runSeed, purpose: .shuffle,
            index: UInt32(truncatingIfNeeded: epoch)
        ).shuffle(&order)
        order.withUnsafeBufferPointer { order in
            for start in stride(from: 0, to: order.count, by: plan.batchSize) {
                for lane in session.lanes where observer.shouldStop(lane: lane) {
                    end(lane: lane, .stopped(step: step), observer: &observer)
                }
                if session.lanes.isEmpty { return }
                step += 1
                let end = min(start + plan.batchSize, order.count)
                session.step(dataSet, rows: UnsafeBufferPointer(rebasing: order[start..<end]))
                report(step: step, observer: &observer)
            }
        }
    }

    /// Records the losses of a step and the updates that it left out, and ends the lanes that
    /// diverged in it.
    private func report(step: Int, observer: inout some TrainingObserver) {
        let isLogged = step.isMultiple(of: plan.logEvery)
        for lane in session.lanes {
            let loss = session.losses[lane]
            if isLogged || !loss.isFinite {
                observer.record(.trainLoss, lane: lane, step: step, value: loss)
            }
            if session.skippedUpdates[lane] > skippedBefore[lane] {
                skippedBefore[lane] = session.skippedUpdates[lane]
                observer.record(
                    .skippedSteps, lane: lane, step: step, value: Double(skippedBefore[lane]))
            }
            if !loss.isFinite { end(lane: lane, .diverged(step: step), observer: &observer) }
        }
    }

    /// Ends a lane before its time and empties its slot.
    private func end(lane: Int, _ end: TrainingEnd, observer: inout some TrainingObserver) {
        session.removeLane(lane)
        observer.ended(lane: lane, end)
    }

    /// Measures the validation part, if there is one, and remembers the weights of the best epochs.
    private func validate(step: Int, observer: inout some TrainingObserver) {
        guard !dataSet.split.validation.isEmpty else { return }
        let results = session.evaluate(dataSet, rows: dataSet.split.validation)
        let score: TrainingMetric =
            dataSet.loss == .softmaxCrossEntropy ? .validationAccuracy : .validationRSquared
        for (lane, result) in results.enumerated() {
            guard let result else { continue }
            observer.record(.validationLoss, lane: lane, step: step, value: result.loss)
            observer.record(score, lane: lane, step: step, value: result.score)
            best?.consider(result, lane: lane, of: session.network)
        }
    }

    /// Measures the test part, if there is one.
    private func test(step: Int, observer: inout some TrainingObserver) {
        guard !dataSet.split.test.isEmpty else { return }
        let results = session.evaluate(dataSet, rows: dataSet.split.test)
        let score: TrainingMetric =
            dataSet.loss == .softmaxCrossEntropy ? .testAccuracy : .testRSquared
        for (lane, result) in results.enumerated() {
            guard let result else { continue }
            observer.record(.testLoss, lane: lane, step: step, value: result.loss)
            observer.record(score, lane: lane, step: step, value: result.score)
        }
    }
}
