package import SweepCore

extension StoreWriter {
    /// Points that one transaction deletes.
    private static let pointsAtOnce = 5_000

    /// Removes the points of runs that are not there, and returns how many there were.
    @available(*, noasync)
    package func removeStrayPoints(_ runs: [RunID]) throws -> Int {
        var total = 0
        for run in runs {
            var count = 0
            repeat {
                count = try perform { connection in
                    try connection.run(
                        """
                        DELETE FROM point WHERE run = ?1 AND (metric, step) IN (
                            SELECT metric, step FROM point WHERE run = ?1
                            LIMIT \(Self.pointsAtOnce))
                        AND NOT EXISTS (SELECT 1 FROM run WHERE id = ?1)
                        """, run)
                    return connection.changes
                }
                total += count
            } while count == Self.pointsAtOnce
        }
        return total
    }

    /// Makes the views of sweeps anew.
    @available(*, noasync)
    package func rebuildViews(_ sweeps: [SweepID]) throws {
        for sweep in sweeps {
            try perform { connection in try SweepView.rebuild(for: sweep, on: connection) }
        }
    }

    /// Makes summaries anew from the points, and the objective value with them.
    ///
    /// `reader` is of the same file: the points are read outside the transaction. A series that was written to
    /// in the meantime, or whose run a worker is at, is left as it is. Returns how many were made.
    @available(*, noasync)
    package func repairSummaries(_ series: [Checkup.Series], reader: StoreReader) throws -> Int {
        var count = 0
        for series in series {
            let (summary, rev) = try reader.summarize(series)
            count += try perform { connection in
                try SummaryRepair.store(summary, of: series, rev: rev, connection: connection)
                    ? 1 : 0
            }
        }
        return count
    }
}

extension StoreReader {
    /// Reads a series through, with the row's `rev` at that moment.
    fileprivate func summarize(_ series: Checkup.Series) throws -> (SeriesSummary, rev: Int64) {
        try read { connection in
            var summary = SeriesSummary()
            try connection.forEach(
                "SELECT step, value FROM point WHERE run = ? AND metric = ? ORDER BY step",
                series.run, series.metric
            ) { summary.add(step: $0.integer(0), value: $0.value(1)) }
            return (
                summary, try connection.integer("SELECT rev FROM run WHERE id = ?", series.run)
            )
        }
    }
}

private enum SummaryRepair {
    static func store(
        _ summary: SeriesSummary, of series: Checkup.Series, rev: Int64,
        connection: StoreConnection
    ) throws -> Bool {
        let isAlone = try connection.integer(
            """
            SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND rev = ? AND state <> 'running')
            """, series.run, rev)
        guard isAlone != 0 else { return false }
        try connection.run(
            "DELETE FROM summary WHERE run = ? AND metric = ?", series.run, series.metric)
        if summary.count > 0 {
            let insert = try connection.prepared(
                """
                INSERT INTO summary (run, metric, \(SeriesSummary.columns))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            insert.bind(1, series.run.rawValue)
            insert.bind(2, series.metric.rawValue)
            summary.bind(to: insert, from: 3)
            try insert.run()
        }
        try storeObjective(summary, of: series, connection: connection)
        return true
    }

    private static func storeObjective(
        _ summary: SeriesSummary, of series: Checkup.Series, connection: StoreConnection
    ) throws {
        let objective = try connection.first(
            """
            SELECT sweep.goal, sweep.summary FROM run JOIN sweep ON sweep.id = run.sweep
                JOIN metric ON metric.name = sweep.metric
            WHERE run.id = ? AND metric.id = ?
            """, series.run, series.metric
        ) { row in
            Objective.Goal(rawValue: row.text(0)).map {
                RunSeries.ObjectiveColumn(
                    metric: series.metric.rawValue, goal: $0,
                    summary: Objective.Summary(rawValue: row.text(1)) ?? .best)
            }
        }
        guard let objective = objective ?? nil else { return }
        let value = objective.value(of: summary)
        try connection.run(
            "UPDATE run SET objective = ?, objective_step = ? WHERE id = ?", value?.value,
            value?.step, series.run)
    }
}
