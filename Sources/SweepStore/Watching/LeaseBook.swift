import SweepCore

/// Every lease in the database: few, because a run that has ended has none.
struct LeaseBook {
    struct Lease: Equatable {
        let worker: WorkerID
        let expiresAt: SweepInstant
    }

    private var leases: [RunID: Lease] = [:]
    /// Workers whose leases count no more, though they have not expired.
    var gone: Set<WorkerID> = []
    /// When the next one expires that has not at the last `settle`; `nil` when none will.
    private(set) var nextExpiry: SweepInstant?

    mutating func read(_ connection: StoreConnection) throws {
        leases.removeAll(keepingCapacity: true)
        try connection.forEach("SELECT run, worker, expires_at FROM lease") { row in
            leases[RunID(row.integer(0))] = Lease(
                worker: WorkerID(row.integer(1)), expiresAt: row.instant(2))
        }
    }

    /// Whether nobody is at a running run: there is no lease on it, which is the rule of `ShownState`, or its holder is
    /// known to be gone.
    func isLost(_ run: RunID, at now: SweepInstant) -> Bool {
        guard let lease = leases[run] else { return true }
        return lease.expiresAt < now || gone.contains(lease.worker)
    }

    /// Takes note of the time up to which everybody was asked.
    mutating func settle(at now: SweepInstant) {
        nextExpiry = leases.values.lazy.map(\.expiresAt).filter { $0 >= now }.min()
    }

    /// Whether a lease has expired since everybody was asked.
    func hasExpired(at now: SweepInstant) -> Bool { nextExpiry.map { $0 < now } ?? false }
}
