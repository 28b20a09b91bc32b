package import SweepCore

/// A run's place among the runs of its sweep.
package struct RankedRun: Sendable, Equatable {
    /// Counted from 1; equal values have equal ranks. `nil` for a run without an objective value.
    package let rank: Int?
    package let run: RunRecord
}

extension StoreReader {
    /// The best runs of a sweep: finite objective values by the goal, then diverged runs, which share one
    /// rank, then those without an objective value, unranked. Queued and archived runs are not listed.
    package func leaderboard(of sweep: SweepRecord, limit: Int = .max) throws -> [RankedRun] {
        try read { try self.rankedRuns(of: sweep, limit: limit, connection: $0) }
    }

    /// The best runs of a sweep that match a filter; ranks are those in the whole sweep.
    ///
    /// Archived runs, and all of an archived sweep, are neither listed nor ranked unless the filter speaks
    /// of `archived:`; then they are ranked with the others.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    package func leaderboard(
        of sweep: SweepRecord, matching filter: RunFilter, limit: Int = .max
    ) throws -> [RankedRun] {
        try read {
            try self.rankedRuns(of: sweep, matching: filter, limit: limit, connection: $0)
        }
    }

    func rankedRuns(
        of sweep: SweepRecord, matching filter: RunFilter? = nil, limit: Int,
        connection: StoreConnection
    ) throws -> [RankedRun] {
        let now = clock()
        let isWithArchived = filter?.mentions(.archived) == true
        let condition = try filter.map {
            try FilterSQL($0, hidesArchived: true, firstParameter: 3, now: now, on: connection)
        }
        let direction = sweep.objective?.goal == .maximize ? "DESC" : "ASC"
        let listed = """
            run.sweep = ?2 AND run.state <> 'queued' \
            \(isWithArchived ? "" : "AND run.archived_at IS NULL")
            """
        let diverged = "(run.state = 'failed' AND run.reason IS 'diverged')"
        var board = Board(limit: limit)
        for (source, order) in [
            (
                "run INDEXED BY run_objective WHERE \(listed) AND run.objective IS NOT NULL "
                    + "AND NOT \(diverged)", "run.objective \(direction), run.number"
            ),
            ("run WHERE \(listed) AND \(diverged)", "run.number"),
            ("run WHERE \(listed) AND run.objective IS NULL AND NOT \(diverged)", "run.number"),
        ] {
            let statement = try connection.prepared(
                """
                SELECT \(RunRecord.columns), \(condition?.condition ?? "1") FROM \(source)
                ORDER BY \(order)
                """)
            statement.bind([now, sweep.id] + (condition?.values ?? []))
            defer { statement.reset() }
            board.begin()
            while !board.isFull, try statement.step() { board.take(statement) }
        }
        return board.runs
    }
}

/// Counts ranks over all runs, and keeps those that match.
private struct Board {
    let limit: Int
    private(set) var runs: [RankedRun] = []
    /// Those of the best values, then diverged ones, then those without a value.
    private var group = -1
    private var count = 0
    private var rank = 0
    private var lastObjective: Double?

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { runs.count >= limit }

    mutating func begin() {
        group += 1
        lastObjective = nil
        // All diverged runs share the rank after the last value.
        if group == 1 { rank = count + 1 }
    }

    /// Takes a row of `RunRecord`'s columns and one that says whether it matches.
    mutating func take(_ row: RawStatement) {
        count += 1
        let objective = row.optionalReal(RunRecord.objectiveColumn)
        if group == 0, objective != lastObjective { rank = count }
        lastObjective = objective
        guard row.int(RunRecord.columnCount) != 0 else { return }
        runs.append(RankedRun(rank: group == 2 ? nil : rank, run: RunRecord(row)))
    }
}
