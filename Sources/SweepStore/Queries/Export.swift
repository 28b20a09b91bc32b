package import SweepCore

/// One row of the long form of points. NaN is a value here, as it was when it was recorded.
package struct ExportedPoint: Sendable {
    /// `nil` for a run alone.
    package let sweep: String?
    package let run: UID
    package let name: String
    package let metric: String
    package let point: CurvePoint
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

    /// Exports points in the long form, by sweep, run number, metric and step, in constant memory.
    ///
    /// `run` and `metric` narrow it down to one of each.
    package func exportPoints(
        of sweep: SweepID?, run: RunID? = nil, metric: MetricID? = nil,
        row: (ExportedPoint) throws -> Void
    ) throws {
        var conditions = ["1"]
        if sweep != nil { conditions.append("run.sweep = ?1") }
        if run != nil { conditions.append("run.id = ?2") }
        if metric != nil { conditions.append("summary.metric = ?3") }
        try read { connection in
            // One series after the other: its names are read once, its points from one place.
            try connection.forEach(
                """
                SELECT sweep.name, run.uid, run.name, metric.name, run.id, metric.id
                FROM run LEFT JOIN sweep ON sweep.id = run.sweep
                    CROSS JOIN summary ON summary.run = run.id
                    CROSS JOIN metric ON metric.id = summary.metric
                WHERE \(conditions.joined(separator: " AND "))
                ORDER BY run.sweep, run.number, summary.metric
                """, sweep, run, metric
            ) { series in
                let owner = series.optionalText(0)
                let uid = UID(stored: series.text(1))
                let name = series.text(2)
                let metricName = series.text(3)
                try connection.forEach(
                    "SELECT step, value, time FROM point WHERE run = ? AND metric = ? ORDER BY step",
                    series.integer(4), series.integer(5)
                ) { point in
                    try row(
                        ExportedPoint(
                            sweep: owner, run: uid, name: name, metric: metricName,
                            point: CurvePoint(
                                step: point.integer(0), value: point.value(1),
                                time: point.integer(2))))
                }
            }
        }
    }
}
