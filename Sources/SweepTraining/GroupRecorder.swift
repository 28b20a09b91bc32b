import SweepCore
import TrainingEngine

/// Carries the points and ends of a group's lanes from the engine to the sink and the scheduler.
struct GroupRecorder: TrainingObserver {
    /// The attempt of each slot; `nil` where it is empty.
    private let attempts: [Attempt?]
    private let context: ExecutionContext
    /// Looked up on first use, so that only metrics that a run really has get a name in the database.
    private var keys: [TrainingMetric: MetricID] = [:]
    private var trainLoss: MetricID?
    private var keeper: WeightKeeper?
    private var checkpoints: CheckpointRule
    /// Began with the first checkpoint that was asked for and not finished.
    private var checkpointStart: UInt64 = 0
    /// Of each slot, the step of the checkpoint that is stored.
    private var savedSteps: [Int: Int] = [:]
    /// Of each slot, why its checkpoint could not be stored.
    private var failures: [Int: any Error] = [:]

    /// `step` is where the runs go on.
    init(
        _ attempts: [Attempt], slots: Int, context: ExecutionContext, step: Int = 0,
        keeper: WeightKeeper? = nil
    ) {
        self.keeper = keeper
        checkpoints = CheckpointRule(step: step, at: MonotonicClock.nanoseconds())
        if step > 0 { for attempt in attempts { savedSteps[attempt.slot] = step } }
        var bySlot = [Attempt?](repeating: nil, count: slots)
        for attempt in attempts { bySlot[attempt.slot] = attempt }
        self.attempts = bySlot
        self.context = context
    }

    mutating func record(_ metric: TrainingMetric, lane: Int, step: Int, value: Double) {
        guard let attempt = attempts[lane], let key = key(of: metric) else { return }
        context.sink.record(attempt, metric: key, step: Int64(step), value: value)
        keeper?.record(metric, lane: lane, value: value)
        if context.objective?.metric == metric.rawValue {
            context.reported(attempt, value, Int64(step))
        }
    }

    mutating func finished(epoch: Int, step: Int, lanes: LaneSet, network: Network<Float>) {
        keeper?.finished(epoch: epoch, step: step, lanes: lanes, network: network)
    }

    mutating func ended(lane: Int, _ end: TrainingEnd) {
        guard let attempt = attempts[lane] else { return }
        if let failure = failures[lane] {
            return context.ended(
                attempt,
                .failed(.error, message: "its checkpoint could not be stored: \(failure)"))
        }
        let outcome: RunOutcome =
            switch end {
            case .completed: keeping(lane, .completed)
            case .outOfPatience: keeping(lane, .outOfPatience)
            case .diverged(let step): .diverged(step: Int64(step))
            case .stopped: .interrupted
            }
        context.ended(attempt, outcome)
    }

    /// Stores the weights that stay of a run that has ended well; returns how it has ended.
    private mutating func keeping(_ lane: Int, _ outcome: RunOutcome) -> RunOutcome {
        do {
            try keeper?.completed(lane: lane)
            return outcome
        } catch {
            return .failed(.error, message: "its weights could not be stored: \(error)")
        }
    }

    func shouldStop(lane: Int) -> Bool {
        if !failures.isEmpty, failures[lane] != nil { return true }
        return attempts[lane].map(context.shouldStop) ?? true
    }

    // MARK: Checkpoints

    mutating func wantsCheckpoint(at moment: CheckpointMoment, step: Int) -> Bool {
        guard context.checkpoints != nil else { return false }
        checkpointStart = MonotonicClock.nanoseconds()
        return checkpoints.isDue(at: moment, step: step, now: checkpointStart)
    }

    mutating func checkpoint(lane: Int, step: Int, epoch: Int, state: [UInt8]) {
        guard let sink = context.checkpoints, let attempt = attempts[lane],
            failures[lane] == nil, savedSteps[lane] != step
        else { return }
        savedSteps[lane] = step
        var writer = StateWriter()
        writer.write(state)
        writer.write(keeper?.state(of: lane) ?? [])
        do {
            try sink.save(
                Checkpoint(step: Int64(step), epoch: epoch, content: writer.finish()), of: attempt)
        } catch {
            failures[lane] = error
        }
        checkpoints.taken(
            at: step, from: checkpointStart, to: MonotonicClock.nanoseconds())
    }

    private mutating func key(of metric: TrainingMetric) -> MetricID? {
        // The hot case first: one point per step and lane.
        if metric == .trainLoss, let trainLoss { return trainLoss }
        if let key = keys[metric] { return key }
        // `try?`: it fails only when the store is broken, which ends the launch elsewhere.
        let key = try? context.sink.metric(named: metric.rawValue)
        keys[metric] = key
        if metric == .trainLoss { trainLoss = key }
        return key
    }
}
