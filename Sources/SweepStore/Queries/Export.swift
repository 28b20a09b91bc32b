package import SweepCore

/// The runs whose rows are exported: all, or those of a sweep, or one, that match a filter. Archived ones are
/// exported too, unless the filter leaves them out.
package struct ExportSelection: Sendable {
    package var sweep: SweepID?
    package var run: RunID?
    package var filter: RunFilter?

    package init(sweep: SweepID? = nil, run: RunID? = nil, filter: RunFilter? = nil) {
        self.sweep = sweep
        self.run = run
        self.filter = filter
    }

    /// A condition on the row `run` and the values to bind to a statement whose own parameters are `first`,
    /// at most four.
    func condition(
        _ first: [any SQLBindable], now: SweepInstant, on connection: StoreConnection
    ) throws -> (text: String, values: [any SQLBindable]) {
        let filter = try self.filter.map {
            try FilterSQL($0, firstParameter: 7, now: now, on: connection)
        }
        var conditions = [filter?.condition ?? "1"]
        if sweep != nil { conditions.append("run.sweep = ?5") }
        if run != nil { conditions.append("run.id = ?6") }
        let own = first + Array(repeating: SQLValue.null, count: 4 - first.count)
        let text = conditions.joined(separator: " AND ")
        return (text, own + [sweep, run] + (filter?.values ?? []))
    }
}

/// What the points of one curve have in common.
package struct ExportedSeries: Sendable {
    /// `nil` for a run alone.
    package let sweep: String?
    package let run: UID
    package let name: String
    package let metric: String
}

extension StoreReader {
    /// Exports runs in the wide form: one row a run, one typed column per parameter and metric.
    ///
    /// The columns are those of the sweep's view after `sweep` and `number`; over all sweeps they are
    /// those of every sweep together. Rows come in the order of sweeps and numbers, in constant memory.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    package func exportRuns(
        _ selection: ExportSelection, columns: ([String]) throws -> Void,
        row: ([SQLValue]) throws -> Void
    ) throws {
        let now = clock()
        try read { connection in
            let plan = try Self.plan(of: selection.sweep, now: now, connection: connection)
            let condition = try selection.condition([], now: now, on: connection)
            try columns(plan.names)
            let indexes = Int32(0)..<Int32(plan.names.count)
            try connection.forEach(
                """
                SELECT \(plan.selection) FROM run WHERE \(condition.text)
                ORDER BY run.sweep, run.number
                """, values: condition.values
            ) { statement in
                try row(indexes.map { statement.sqlValue($0) })
            }
        }
    }

    private static func plan(
        of sweep: SweepID?, now: SweepInstant, connection: StoreConnection
    ) throws -> ColumnPlan {
        let clause = sweep == nil ? "" : "WHERE id = ?1"
        let sweeps = try connection.all(
            "SELECT \(SweepRecord.columns) FROM sweep \(clause) ORDER BY id", sweep
        ) { SweepRecord($0) }
        var parameters: [String] = []
        var known: Set<String> = []
        for sweep in sweeps {
            for name in sweep.parameterNames where known.insert(name).inserted {
                parameters.append(name)
            }
        }
        let metrics =
            try sweep.map { try SweepView.metrics(of: $0, on: connection) }
            ?? connection.all("SELECT id, name FROM metric ORDER BY id") {
                ColumnPlan.Metric(id: $0.integer(0), name: $0.text(1))
            }
        // Over several sweeps a metric may be the objective of one and not of another.
        let objective = sweep == nil ? nil : sweeps.first?.objective?.metric
        return ColumnPlan(
            parameters: parameters, metrics: metrics, objective: objective,
            nowMilliseconds: String(now.milliseconds), withSweep: true)
    }

    /// Exports points curve by curve: by sweep, run number, metric and step, in constant memory.
    ///
    /// `metrics` narrows it down; NaN is a value here, as it was when it was recorded.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    package func exportPoints(
        _ selection: ExportSelection, metrics: [MetricID]? = nil,
        series: (ExportedSeries) throws -> Void, point: (CurvePoint) throws -> Void
    ) throws {
        let now = clock()
        try read { connection in
            let condition = try selection.condition(
                [metrics.map { "\($0.map(\.rawValue))" }], now: now, on: connection)
            let ofMetric =
                metrics == nil ? "" : "AND summary.metric IN (SELECT value FROM json_each(?1))"
            try connection.forEach(
                """
                SELECT sweep.name, run.uid, run.name, metric.name, run.id, metric.id
                FROM run LEFT JOIN sweep ON sweep.id = run.sweep
                    CROSS JOIN summary ON summary.run = run.id
                    CROSS JOIN metric ON metric.id = summary.metric
                WHERE \(condition.text) \(ofMetric)
                ORDER BY run.sweep, run.number, summary.metric
                """, values: condition.values
            ) { row in
                try series(
                    ExportedSeries(
                        sweep: row.optionalText(0), run: UID(stored: row.text(1)),
                        name: row.text(2), metric: row.text(3)))
                try connection.forEach(
                    "SELECT step, value, time FROM point WHERE run = ? AND metric = ? ORDER BY step",
                    row.integer(4), row.integer(5)
                ) {
                    try point(
                        CurvePoint(step: $0.integer(0), value: $0.value(1), time: $0.integer(2)))
                }
            }
        }
    }
}
