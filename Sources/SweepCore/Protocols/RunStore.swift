/// What the store says to a claim.
package enum ClaimAnswer: Sendable, Equatable {
    case claimed(ClaimedGroup)
    /// Nothing of the group is queued any more.
    case nothingQueued
    /// The sweep takes no new runs just now; the group may be queued all the same.
    case closed

    package var group: ClaimedGroup? {
        if case .claimed(let group) = self { group } else { nil }
    }
}

/// What the scheduler asks of the store.
///
/// Every call returns at once; requests are carried out in the order they were made, together with the
/// points recorded before them, and the answer comes after the commit, on a thread of the store's. The run
/// table is the truth: an answer may say that another process was faster.
package protocol RunStore: Sendable {
    /// Claims what is still queued of a group, for one worker, with a lease.
    ///
    /// Of runs that stand at different steps those at the earliest are claimed; the answer says how many
    /// are left.
    func claim(
        sweep: SweepID, group: Int, worker: WorkerID,
        answer: @escaping @Sendable (Result<ClaimAnswer, any Error>) -> Void)

    /// Stores how an attempt ended, and ends its lease.
    ///
    /// An interrupted run goes back to `queued`, or to `paused` or `cancelled` when that was asked for. With
    /// `retries` a failed one goes back to `queued` too.
    ///
    /// Answers the run's state now, or `nil` when the attempt was no longer current and nothing was changed.
    func end(
        _ attempt: Attempt, outcome: RunOutcome, retries: Bool,
        answer: @escaping @Sendable (Result<RunState?, any Error>) -> Void)

    /// Extends the leases of all attempts that these workers hold, and notes that they are there, also those
    /// that hold none.
    func renewLeases(
        of workers: [WorkerID], answer: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Sets the sweep's state; `completed` is set only when every run of it has ended.
    func setState(
        of sweep: SweepID, to state: SweepState,
        answer: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Looks for changes since `rev`, one's own included; puts back the runs of workers that are gone first
    /// when `reclaims`.
    ///
    /// Answers `nil` when nobody has changed the database since this store last looked and `rev` is not 0.
    func look(
        at sweep: SweepID, since rev: Int64, workers: [WorkerID], reclaims: Bool,
        answer: @escaping @Sendable (Result<SweepLook?, any Error>) -> Void)
}
