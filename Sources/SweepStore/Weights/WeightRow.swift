import SweepCore

/// Rows of `checkpoint` that hold a finished model; those of kind `resume` are none of these.
enum WeightRow {
    private static let kinds = WeightKind.allCases.map { "'\($0.rawValue)'" }
        .joined(separator: ", ")

    /// What a row of weights looks like, for a condition.
    static let isWeights = "checkpoint.kind IN (\(kinds))"

    static func insert(
        _ weights: ModelWeights, of run: RunID, attempt: Int, now: SweepInstant,
        connection: StoreConnection
    ) throws {
        // Not kept prepared: a statement holds its copy of the bytes until the next use.
        let insert = try RawStatement(
            """
            INSERT INTO checkpoint (run, attempt, step, epoch, kind, created_at, content)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, on: connection)
        insert.bind([
            run, attempt, weights.step, weights.epoch, weights.kind.rawValue, now,
            SQLValue.blob(weights.content),
        ])
        try insert.run()
    }

    /// Removes the sets of weights that a run has of steps after this one, or all of them.
    static func removeAll(
        of run: RunID, after step: Int64?, connection: StoreConnection
    ) throws {
        try connection.run(
            "DELETE FROM checkpoint WHERE run = ? AND step > ? AND \(isWeights)", run,
            step ?? Int64.min)
    }

    /// Removes the weights of one kind that a run has.
    static func removeAll(of run: RunID, kind: WeightKind, connection: StoreConnection) throws {
        try connection.run(
            "DELETE FROM checkpoint WHERE run = ? AND kind = ?", run, kind.rawValue)
    }
}
