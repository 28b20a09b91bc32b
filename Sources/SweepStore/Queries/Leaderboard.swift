import SweepCore

/// A run's place among the runs of its sweep.
package struct RankedRun: Sendable, Equatable {
    /// Counted from 1; equal values have equal ranks. `nil` for a run without an objective value.
    package let rank: Int?
    package let run: RunRecord
}

extension StoreReader {
    /// The best runs of a sweep: finite objective values by the goal, then diverged runs, which share one
    /// rank, then those without an objective value, unranked. Queued runs are not listed.
    package func leaderboard(of sweep: SweepRecord, limit: Int = .max) throws -> [RankedRun] {
        try read { try self.rankedRuns(of: sweep, limit: limit, connection: $0) }
    }

    func rankedRuns(
        of sweep: SweepRecord, limit: Int, connection: StoreConnection
    ) throws -> [RankedRun] {
        let now = clock()
        let direction = sweep.objective?.goal == .maximize ? "DESC" : "ASC"
        let listed = "run.sweep = ?2 AND run.state <> 'queued' AND run.archived_at IS NULL"
        let diverged = "(run.state = 'failed' AND run.reason IS 'diverged')"
        let valued = try connection.all(
            """
            SELECT \(RunRecord.columns) FROM run INDEXED BY run_objective
            WHERE \(listed) AND run.objective IS NOT NULL AND NOT \(diverged)
            ORDER BY run.objective \(direction), run.number LIMIT ?3
            """, now, sweep.id, limit
        ) { RunRecord($0) }
        var ranked: [RankedRun] = []
        for (index, run) in valued.enumerated() {
            let isTie = ranked.last?.run.objective == run.objective
            ranked.append(RankedRun(rank: isTie ? ranked.last?.rank : index + 1, run: run))
        }
        guard ranked.count < limit else { return ranked }
        let rankOfDiverged = ranked.count + 1
        ranked += try connection.all(
            """
            SELECT \(RunRecord.columns) FROM run WHERE \(listed) AND \(diverged)
            ORDER BY run.number LIMIT ?3
            """, now, sweep.id, limit - ranked.count
        ) { RankedRun(rank: rankOfDiverged, run: RunRecord($0)) }
        guard ranked.count < limit else { return ranked }
        ranked += try connection.all(
            """
            SELECT \(RunRecord.columns) FROM run
            WHERE \(listed) AND run.objective IS NULL AND NOT \(diverged)
            ORDER BY run.number LIMIT ?3
            """, now, sweep.id, limit - ranked.count
        ) { RankedRun(rank: nil, run: RunRecord($0)) }
        return ranked
    }
}
