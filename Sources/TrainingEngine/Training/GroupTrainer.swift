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
    /// What is left of each lane's patience; nil where runs go on to their last epoch.
    private var patience: [PatienceCount?]
    private var reporter: MetricReporter
    private let stepsPerEpoch: Int
    /// The number of skipped updates of each lane that has been recorded.
    private var skippedBefore: [Int]
    /// The step after which training begins: 0, or that of the checkpoints.
    private var firstStep = 0

    /// Checks the plans, allocates the models and draws the initial weights.
    ///
    /// `lanes` has one entry for each slot of the group, nil where nothing is to be trained.
    /// `teacher` is whose answers they learn from, which the plan only names.
    ///
    /// - Throws: ``TrainingEngineError`` when a plan cannot be trained on this data set.
    /// - Precondition: There is a slot, and a teacher where the plan names one.
    package init(
        plan: TrainingPlan, lanes: [LanePlan?], dataSet: DataSet, teacher: TeacherTargets? = nil
    ) throws(TrainingEngineError) {
        precondition(!lanes.isEmpty, "a group without slots")
        precondition(
            plan.distillation == teacher?.settings, "a teacher that the plan does not name")
        try plan.validate(for: dataSet)
        try teacher?.validate(for: dataSet)
        for lane in lanes { try lane?.validate() }
        self.plan = plan
        self.dataSet = dataSet
        let dropout = lanes.map { $0?.dropout ?? 0 }
        let model = plan.model(for: dataSet, lanes: lanes)
        session = try TrainingSession(
            layers: model.layers(laneCount: lanes.count, dropout: dropout),
            loss: plan.loss(for: dataSet), lanes: lanes, schedule: plan.schedule,
            stepCount: plan.stepCount(trainingRows: dataSet.split.training.count),
            batchSize: plan.stepSize(for: dataSet),
            evaluationSize: plan.evaluationSize(for: dataSet), accumulation: plan.accumulation,
            hasSoftTargets: dataSet.hasSoftTargets, teacher: teacher,
            isPruned: plan.pruning != nil)
        session.initialize(sweepSeed: plan.sweepSeed, runSeed: plan.runSeed)
        order = dataSet.split.training
        skippedBefore = [Int](repeating: 0, count: lanes.count)
        let network = session.network
        best = plan.bestEpochBy.map { BestWeights(by: $0, network: network) }
        patience = lanes.map { _ in plan.earlyStopping.map(PatienceCount.init) }
        reporter = MetricReporter(
            plan.requestedMetrics, network: network,
            hiddenLayers: model.hiddenLayers(hasDropout: dropout.contains { $0 > 0 }))
        stepsPerEpoch =
            plan.stepCount(trainingRows: dataSet.split.training.count) / plan.epochs
    }

    /// Puts every lane where its checkpoint was taken; ``run(observer:clock:)`` goes on from there, and
    /// every later point is the same to the last bit as if it had not been interrupted.
    ///
    /// `states` has what the observer was given for each slot that is filled, all at the same step. The
    /// order of the rows and all random numbers follow from the step alone.
    ///
    /// - Throws: ``CheckpointProblem``; the trainer cannot be used after that.
    package func restore(_ states: [Int: [UInt8]]) throws(CheckpointProblem) {
        var steps: Set<Int> = []
        for lane in session.lanes {
            guard let state = states[lane] else { throw .other }
            steps.insert(try restore(lane, from: state))
        }
        guard let step = steps.first, steps.count == 1 else { throw .other }
        firstStep = step
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
        var step = firstStep
        if step == 0 { prune(afterStep: step, observer: &observer) }
        for epoch in (step / stepsPerEpoch)..<plan.epochs {
            let (start, before) = (clock(), step)
            trainEpoch(epoch, from: &step, observer: &observer)
            if session.lanes.isEmpty { return }
            reportSpeed(
                nanoseconds: clock() - start, steps: step - before, step: step,
                observer: &observer)
            validate(step: step, observer: &observer)
            if session.lanes.isEmpty { return }
            prune(afterStep: step, observer: &observer)
            guard epoch < plan.epochs - 1 else { break }
            handOver(session.lanes, step: step, observer: &observer)
            if observer.wantsCheckpoint(at: .epochEnd, step: step) {
                for lane in session.lanes { checkpoint(lane, step: step, observer: &observer) }
            }
        }
        finish(session.lanes, .completed, step: step, observer: &observer)
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
            let first = (step - epoch * stepsPerEpoch) * plan.batchSize
            for start in stride(from: first, to: order.count, by: plan.batchSize) {
                for lane in session.lanes where observer.shouldStop(lane: lane) {
                    if observer.wantsCheckpoint(at: .stop, step: step) {
                        checkpoint(lane, step: step, observer: &observer)
                    }
                    end(lane: lane, .stopped(step: step), observer: &observer)
                }
                if session.lanes.isEmpty { return }
                if start > 0, observer.wantsCheckpoint(at: .midEpoch, step: step) {
                    for lane in session.lanes { checkpoint(lane, step: step, observer: &observer) }
                }
                step += 1
                let end = min(start + plan.batchSize, order.count)
                session.step(dataSet, rows: UnsafeBufferPointer(rebasing: order[start..<end]))
                report(step: step, observer: &observer)
                // After the last step of an epoch the validation comes first.
                if end < order.count { prune(afterStep: step, observer: &observer) }
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
                reporter.reportStep(session, lane: lane, step: step, observer: &observer)
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

    /// Records how fast an epoch was, or the part of it that was trained here.
    private func reportSpeed(
        nanoseconds: UInt64, steps: Int, step: Int, observer: inout some TrainingObserver
    ) {
        guard nanoseconds > 0 else { return }
        let seconds = Double(nanoseconds) / 1e9
        let rows = order.count - (stepsPerEpoch - steps) * plan.batchSize
        for lane in session.lanes {
            observer.record(
                .samplesPerSecond, lane: lane, step: step, value: Double(rows) / seconds)
            reporter.reportSpeed(
                secondsPerStep: seconds / Double(steps), lane: lane, step: step,
                observer: &observer)
        }
    }

    /// Measures the validation part, if there is one, remembers the weights of the best epochs,
    /// and ends the lanes whose patience is over.
    private func validate(step: Int, observer: inout some TrainingObserver) {
        reporter.beginEpoch(session, rowCount: session.lastPartSize)
        var ended = LaneSet([])
        if !dataSet.split.validation.isEmpty {
            let results = evaluate(dataSet.split.validation, observesUnits: true)
            for lane in session.lanes {
                guard let result = results[lane] else { continue }
                record(result, as: .validation, lane: lane, step: step, observer: &observer)
                best?.consider(result, lane: lane, of: session.network)
                // Before its weights are pruned a run is not what it is to become.
                guard plan.pruning?.isDone(afterStep: step, stepsPerEpoch: stepsPerEpoch) ?? true
                else { continue }
                if patience[lane]?.isOver(after: result) == true { ended.insert(lane) }
            }
        }
        for lane in session.lanes {
            reporter.reportEpoch(session, lane: lane, step: step, observer: &observer)
        }
        finish(ended, .outOfPatience, step: step, observer: &observer)
        for lane in ended { session.removeLane(lane) }
    }

    /// Shows the observer the models of these lanes as an epoch leaves them.
    private func handOver(_ lanes: LaneSet, step: Int, observer: inout some TrainingObserver) {
        observer.finished(
            epoch: step / stepsPerEpoch, step: step, lanes: lanes, network: session.network)
    }

    /// Measures the test part, if there is one, and ends these lanes.
    private func finish(
        _ lanes: LaneSet, _ end: TrainingEnd, step: Int, observer: inout some TrainingObserver
    ) {
        guard !lanes.isEmpty else { return }
        handOver(lanes, step: step, observer: &observer)
        for lane in lanes { best?.restore(lane: lane, to: session.network) }
        if !dataSet.split.test.isEmpty {
            let results = evaluate(dataSet.split.test)
            for lane in lanes {
                guard let result = results[lane] else { continue }
                record(result, as: .test, lane: lane, step: step, observer: &observer)
                reporter.reportAnswers(
                    result.confusion, classNames: dataSet.classNames, lane: lane, step: step,
                    observer: &observer)
            }
        }
        for lane in lanes { observer.ended(lane: lane, end) }
    }

    /// Prunes every lane if the plan says so after this step.
    private func prune(afterStep step: Int, observer: inout some TrainingObserver) {
        guard let pruning = plan.pruning,
            let event = pruning.event(afterStep: step, stepsPerEpoch: stepsPerEpoch)
        else { return }
        for lane in session.lanes {
            let reached = session.prune(lane: lane, to: event.sparsity, scope: pruning.scope)
            observer.record(.sparsity, lane: lane, step: step, value: reached)
        }
        guard event.isLast else { return }
        if !dataSet.split.validation.isEmpty {
            let results = evaluate(dataSet.split.validation)
            for lane in session.lanes {
                guard let result = results[lane] else { continue }
                record(result, as: .pruning, lane: lane, step: step, observer: &observer)
            }
        }
        if pruning.rewinds { for lane in session.lanes { session.rewind(lane: lane) } }
    }

    private func evaluate(_ rows: [Int32], observesUnits: Bool = false) -> [Evaluation?] {
        session.evaluate(dataSet, rows: rows, countsClasses: reporter.countsClasses) { rowCount in
            if observesUnits { reporter.observeUnits(session.network, rowCount: rowCount) }
        }
    }

    /// Records the quality of a lane on one part of the data.
    private func record(
        _ result: Evaluation, as part: EvaluationPart, lane: Int, step: Int,
        observer: inout some TrainingObserver
    ) {
        let hasClasses = !dataSet.classNames.isEmpty
        observer.record(part.loss, lane: lane, step: step, value: result.loss)
        observer.record(part.score(hasClasses), lane: lane, step: step, value: result.score)
        if let metric = part.macroF1, reporter.isRequested(.macroF1),
            let value = result.confusion?.macroF1
        {
            observer.record(metric, lane: lane, step: step, value: value)
        }
    }

    // MARK: Checkpoints

    /// What must be the same where a checkpoint is taken and where it is used.
    private var fingerprint: [Int] {
        [
            plan.epochs, plan.batchSize, stepsPerEpoch, session.network.laneCount,
            session.network.parameters.count, session.accumulation,
        ]
    }

    /// Hands the observer all that the lane's later points depend on.
    private func checkpoint(_ lane: Int, step: Int, observer: inout some TrainingObserver) {
        guard step > 0 else { return }
        var writer = StateWriter()
        for number in fingerprint { writer.write(number) }
        writer.write(step)
        session.writeState(of: lane, to: &writer)
        writer.write(skippedBefore[lane])
        writer.write(best != nil)
        best?.writeState(of: lane, network: session.network, to: &writer)
        writer.write(patience[lane] != nil)
        patience[lane]?.writeState(to: &writer)
        observer.checkpoint(
            lane: lane, step: step, epoch: step / stepsPerEpoch, state: writer.finish())
    }

    /// Restores one lane and returns its step.
    private func restore(_ lane: Int, from state: [UInt8]) throws(CheckpointProblem) -> Int {
        var reader = try StateReader(state)
        for number in fingerprint {
            guard try reader.integer() == number else { throw .other }
        }
        let step = try reader.integer()
        guard step > 0, step < plan.epochs * stepsPerEpoch else { throw .other }
        try session.readState(of: lane, at: step, from: &reader)
        skippedBefore[lane] = try reader.integer()
        guard try reader.flag() == (best != nil) else { throw .other }
        try best?.readState(of: lane, network: session.network, from: &reader)
        guard try reader.flag() == (patience[lane] != nil) else { throw .other }
        try patience[lane]?.readState(from: &reader)
        try reader.finish()
        return step
    }
}
