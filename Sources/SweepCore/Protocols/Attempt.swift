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

    package init(
        run: RunID, uid: UID, name: String, number: Int, slot: Int, configuration: Configuration,
        seed: Int, startedAt: SweepInstant
    ) {
        self.run = run
        self.uid = uid
        self.name = name
        self.number = number
        self.slot = slot
        self.configuration = configuration
        self.seed = seed
        self.startedAt = startedAt
    }
}

/// A group that a worker has claimed: the runs to execute now, in slot order.
///
/// `slots` is the group's stored layout; runs that have ended or are paused are not among `attempts`, and
/// their slots stay empty.
package struct ClaimedGroup: Sendable, Hashable {
    package let sweep: SweepID
    package let group: Int
    package let slots: Int
    package let worker: WorkerID
    package let attempts: [Attempt]

    package init(sweep: SweepID, group: Int, slots: Int, worker: WorkerID, attempts: [Attempt]) {
        self.sweep = sweep
        self.group = group
        self.slots = slots
        self.worker = worker
        self.attempts = attempts
    }
}
