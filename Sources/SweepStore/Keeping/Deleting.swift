package import SweepCore

extension StoreWriter {
    /// Points that one transaction deletes.
    private static let pointsAtOnce = 20_000

    /// Deletes a sweep with everything that belongs to it, in many short transactions.
    ///
    /// Begins by archiving and cancelling it, so that a deletion that is cut short leaves nothing that looks
    /// whole, and can be repeated.
    ///
    /// - Throws: `StoreError.workersAlive` while a worker is at one of its runs.
    @available(*, noasync)
    package func deleteSweep(_ sweep: SweepID) throws {
        try perform { [clock] connection in
            try Self.refuseLiveWorkers(of: "run.sweep", sweep.rawValue, clock(), connection)
            try connection.run(
                "UPDATE sweep SET state = 'cancelled', archived_at = ? WHERE id = ?", clock(), sweep
            )
        }
        while true {
            let run = try perform { connection in
                try connection.first("SELECT id FROM run WHERE sweep = ? LIMIT 1", sweep) {
                    RunID($0.integer(0))
                }
            }
            guard let run else { break }
            try deleteRun(run)
        }
        try perform { connection in
            try SweepView.remove(of: sweep, on: connection)
            try connection.run("DELETE FROM sweep WHERE id = ?", sweep)
        }
    }

    /// Deletes a run with everything that belongs to it; of a sweep it was one planned run then.
    ///
    /// - Throws: `StoreError.workersAlive` while a worker is at it.
    @available(*, noasync)
    package func deleteRun(_ run: RunID) throws {
        try perform { [clock] connection, recorder in
            try Self.refuseLiveWorkers(of: "run.id", run.rawValue, clock(), connection)
            recorder.forget(run)
            // Whoever looks now sees no half run.
            try connection.run(
                """
                UPDATE run SET state = 'cancelled', reason = NULL, message = 'being deleted',
                    objective = NULL, objective_step = NULL, archived_at = ? WHERE id = ?
                """, clock(), run)
            try connection.run("DELETE FROM summary WHERE run = ?", run)
        }
        while try deletePoints(of: run) {}
        try perform { connection in
            try connection.run(
                """
                UPDATE sweep SET run_count_planned = run_count_planned - 1
                WHERE id = (SELECT sweep FROM run WHERE id = ?)
                """, run)
            try connection.run("DELETE FROM run WHERE id = ?", run)
        }
    }

    /// Deletes some of a run's points; `false` when there was none.
    private func deletePoints(of run: RunID) throws -> Bool {
        try perform { connection in
            let metric = try connection.first("SELECT metric FROM point WHERE run = ? LIMIT 1", run)
            {
                $0.integer(0)
            }
            guard let metric else { return false }
            let last = try connection.first(
                """
                SELECT step FROM point WHERE run = ? AND metric = ? ORDER BY step
                LIMIT 1 OFFSET \(Self.pointsAtOnce - 1)
                """, run, metric
            ) { $0.integer(0) }
            try connection.run(
                "DELETE FROM point WHERE run = ? AND metric = ? AND step <= ?", run, metric,
                last ?? .max)
            return true
        }
    }

    private static func refuseLiveWorkers(
        of column: String, _ id: Int64, _ now: SweepInstant, _ connection: StoreConnection
    ) throws {
        let workers = try connection.all(
            """
            SELECT DISTINCT worker.name || ' on ' || worker.host || ' (pid ' || worker.pid || ')'
            FROM run JOIN lease ON lease.run = run.id JOIN worker ON worker.id = lease.worker
            WHERE \(column) = ? AND lease.expires_at >= ?
            """, id, now
        ) { $0.text(0) }
        guard workers.isEmpty else {
            throw StoreError.workersAlive(path: connection.path, workers: workers)
        }
    }
}
