/// One run of a claimed group as a worker gets it: the configuration and the fencing token.
package struct Attempt: Sendable, Hashable {
    package let run: RunID
    package let uid: UID
    package let name: String
    /// The attempt's number; every write names it, and the store refuses those of an older attempt.
    package let number: Int
    package let slot: Int
    package let configuration: Configuration
    package let seed: Int
    /// `point.time` counts from here.
    package let startedAt: SweepInstant
    /// Earlier attempts that the run itself made fail.
    package let failureCount: Int

    package init(
        run: RunID, uid: UID, name: String, number: Int, slot: Int, configuration: Configuration,
        seed: Int, startedAt: SweepInstant, failureCount: Int = 0
    ) {
        self.run = run
        self.uid = uid
        self.name = name
        self.number = number
        self.slot = slot
        self.configuration = configuration
        self.seed = seed
        self.startedAt = startedAt
        self.failureCount = failureCount
    }
}

/// A group that a worker has claimed: the runs to execute now, in slot order.
///
/// `slots` is the group's stored layout; runs that have ended or are paused are not among `attempts`, and
/// their slots stay empty. All attempts stand at the same step, so that they can go on side by side.
package struct ClaimedGroup: Sendable, Hashable {
    package let sweep: SweepID
    package let group: Int
    package let slots: Int
    package let worker: WorkerID
    package let attempts: [Attempt]
    /// Where each run goes on; one without begins anew.
    package let checkpoints: [RunID: Checkpoint]
    /// Queued runs of the group that stand at other steps and must be claimed by themselves.
    package let remainingCount: Int

    package init(
        sweep: SweepID, group: Int, slots: Int, worker: WorkerID, attempts: [Attempt],
        checkpoints: [RunID: Checkpoint] = [:], remainingCount: Int = 0
    ) {
        self.sweep = sweep
        self.group = group
        self.slots = slots
        self.worker = worker
        self.attempts = attempts
        self.checkpoints = checkpoints
        self.remainingCount = remainingCount
    }
}
