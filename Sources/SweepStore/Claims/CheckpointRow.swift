package import SweepCore

/// The row of `checkpoint` of kind `resume`, at most one a run: where it goes on.
enum CheckpointRow {
    static let kind = "resume"

    /// Puts a checkpoint in place of the run's last one, with a copy of its summaries as they are now.
    ///
    /// The caller has flushed the points that came before.
    static func store(
        _ checkpoint: Checkpoint, of attempt: Attempt, now: SweepInstant,
        connection: StoreConnection
    ) throws {
        try remove(of: attempt.run, connection: connection)
        // Not kept prepared: a statement holds its copy of the bytes until the next use.
        let insert = try RawStatement(
            """
            INSERT INTO checkpoint (run, attempt, step, epoch, kind, created_at, content)
            VALUES (?, ?, ?, ?, '\(kind)', ?, ?)
            """, on: connection)
        insert.bind([
            attempt.run, attempt.number, checkpoint.step, checkpoint.epoch, now,
            SQLValue.blob(checkpoint.content),
        ])
        try insert.run()
        try connection.run(
            """
            INSERT INTO checkpoint_summary (checkpoint, metric, \(SeriesSummary.columns))
            SELECT ?, metric, \(SeriesSummary.columns) FROM summary WHERE run = ?
            """, connection.lastInsertedID, attempt.run)
        try connection.run("UPDATE run SET stalls = 0 WHERE id = ? AND stalls > 0", attempt.run)
    }

    static func read(of run: RunID, connection: StoreConnection) throws -> Checkpoint? {
        try connection.first(
            "SELECT step, epoch, content FROM checkpoint WHERE run = ? AND kind = '\(kind)'", run
        ) { row in
            Checkpoint(step: row.integer(0), epoch: row.int(1), content: row.blob(2))
        }
    }

    static func remove(of run: RunID, connection: StoreConnection) throws {
        try connection.run("DELETE FROM checkpoint WHERE run = ? AND kind = '\(kind)'", run)
    }
}

extension StoreWriter: CheckpointSink {
    @available(*, noasync)
    package func save(_ checkpoint: Checkpoint, of attempt: Attempt) throws {
        try perform { [clock] connection in
            let isCurrent = try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM run
                    WHERE id = ? AND attempt = ? AND state = 'running')
                """, attempt.run, attempt.number)
            guard isCurrent != 0 else { return }
            try CheckpointRow.store(
                checkpoint, of: attempt, now: clock(), connection: connection)
        }
    }
}
