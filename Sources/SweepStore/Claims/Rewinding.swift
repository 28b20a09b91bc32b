import SweepCore

/// Takes back what a run recorded after the place from which it is executed again: points of two attempts
/// never stand side by side (`design.md` §7).
enum Rewinding {
    /// Removes the points after `step`, or all of them, and puts the summaries and the objective back to what
    /// they were there.
    ///
    /// Does nothing, not even to `rewind`, when there is nothing after it: readers keep their curves.
    static func rewind(_ run: RunID, to step: Int64?, connection: StoreConnection) throws {
        guard let step else {
            try connection.run("DELETE FROM point WHERE run = ?", run)
            try connection.run("DELETE FROM summary WHERE run = ?", run)
            try connection.run(
                """
                UPDATE run SET rewind = rewind + 1, objective = NULL, objective_step = NULL
                WHERE id = ?
                """, run)
            return
        }
        let late = try connection.all(
            "SELECT metric FROM summary WHERE run = ? AND last_step > ?", run, step
        ) { $0.integer(0) }
        guard !late.isEmpty else { return }
        for metric in late {
            try connection.run(
                "DELETE FROM point WHERE run = ? AND metric = ? AND step > ?", run, metric, step)
        }
        try connection.run("DELETE FROM summary WHERE run = ?", run)
        try connection.run(
            """
            INSERT INTO summary (run, metric, \(SeriesSummary.columns))
            SELECT checkpoint.run, checkpoint_summary.metric, \(columns)
            FROM checkpoint JOIN checkpoint_summary ON checkpoint_summary.checkpoint = checkpoint.id
            WHERE checkpoint.run = ? AND checkpoint.kind = '\(CheckpointRow.kind)'
            """, run)
        try connection.run(
            """
            UPDATE run SET rewind = rewind + 1,
                (objective, objective_step) = (\(objective)) WHERE id = ?
            """, run)
    }

    private static let columns = SeriesSummary.columns.split(separator: ",").map {
        "checkpoint_summary.\($0.filter { $0 != " " })"
    }.joined(separator: ", ")

    /// The objective value of a run from its summaries; the same rule as `RunSeries.ObjectiveColumn`.
    private static let objective = """
        SELECT
            CASE WHEN sweep.summary = 'last' THEN
                    CASE WHEN abs(summary.last) < 9e999 THEN summary.last END
                WHEN sweep.goal = 'minimize' THEN summary.minimum ELSE summary.maximum END,
            CASE WHEN sweep.summary = 'last' THEN
                    CASE WHEN abs(summary.last) < 9e999 THEN summary.last_step END
                WHEN sweep.goal = 'minimize' THEN summary.minimum_step
                ELSE summary.maximum_step END
        FROM sweep JOIN metric ON metric.name = sweep.metric
            JOIN summary ON summary.metric = metric.id AND summary.run = run.id
        WHERE sweep.id = run.sweep
        """
}
