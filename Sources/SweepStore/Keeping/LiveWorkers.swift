import SweepCore

/// The workers that may still write, with or without a lease at this moment.
enum LiveWorkers {
    /// Throws `StoreError.workersAlive` when there is any.
    static func refuse(
        now: SweepInstant, host: ProcessIdentity = .current(),
        probe: ProcessProbe = ProcessIdentity.probe, connection: StoreConnection
    ) throws {
        let workers = try names(now: now, host: host, probe: probe, connection: connection)
        guard workers.isEmpty else {
            throw StoreError.workersAlive(path: connection.path, workers: workers)
        }
    }

    /// Returns them as people know them: `worker 1 on host (pid 7)`.
    ///
    /// A worker that has not ended is live when its process is known to live here, and elsewhere when it was
    /// heard of within a lease's time. `schema` is the database's name on the connection.
    static func names(
        in schema: String = "main", now: SweepInstant, host: ProcessIdentity,
        probe: ProcessProbe, connection: StoreConnection
    ) throws -> [String] {
        let since = now.adding(milliseconds: -Claiming.leaseMilliseconds)
        let workers = try connection.all(
            """
            SELECT name, host, boot_id, pid_namespace, pid, process_started,
                seen_at >= ?1 OR EXISTS (SELECT 1 FROM \(schema).lease
                    WHERE lease.worker = worker.id AND lease.expires_at >= ?2)
            FROM \(schema).worker WHERE ended_at IS NULL ORDER BY id
            """, since, now
        ) { row in
            (
                name: row.text(0),
                process: ProcessIdentity(
                    host: row.text(1), bootID: row.text(2), pidNamespace: row.text(3),
                    pid: row.int(4), processStarted: row.integer(5)),
                wasHeardOf: row.int(6) != 0
            )
        }
        return workers.filter { worker in
            if worker.process.isGone(seenFrom: host, probe: probe) { return false }
            return worker.wasHeardOf || worker.process.isNear(host)
        }.map { "\($0.name) on \($0.process.host) (pid \($0.process.pid))" }
    }
}
