/// A worker, one thread of one process, as somebody sees it who watches.
package struct WatchedWorker: Sendable, Equatable, Identifiable {
    package var id: WorkerID
    package var name: String
    package var host: String
    package var pid: Int
    /// The worker's number within its process.
    package var thread: Int
    package var registeredAt: SweepInstant
    /// Of the last sign of life.
    package var seenAt: SweepInstant
    /// `nil` while it is at work.
    package var endedAt: SweepInstant?
    /// Whether its process is known to be gone, though it never said that it ended.
    package var isGone: Bool
    /// Cores that its process kept busy lately; `nil` before the first measurement.
    package var cpu: Double?
    /// Bytes of main memory that its process holds.
    package var memory: Int64?
    /// The runs that it has a lease on, in the order of their slots.
    package var runs: [RunID]
    /// When the first of its leases expires.
    package var leaseExpiresAt: SweepInstant?
    /// Runs that it has completed or pruned, and those that failed in its hands.
    package var doneCount: Int
    package var failedCount: Int
    /// The furthest step among its runs, for a rate between two looks.
    package var step: Int64?

    package init(
        id: WorkerID, name: String, host: String, pid: Int, thread: Int,
        registeredAt: SweepInstant, seenAt: SweepInstant, endedAt: SweepInstant? = nil,
        isGone: Bool = false, cpu: Double? = nil, memory: Int64? = nil, runs: [RunID] = [],
        leaseExpiresAt: SweepInstant? = nil, doneCount: Int = 0, failedCount: Int = 0,
        step: Int64? = nil
    ) {
        self.id = id
        self.name = name
        self.host = host
        self.pid = pid
        self.thread = thread
        self.registeredAt = registeredAt
        self.seenAt = seenAt
        self.endedAt = endedAt
        self.isGone = isGone
        self.cpu = cpu
        self.memory = memory
        self.runs = runs
        self.leaseExpiresAt = leaseExpiresAt
        self.doneCount = doneCount
        self.failedCount = failedCount
        self.step = step
    }
}
