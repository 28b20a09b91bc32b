import SweepCore

extension Merging {
    /// Points that one piece of work copies or deletes.
    private static let pointsAtOnce = 5_000

    private struct MergedRun {
        let id: Int64
        let uid: UID
        let name: String
        let version: RunVersion
        let isUnfinished: Bool
        let isRunning: Bool
    }

    private static func columns(_ schema: String) -> String {
        """
        SELECT run.id, run.uid, run.name, run.attempt,
            (SELECT coalesce(sum(count), 0) FROM \(schema).summary WHERE summary.run = run.id),
            coalesce(run.ended_at, 0), run.message IS '\(unfinishedMessage)',
            run.state = 'running'
        FROM \(schema).run
        """
    }

    // The index of groups has the states before the groups.
    private static let states = RunState.allCases.map { "'\($0.rawValue)'" }
    private static let lastGroups = states.map {
        "SELECT max(run_group) AS last FROM main.run WHERE sweep = ?1 AND state = \($0)"
    }.joined(separator: " UNION ALL ")

    private func read(_ row: RawStatement) -> MergedRun {
        MergedRun(
            id: row.integer(0), uid: UID(stored: row.text(1)), name: row.text(2),
            version: RunVersion(
                attempt: row.int(3), pointCount: row.int(4), endedAt: row.instant(5)),
            isUnfinished: row.int(6) != 0, isRunning: row.int(7) != 0)
    }

    /// Merges the runs of a sweep, or those alone.
    func mergeRuns(of theirs: SweepID?, into sweep: SweepID?) throws {
        if let sweep { try indexConfigurations(of: sweep) }
        let ids = try connection.all(
            "SELECT id FROM theirs.run WHERE sweep IS ? ORDER BY number, id", theirs
        ) { $0.integer(0) }
        for id in ids {
            let run = try connection.first("\(Self.columns("theirs")) WHERE run.id = ?", id) {
                read($0)
            }
            if let run { try merge(run, into: sweep) }
            try breathe()
        }
    }

    /// Makes the table by which our runs are found by their configuration: the index on `run` leaves queued ones out.
    /// Nobody is kept waiting meanwhile.
    private func indexConfigurations(of sweep: SweepID) throws {
        try connection.run("COMMIT")
        try connection.execute(
            """
            CREATE TEMP TABLE IF NOT EXISTS merged_configuration (hash INTEGER NOT NULL,
                seed INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (hash, seed)) WITHOUT ROWID;
            DELETE FROM merged_configuration;
            """)
        try connection.run(
            """
            INSERT OR IGNORE INTO merged_configuration
            SELECT configuration_hash, seed, id FROM main.run WHERE sweep = ? ORDER BY 1, 2
            """, sweep)
        try begin()
    }

    private func merge(_ theirs: MergedRun, into sweep: SweepID?) throws {
        let ours = try counterpart(of: theirs, in: sweep)
        guard let ours else {
            try copy(theirs, to: try insert(theirs, into: sweep))
            report.addedRunCount += 1
            return
        }
        // Somebody has just begun with it: what is at work here is newer than any file.
        let isNewer = !ours.isRunning && (ours.isUnfinished || theirs.version > ours.version)
        if !ours.isUnfinished, ours.version.attempt > 0, theirs.version.attempt > 0,
            ours.version != theirs.version
        {
            report.conflicts.append(
                MergeReport.Conflict(
                    uid: ours.uid, name: ours.name, isTheirsTaken: isNewer, ours: ours.version,
                    theirs: theirs.version))
        }
        if isNewer {
            try copy(theirs, to: ours.id)
            report.replacedRunCount += 1
        } else {
            try mergeHistory(of: theirs.id, into: ours.id)
            report.keptRunCount += 1
        }
    }

    /// The run of the same uid, or of the same configuration and seed in the same sweep.
    private func counterpart(of theirs: MergedRun, in sweep: SweepID?) throws -> MergedRun? {
        let select = Self.columns("main")
        if let same = try connection.first("\(select) WHERE run.uid = ?", theirs.uid, body: read) {
            return same
        }
        guard let sweep else { return nil }
        return try connection.first(
            """
            \(select) JOIN theirs.run AS t ON t.id = ?2 AND run.configuration = t.configuration
                JOIN merged_configuration AS m ON m.hash = t.configuration_hash AND m.seed = t.seed
            WHERE run.id = m.run AND run.sweep = ?1
            """, sweep, theirs.id, body: read)
    }

    /// Inserts the run without results, marked as unfinished. Of a number, group or name that the sweep has
    /// already, it gets another.
    private func insert(_ theirs: MergedRun, into sweep: SweepID?) throws -> Int64 {
        try connection.run(
            """
            INSERT INTO main.run (uid, sweep, number, name, state, message, configuration,
                configuration_hash, seed, run_group, slot, slots, created_at, archived_at)
            SELECT uid, ?1,
                CASE WHEN EXISTS (SELECT 1 FROM main.run AS o
                        WHERE o.sweep = ?1 AND o.number = t.number)
                    THEN (SELECT max(number) + 1 FROM main.run AS o WHERE o.sweep = ?1)
                    ELSE number END,
                CASE WHEN EXISTS (SELECT 1 FROM main.run AS o
                        WHERE o.sweep = ?1 AND o.name = t.name)
                    THEN name || '-' || uid ELSE name END,
                'cancelled', ?3, configuration, configuration_hash, seed,
                CASE WHEN EXISTS (SELECT 1 FROM main.run AS o WHERE o.sweep = ?1
                        AND o.state IN (\(Self.states.joined(separator: ", ")))
                        AND o.run_group = t.run_group AND o.slot = t.slot)
                    THEN (SELECT max(last) + 1 FROM (\(Self.lastGroups)))
                    ELSE run_group END,
                slot, slots, created_at, archived_at
            FROM theirs.run AS t WHERE id = ?2
            """, sweep, theirs.id, Self.unfinishedMessage)
        return connection.lastInsertedID
    }

    // MARK: Results

    /// Replaces everything that attempts have made of a run.
    private func copy(_ theirs: MergedRun, to ours: Int64) throws {
        try connection.run(
            """
            UPDATE main.run SET state = 'cancelled', reason = NULL, message = ?, attempt = 0,
                objective = NULL, objective_step = NULL, rewind = rewind + 1
            WHERE id = ? AND message IS NOT ?1
            """, Self.unfinishedMessage, ours)
        try removeResults(of: ours)
        let metrics = try connection.all(
            """
            SELECT metric, (SELECT ours FROM merged_metric WHERE theirs = metric)
            FROM theirs.summary WHERE run = ? ORDER BY metric
            """, theirs.id
        ) { (theirs: $0.integer(0), ours: $0.integer(1)) }
        for metric in metrics {
            try copyPoints(of: theirs.id, metric.theirs, to: ours, metric.ours)
        }
        try copyCheckpoints(of: theirs.id, to: ours)
        try mergeHistory(of: theirs.id, into: ours)
        try connection.run(
            """
            INSERT INTO main.summary (run, metric, \(SeriesSummary.columns))
            SELECT ?1, (SELECT ours FROM merged_metric WHERE theirs = metric),
                \(SeriesSummary.columns)
            FROM theirs.summary WHERE run = ?2
            """, ours, theirs.id)
        // A run that was running there is lost: nobody is at work in that file.
        try connection.run(
            """
            UPDATE main.run SET
                state = CASE t.state WHEN 'running' THEN 'queued' ELSE t.state END,
                reason = t.reason, message = t.message, attempt = t.attempt,
                failures = t.failures, interruptions = t.interruptions + (t.state = 'running'),
                rewind = max(run.rewind, t.rewind), started_at = t.started_at,
                ended_at = t.ended_at, objective = t.objective,
                objective_step = t.objective_step,
                worker = CASE WHEN t.state <> 'running' THEN
                    (SELECT ours FROM merged_worker WHERE theirs = t.worker) END
            FROM theirs.run AS t WHERE run.id = ? AND t.id = ?
            """, ours, theirs.id)
    }

    private func removeResults(of run: Int64) throws {
        try connection.run("DELETE FROM main.summary WHERE run = ?", run)
        try connection.run("DELETE FROM main.checkpoint WHERE run = ?", run)
        repeat {
            try breathe()
            try connection.run(
                """
                DELETE FROM main.point WHERE run = ?1 AND (metric, step) IN (
                    SELECT metric, step FROM main.point WHERE run = ?1 LIMIT \(Self.pointsAtOnce))
                """, run)
        } while connection.changes == Self.pointsAtOnce
    }

    private func copyPoints(
        of theirs: Int64, _ theirMetric: Int64, to ours: Int64, _ metric: Int64
    ) throws {
        var last = Int64.min
        while true {
            try connection.run(
                """
                INSERT INTO main.point (run, metric, step, value, time)
                SELECT ?1, ?2, step, value, time FROM theirs.point
                WHERE run = ?3 AND metric = ?4 AND step > ?5
                ORDER BY step LIMIT \(Self.pointsAtOnce)
                """, ours, metric, theirs, theirMetric, last)
            let count = connection.changes
            report.pointCount += count
            guard count == Self.pointsAtOnce else { return }
            last = try connection.integer(
                "SELECT max(step) FROM main.point WHERE run = ? AND metric = ?", ours, metric)
            try breathe()
        }
    }

    private func copyCheckpoints(of theirs: Int64, to ours: Int64) throws {
        let ids = try connection.all(
            "SELECT id FROM theirs.checkpoint WHERE run = ? ORDER BY id", theirs
        ) { $0.integer(0) }
        for id in ids {
            try connection.run(
                """
                INSERT INTO main.checkpoint (run, attempt, step, epoch, kind, created_at, content)
                SELECT ?, attempt, step, epoch, kind, created_at, content
                FROM theirs.checkpoint WHERE id = ?
                """, ours, id)
            try breathe()
        }
    }

    /// What two files can both add to: the log, tags, and the note where there is none.
    private func mergeHistory(of theirs: Int64, into ours: Int64) throws {
        try connection.run(
            """
            INSERT INTO main.event (time, sweep, run, attempt, worker, kind, message)
            SELECT time, (SELECT sweep FROM main.run WHERE id = ?1), ?1, attempt,
                (SELECT ours FROM merged_worker WHERE theirs = t.worker), kind, message
            FROM theirs.event AS t WHERE run = ?2 AND NOT EXISTS (
                SELECT 1 FROM main.event AS o WHERE o.run = ?1 AND o.time = t.time
                    AND o.kind = t.kind AND o.attempt IS t.attempt AND o.message IS t.message)
            ORDER BY id
            """, ours, theirs)
        try mergeLabels(of: "run", theirs, into: ours)
    }
}
