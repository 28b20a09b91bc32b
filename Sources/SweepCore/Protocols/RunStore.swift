/// What the scheduler asks of the store.
///
/// Every call returns at once; requests are carried out in the order they were made, together with the
/// points recorded before them, and the answer comes after the commit, on a thread of the store's. The run
/// table is the truth: an answer may say that another process was faster.
package protocol RunStore: Sendable {
    /// Claims what is still queued of a group, for one worker, with a lease.
    ///
    /// Answers `nil` when nothing of the group is queued any more.
    func claim(
        sweep: SweepID, group: Int, worker: WorkerID,
        answer: @escaping @Sendable (Result<ClaimedGroup?, any Error>) -> Void)

    /// Stores how an attempt ended: its state, or for `interrupted` back to `queued`, and ends its lease.
    ///
    /// Answers `false` when the attempt was no longer current and nothing was changed.
    func end(
        _ attempt: Attempt, outcome: RunOutcome,
        answer: @escaping @Sendable (Result<Bool, any Error>) -> Void)

    /// Extends the leases of all attempts that these workers hold.
    func renewLeases(
        of workers: [WorkerID], answer: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Sets the sweep's state; `completed` is set only when every run of it has ended.
    func setState(
        of sweep: SweepID, to state: SweepState,
        answer: @escaping @Sendable (Result<Void, any Error>) -> Void)
}
