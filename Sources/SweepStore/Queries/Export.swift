package import SweepCore

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
    package func exportRuns(
        of sweep: SweepID?, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Void
    ) throws {
        let now = clock()
        try read { connection in
            let plan = try Self.plan(of: sweep, now: now, connection: connection)
            try columns(plan.names)
            let condition = sweep == nil ? "" : "WHERE run.sweep = ?1"
            let indexes = Int32(0)..<Int32(plan.names.count)
            try connection.forEach(
                "SELECT \(plan.selection) FROM run \(condition) ORDER BY run.sweep, run.number",
                sweep
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
    /// `run` and `metrics` narrow it down; NaN is a value here, as it was when it was recorded.
    package func exportPoints(
        of sweep: SweepID?, run: RunID? = nil, metrics: [MetricID]? = nil,
        series: (ExportedSeries) throws -> Void, point: (CurvePoint) throws -> Void
    ) throws {
        var conditions = ["1"]
        if sweep != nil { conditions.append("run.sweep = ?1") }
        if run != nil { conditions.append("run.id = ?2") }
        if metrics != nil {
            conditions.append("summary.metric IN (SELECT value FROM json_each(?3))")
        }
        try read { connection in
            try connection.forEach(
                """
                SELECT sweep.name, run.uid, run.name, metric.name, run.id, metric.id
                FROM run LEFT JOIN sweep ON sweep.id = run.sweep
                    CROSS JOIN summary ON summary.run = run.id
                    CROSS JOIN metric ON metric.id = summary.metric
                WHERE \(conditions.joined(separator: " AND "))
                ORDER BY run.sweep, run.number, summary.metric
                """, sweep, run, metrics.map { "\($0.map(\.rawValue))" }
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
