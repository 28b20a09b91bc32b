package import SweepCore

/// Rows of `event`: what happened, for people and for the history of a run's attempts.
enum EventRow {
    static func insert(
        kind: String, sweep: SweepID?, run: RunID?, attempt: Int?, worker: WorkerID?,
        message: String?, now: SweepInstant, connection: StoreConnection
    ) throws {
        try connection.run(
            """
            INSERT INTO event (time, sweep, run, attempt, worker, kind, message)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, now, sweep, run, attempt, worker, kind, message)
    }
}

extension StoreWriter {
    /// Adds a line to the log of a sweep or run.
    @available(*, noasync)
    package func recordEvent(
        kind: String, sweep: SweepID? = nil, run: RunID? = nil, worker: WorkerID? = nil,
        message: String? = nil
    ) throws {
        try perform { [clock] connection in
            try EventRow.insert(
                kind: kind, sweep: sweep, run: run, attempt: nil, worker: worker,
                message: message, now: clock(), connection: connection)
        }
    }
}
