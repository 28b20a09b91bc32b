import SweepCore

extension Merging {
    /// Where a sweep of the other file goes to.
    private struct Target {
        let sweep: SweepID
        /// It came with this merge, or with one that was cut short.
        let isNew: Bool
    }

    func merge(_ theirs: SweepID) throws {
        let target = try target(of: theirs)
        try breathe()
        try mergeRuns(of: theirs, into: target.sweep)
        try finish(theirs, target)
        try breathe()
    }

    private func target(of theirs: SweepID) throws -> Target {
        let known = try connection.first(
            """
            SELECT id, EXISTS (SELECT 1 FROM main.event WHERE event.sweep = sweep.id AND kind = ?1)
            FROM main.sweep WHERE uid = (SELECT uid FROM theirs.sweep WHERE id = ?2)
            """, Self.unfinishedEvent, theirs
        ) { Target(sweep: SweepID($0.integer(0)), isNew: $0.int(1) != 0) }
        if let known { return known }
        let name = try connection.first("SELECT name FROM theirs.sweep WHERE id = ?", theirs) {
            $0.text(0)
        }
        try connection.run(
            """
            INSERT INTO main.sweep (uid, name, state, definition, source, seed, metric, goal, summary,
                varied, parameters, run_count_planned, description, note, created_at, archived_at)
            SELECT uid, ?, 'paused', definition, source, seed, metric, goal, summary, varied,
                parameters, run_count_planned, description, note, created_at, ?
            FROM theirs.sweep WHERE id = ?
            """, try SweepRow.uniqueName(name ?? "", connection: connection), now, theirs)
        let sweep = SweepID(connection.lastInsertedID)
        try EventRow.insert(
            kind: Self.unfinishedEvent, sweep: sweep, run: nil, attempt: nil, worker: nil,
            message: nil, now: now, connection: connection)
        report.addedSweepCount += 1
        return Target(sweep: sweep, isNew: true)
    }

    /// What belongs to the sweep itself, when all its runs are there.
    private func finish(_ theirs: SweepID, _ target: Target) throws {
        let sweep = target.sweep
        try connection.run(
            """
            INSERT INTO main.environment (sweep, created_at, host, operating_system, cpu, cores, blas,
                blas_core, program_version, git_commit, git_dirty, git_diff, command,
                working_directory, dataset, dataset_checksum)
            SELECT ?1, created_at, host, operating_system, cpu, cores, blas, blas_core,
                program_version, git_commit, git_dirty, git_diff, command, working_directory,
                dataset, dataset_checksum
            FROM theirs.environment AS t WHERE sweep = ?2 AND NOT EXISTS (
                SELECT 1 FROM main.environment AS o WHERE o.sweep = ?1
                    AND o.created_at = t.created_at AND o.host = t.host AND o.command = t.command)
            ORDER BY id
            """, sweep, theirs)
        try connection.run(
            """
            INSERT INTO main.event (time, sweep, worker, kind, message)
            SELECT time, ?1, (SELECT ours FROM merged_worker WHERE theirs = t.worker), kind, message
            FROM theirs.event AS t WHERE sweep = ?2 AND run IS NULL AND kind <> ?3 AND NOT EXISTS (
                SELECT 1 FROM main.event AS o WHERE o.sweep = ?1 AND o.run IS NULL
                    AND o.time = t.time AND o.kind = t.kind AND o.message IS t.message)
            ORDER BY id
            """, sweep, theirs, Self.unfinishedEvent)
        try mergeLabels(of: "sweep", theirs.rawValue, into: sweep.rawValue)
        let isExtended = try mergeDefinitions(theirs, target)
        let hasNewMetrics = try mergeMetrics(theirs, target)
        let hasNewParameters = try mergeParameters(theirs, target)
        if target.isNew {
            try connection.run(
                """
                UPDATE main.sweep SET state = t.state, ended_at = t.ended_at,
                    archived_at = t.archived_at
                FROM theirs.sweep AS t WHERE sweep.id = ? AND t.id = ?
                """, sweep, theirs)
            try connection.run(
                "DELETE FROM main.event WHERE sweep = ? AND kind = ?", sweep, Self.unfinishedEvent)
        }
        try settleState(theirs, target)
        if target.isNew || isExtended || hasNewMetrics || hasNewParameters {
            try SweepView.rebuild(for: sweep, on: connection)
        }
    }

    /// A new sweep gets the whole history. One that theirs has extended further than ours takes over their
    /// extensions, unless one was cut short; when both have extended it, each in its way, ours stays.
    /// Returns whether it was extended.
    private func mergeDefinitions(_ theirs: SweepID, _ target: Target) throws -> Bool {
        // Files of an older sweep have no history.
        let hasHistory = try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM theirs.sqlite_schema WHERE name = 'sweep_definition')")
        guard hasHistory != 0 else { return false }
        if !target.isNew, let record = try SweepRecord.read(target.sweep, connection: connection) {
            try SweepRow.keepDefinition(of: record, connection: connection)
        }
        let isOurs = try connection.integer(
            """
            SELECT EXISTS (SELECT 1 FROM main.sweep_definition AS o
                JOIN theirs.sweep_definition AS t USING (revision)
                WHERE o.sweep = ?1 AND t.sweep = ?2 AND o.definition <> t.definition)
            """, target.sweep, theirs)
        let isCut = try connection.integer(
            "SELECT state = 'expanding' FROM theirs.sweep WHERE id = ?", theirs)
        guard isOurs == 0, target.isNew || isCut == 0 else { return false }
        try connection.run(
            """
            INSERT INTO main.sweep_definition
                (sweep, revision, definition, source, first_run, created_at)
            SELECT ?1, revision, definition, source, first_run, created_at
            FROM theirs.sweep_definition WHERE sweep = ?2 AND revision >
                (SELECT coalesce(max(revision), 0) FROM main.sweep_definition WHERE sweep = ?1)
            """, target.sweep, theirs)
        guard connection.changes > 0, !target.isNew else { return false }
        try connection.run(
            """
            UPDATE main.sweep SET definition = t.definition, source = t.source, varied = t.varied,
                run_count_planned = t.run_count_planned
            FROM theirs.sweep AS t WHERE sweep.id = ? AND t.id = ?
            """, target.sweep, theirs)
        return true
    }

    /// Metrics that are new here come after ours. Returns whether there were any.
    private func mergeMetrics(_ theirs: SweepID, _ target: Target) throws -> Bool {
        try connection.run(
            """
            INSERT INTO main.sweep_metric (sweep, metric, position)
            SELECT ?1, map.ours, (SELECT count(*) FROM main.sweep_metric WHERE sweep = ?1)
                + row_number() OVER (ORDER BY t.position)
            FROM theirs.sweep_metric AS t JOIN merged_metric AS map ON map.theirs = t.metric
            WHERE t.sweep = ?2 AND map.ours NOT IN (
                SELECT metric FROM main.sweep_metric WHERE sweep = ?1)
            """, target.sweep, theirs)
        return connection.changes > 0
    }

    /// Returns whether there were parameters that are new here.
    private func mergeParameters(_ theirs: SweepID, _ target: Target) throws -> Bool {
        let text = try connection.first("SELECT parameters FROM theirs.sweep WHERE id = ?", theirs)
        { $0.text(0) }
        let names = (ValueParser.parse(text ?? "")?.asList ?? []).compactMap(\.asText)
        guard let record = try SweepRecord.read(target.sweep, connection: connection),
            !Set(names).isSubset(of: record.parameterNames)
        else { return false }
        let all = Set(names).union(record.parameterNames)
        let varied = record.variedNames.filter(all.contains)
        let ordered = varied + all.subtracting(varied).sorted()
        try connection.run(
            "UPDATE main.sweep SET parameters = ? WHERE id = ?",
            Value.list(ordered.map(Value.text)).canonicalJSON, target.sweep)
        return true
    }

    /// The state that fits the runs which are now here: open ones make a completed sweep active again, and
    /// without any it is completed when it was so in either file.
    private func settleState(_ theirs: SweepID, _ target: Target) throws {
        let known = try connection.first(
            """
            SELECT o.state, t.state, t.ended_at, EXISTS (SELECT 1 FROM main.run
                    WHERE sweep = o.id AND state IN ('queued', 'running', 'paused'))
            FROM main.sweep AS o, theirs.sweep AS t WHERE o.id = ? AND t.id = ?
            """, target.sweep, theirs
        ) {
            (ours: $0.text(0), theirs: $0.text(1), ended: $0.optionalInstant(2), isOpen: $0.int(3))
        }
        guard let known else { return }
        var state = known.ours == "expanding" ? known.theirs : known.ours
        if state == "completed", known.isOpen != 0 { state = "active" }
        if state == "active", known.theirs == "completed", known.isOpen == 0 { state = "completed" }
        if state != known.ours {
            let isOver = ["completed", "stopped", "cancelled"].contains(state)
            try connection.run(
                "UPDATE main.sweep SET state = ?, ended_at = ? WHERE id = ?", state,
                isOver ? known.ended ?? now : nil, target.sweep)
        }
        try connection.run(
            """
            UPDATE main.sweep SET run_count_planned =
                (SELECT count(*) FROM main.run WHERE run.sweep = sweep.id)
            WHERE id = ? AND run_count_planned < (SELECT count(*) FROM main.run
                WHERE run.sweep = sweep.id)
            """, target.sweep)
    }

    /// Adds the tags, and the note where there is none; `table` is `sweep` or `run`.
    func mergeLabels(of table: String, _ theirs: Int64, into ours: Int64) throws {
        try connection.run(
            """
            INSERT INTO main.tag (name, \(table)) SELECT name, ?1 FROM theirs.tag
            WHERE \(table) = ?2 ORDER BY id ON CONFLICT DO NOTHING
            """, ours, theirs)
        try connection.run(
            """
            UPDATE main.\(table) SET note = t.note FROM theirs.\(table) AS t
            WHERE \(table).id = ?1 AND t.id = ?2 AND \(table).note IS NULL AND t.note IS NOT NULL
            """, ours, theirs)
    }
}
