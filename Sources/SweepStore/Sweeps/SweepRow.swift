import SweepCore

/// The transactions on rows of `sweep`.
enum SweepRow {
    /// Sets the state; `completed` is left out while a run is queued, running or paused.
    static func setState(
        of sweep: SweepID, to state: SweepState, now: SweepInstant, connection: StoreConnection
    ) throws {
        if state == .completed {
            let open = try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM run WHERE sweep = ?
                    AND state IN ('queued', 'running', 'paused'))
                """, sweep)
            // Nor while runs are being added: those that are there may all have ended.
            let isExpanding = try connection.integer(
                "SELECT EXISTS (SELECT 1 FROM sweep WHERE id = ? AND state = 'expanding')", sweep)
            guard open == 0, isExpanding == 0 else { return }
        }
        let isOver = [.completed, .stopped, .cancelled].contains(state)
        try connection.run(
            "UPDATE sweep SET state = ?, ended_at = ? WHERE id = ? AND state <> ?1",
            state.rawValue, isOver ? now : nil, sweep)
    }

    /// A sweep that is `stopping` is `stopped` once none of its runs is running, or `completed` when all have
    /// ended.
    static func settle(
        _ sweep: SweepID, now: SweepInstant, connection: StoreConnection
    ) throws {
        try connection.run(
            """
            UPDATE sweep SET ended_at = ?, state = CASE WHEN EXISTS (SELECT 1 FROM run
                    WHERE run.sweep = sweep.id AND run.state IN ('queued', 'paused'))
                THEN 'stopped' ELSE 'completed' END
            WHERE id = ? AND state = 'stopping' AND NOT EXISTS (SELECT 1 FROM run
                WHERE run.sweep = sweep.id AND run.state = 'running')
            """, now, sweep)
    }

    static func insert(
        _ new: NewSweep, name: String, now: SweepInstant, connection: StoreConnection
    ) throws -> SweepID {
        try connection.run(
            """
            INSERT INTO sweep (uid, name, state, definition, source, seed, metric, goal, summary,
                varied, run_count_planned, description, note, created_at)
            VALUES (?, ?, 'expanding', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, new.uid, name, new.identity.canonicalJSON, new.source, Int64(new.seed),
            new.objective?.metric, new.objective?.goal.rawValue, new.objective?.summary.rawValue,
            Value.list(new.variedNames.map(Value.text)).canonicalJSON, new.plannedRunCount,
            new.description, new.note, now)
        let sweep = SweepID(connection.lastInsertedID)
        if let record = try SweepRecord.read(sweep, connection: connection) {
            try keepDefinition(of: record, connection: connection)
        }
        return sweep
    }

    /// Begins a sweep's history with the definition that it has; one that was imported may have none yet.
    static func keepDefinition(of sweep: SweepRecord, connection: StoreConnection) throws {
        try connection.run(
            """
            INSERT INTO sweep_definition (sweep, revision, definition, source, first_run, created_at)
            SELECT ?1, 1, ?, ?, 1, ?
            WHERE NOT EXISTS (SELECT 1 FROM sweep_definition WHERE sweep = ?1)
            """, sweep.id, sweep.definition, sweep.source, sweep.createdAt)
    }

    /// Returns the name or, when another sweep has it, the first free of `NAME-2`, `NAME-3`…
    static func uniqueName(_ name: String, connection: StoreConnection) throws -> String {
        var candidate = name
        var count = 1
        while try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM sweep WHERE name = ?)", candidate)
            != 0
        {
            count += 1
            candidate = "\(name)-\(count)"
        }
        return candidate
    }

    /// The newest sweep that has this definition, or had it before it was extended.
    ///
    /// The stored text has the defaults of the program that wrote it; today's are filled in before the
    /// comparison.
    static func find(identity: Value, connection: StoreConnection) throws -> SweepID? {
        let wanted = identity.canonicalJSON
        let stored = try connection.all(
            """
            SELECT id, definition FROM sweep
            UNION SELECT sweep, definition FROM sweep_definition ORDER BY 1 DESC
            """
        ) {
            (id: SweepID($0.integer(0)), definition: $0.text(1))
        }
        return stored.first { sweep in
            if sweep.definition == wanted { return true }
            guard let value = ValueParser.parse(sweep.definition) else { return false }
            return SweepDefinition.fillingDefaults(in: value).canonicalJSON == wanted
        }?.id
    }
}
