import SweepCore

/// The view that every sweep has under its own name.
enum SweepView {
    /// Makes the view anew from the sweep's present parameters and metrics.
    ///
    /// The name is chosen once, when the sweep is created, and kept in `sweep_view`.
    static func rebuild(for sweep: SweepID, on connection: StoreConnection) throws {
        guard let record = try SweepRecord.read(sweep, connection: connection) else { return }
        let known = try connection.first("SELECT name FROM sweep_view WHERE sweep = ?", sweep) {
            $0.text(0)
        }
        let name = try known ?? choose(record.name, for: sweep, on: connection)
        let plan = ColumnPlan(
            parameters: record.parameterNames,
            metrics: try metrics(of: sweep, on: connection), objective: record.objective?.metric)
        let quoted = SQLName.quoted(name)
        try connection.execute(
            """
            DROP VIEW IF EXISTS main.\(quoted);
            CREATE VIEW main.\(quoted) AS SELECT
                \(plan.selection)
            FROM run WHERE run.sweep = \(sweep.rawValue) ORDER BY run.number
            """)
    }

    /// Drops the view and gives its name up.
    static func remove(of sweep: SweepID, on connection: StoreConnection) throws {
        let name = try connection.first("SELECT name FROM sweep_view WHERE sweep = ?", sweep) {
            $0.text(0)
        }
        guard let name else { return }
        try connection.execute("DROP VIEW IF EXISTS main.\(SQLName.quoted(name))")
        try connection.run("DELETE FROM sweep_view WHERE sweep = ?", sweep)
    }

    /// The sweep's metrics in the order in which they first appeared.
    static func metrics(
        of sweep: SweepID, on connection: StoreConnection
    ) throws -> [ColumnPlan.Metric] {
        try connection.all(
            """
            SELECT metric.id, metric.name FROM sweep_metric JOIN metric
                ON metric.id = sweep_metric.metric
            WHERE sweep_metric.sweep = ? ORDER BY sweep_metric.position
            """, sweep
        ) { ColumnPlan.Metric(id: $0.integer(0), name: $0.text(1)) }
    }

    private static func choose(
        _ name: String, for sweep: SweepID, on connection: StoreConnection
    ) throws -> String {
        let plain = SQLName.plain(name)
        // Names that start so belong to SQLite, the latter to its table-valued functions.
        let isReserved = ["sqlite_", "pragma_"].contains { plain.lowercased().hasPrefix($0) }
        let free = try SQLName.free(isReserved ? "_" + plain : plain) { candidate in
            // A table-valued function (json_each, …) answers to its name like a table.
            try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE)
                    OR EXISTS (SELECT 1 FROM pragma_module_list WHERE name = ?1 COLLATE NOCASE)
                """, candidate) != 0
        }
        try connection.run("INSERT INTO sweep_view (sweep, name) VALUES (?, ?)", sweep, free)
        return free
    }
}
