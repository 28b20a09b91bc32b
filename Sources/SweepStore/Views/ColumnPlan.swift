import SweepCore

/// The columns of a wide table of runs: the same for a sweep's view and for the export.
///
/// First the fixed ones, then one per parameter, then three per metric. Each column is an expression over
/// the row `run`; metrics are scalar subqueries, because SQLite joins at most 64 tables and an export may
/// have thousands of metrics. SQLite has at most 2,000 columns: metrics that find no room are left out.
struct ColumnPlan {
    static let mostColumns = 1_990

    struct Metric {
        let id: Int64
        let name: String
    }

    /// Column names, all different without regard to case.
    private(set) var names: [String] = []
    private var expressions: [String] = []
    private var taken: Set<String> = []

    /// Plans the columns; that of the metric named `objective` has the objective value.
    ///
    /// `nowMilliseconds` is SQL for the present time; `withSweep` puts the sweep's name and the run's
    /// number first.
    init(
        parameters: [String], metrics: [Metric], objective: String?,
        nowMilliseconds: String = "unixepoch() * 1000", withSweep: Bool = false
    ) {
        if withSweep {
            append("sweep", "(SELECT name FROM sweep WHERE sweep.id = run.sweep)")
            append("number", "run.number")
        }
        append("run", "run.uid")
        append("name", "run.name")
        append("state", ShownState.expression(now: nowMilliseconds))
        append("seed", "run.seed")
        append("reason", "run.reason")
        append("objective", "run.objective")
        append("objective_step", "run.objective_step")
        append("started_at", "strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch')")
        append(
            "seconds",
            """
            (CASE WHEN run.state = 'running' THEN \(nowMilliseconds) ELSE run.ended_at END \
            - run.started_at) / 1000.0
            """)
        for name in parameters.prefix(Self.mostColumns - names.count) {
            append(name, Self.value(of: name))
        }
        for metric in metrics {
            guard names.count + 3 <= Self.mostColumns else { break }
            let last = metric.name == objective ? "run.objective" : Self.summary("last", of: metric)
            append(metric.name, last)
            append(metric.name + "_minimum", Self.summary("minimum", of: metric))
            append(metric.name + "_maximum", Self.summary("maximum", of: metric))
        }
    }

    /// The list after SELECT.
    var selection: String {
        zip(expressions, names).map { "\($0) AS \(SQLName.quoted($1))" }.joined(
            separator: ",\n    ")
    }

    private mutating func append(_ name: String, _ expression: String) {
        let free = SQLName.free(SQLName.plain(name)) { taken.contains($0.lowercased()) }
        taken.insert(free.lowercased())
        names.append(free)
        expressions.append(expression)
    }

    /// A JSON path in quotes says every name without quotes, backslashes and control characters; for the
    /// others the entries are searched.
    private static func value(of parameter: String) -> String {
        let isPlain = parameter.unicodeScalars.allSatisfy {
            $0 != "\"" && $0 != "\\" && $0.value >= 0x20
        }
        if isPlain {
            return "json_extract(run.configuration, \(SQLName.literal("$.\"\(parameter)\"")))"
        }
        return "(SELECT value FROM json_each(run.configuration) WHERE key = "
            + "\(SQLName.literal(parameter)))"
    }

    private static func summary(_ column: String, of metric: Metric) -> String {
        "(SELECT \(column) FROM summary WHERE summary.run = run.id AND metric = \(metric.id))"
    }
}

/// The state that people see: `lost` for a run whose worker has not been heard of.
enum ShownState {
    /// SQL for the word; `now` is SQL for the present time in milliseconds.
    static func expression(now: String) -> String {
        "CASE WHEN \(isLost(now: now)) THEN 'lost' ELSE run.state END"
    }

    static func isLost(now: String) -> String {
        """
        (run.state = 'running' AND NOT EXISTS (SELECT 1 FROM lease \
        WHERE lease.run = run.id AND lease.expires_at >= \(now)))
        """
    }
}
