import SweepCore

/// The workers as they were told last.
struct WorkerSight {
    /// Workers that have ended and are told of at most, and those that never said so: a file may hold thousands.
    private static let mostEnded = 32
    private static let mostLive = 256

    private var told: [WatchedWorker]?
    private var isWanted = false
    private(set) var isSettled = true

    mutating func request(_ isWanted: Bool) {
        guard isWanted != self.isWanted else { return }
        self.isWanted = isWanted
        told = nil
        isSettled = !isWanted
    }

    mutating func mayHaveChanged() { isSettled = !isWanted }

    /// `ends` are those of the watched sweep's runs; while these are not all known the counts are not final.
    mutating func look(
        ends: [WorkerID: RunMemos.Ends], areEndsComplete: Bool, schema: Int,
        gone: Set<WorkerID>, connection: StoreConnection, into news: inout [Observation]
    ) throws {
        guard isWanted else { return }
        var workers = try Self.rows(schema: schema, connection: connection)
        var leases: [WorkerID: [(run: RunID, expiresAt: SweepInstant, step: Int64?)]] = [:]
        try connection.forEach(
            """
            SELECT lease.worker, lease.run, lease.expires_at,
                (SELECT max(last_step) FROM summary WHERE summary.run = lease.run)
            FROM lease JOIN run ON run.id = lease.run ORDER BY run.slot, run.id
            """
        ) { row in
            leases[WorkerID(row.integer(0)), default: []].append(
                (RunID(row.integer(1)), row.instant(2), row.optionalInteger(3)))
        }
        for index in workers.indices {
            let id = workers[index].id
            let held = leases[id] ?? []
            workers[index].isGone = gone.contains(id)
            workers[index].runs = held.map(\.run)
            workers[index].leaseExpiresAt = held.map(\.expiresAt).min()
            workers[index].step = held.compactMap(\.step).max()
            workers[index].doneCount = ends[id]?.doneCount ?? 0
            workers[index].failedCount = ends[id]?.failedCount ?? 0
        }
        isSettled = areEndsComplete
        guard workers != told else { return }
        told = workers
        news.append(.workers(workers))
    }

    private static func rows(
        schema: Int, connection: StoreConnection
    ) throws -> [WatchedWorker] {
        let usage = schema >= 3 ? "cpu, memory" : "NULL, NULL"
        let columns = "id, name, host, pid, thread, registered_at, seen_at, ended_at, \(usage)"
        return try connection.all(
            """
            SELECT * FROM (SELECT \(columns) FROM worker WHERE ended_at IS NULL
                    ORDER BY id DESC LIMIT \(mostLive))
            UNION ALL SELECT * FROM (SELECT \(columns) FROM worker WHERE ended_at IS NOT NULL
                    ORDER BY id DESC LIMIT \(mostEnded))
            ORDER BY 1
            """
        ) { row in
            WatchedWorker(
                id: WorkerID(row.integer(0)), name: row.text(1), host: row.text(2),
                pid: row.int(3), thread: row.int(4), registeredAt: row.instant(5),
                seenAt: row.instant(6), endedAt: row.optionalInstant(7), cpu: row.optionalReal(8),
                memory: row.optionalInteger(9))
        }
    }
}
