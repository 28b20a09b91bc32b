package import SweepCore

/// One row of the wide form of points: a run's values of all metrics at one step.
package struct ExportedStep: Sendable {
    /// `nil` for a run alone.
    package let sweep: String?
    package let run: UID
    package let name: String
    package let step: Int64
    /// Milliseconds since the run's start, of the latest of the points.
    package fileprivate(set) var time: Int64
    /// In the order of the metrics; `nil` where there is no point, NaN where that is what was recorded.
    package fileprivate(set) var values: [Double?]
}

extension StoreReader {
    /// Exports points in the wide form, by sweep, run number and step; memory grows with the number of metrics
    /// only.
    ///
    /// The metrics are those given, or all of the sweep in the order in which they appeared, or all there are.
    package func exportSteps(
        _ selection: ExportSelection, metrics chosen: [MetricID]? = nil,
        columns: ([String]) throws -> Void, row: (ExportedStep) throws -> Void
    ) throws {
        let now = clock()
        try read { connection in
            let condition = try selection.condition([], now: now, on: connection)
            let metrics = try Self.metrics(
                of: selection.sweep, chosen: chosen, connection: connection)
            try columns(metrics.map(\.name))
            let cursors = SeriesCursors(metrics: metrics.map(\.id), connection: connection)
            try connection.forEach(
                """
                SELECT sweep.name, run.uid, run.name, run.id
                FROM run LEFT JOIN sweep ON sweep.id = run.sweep
                WHERE \(condition.text) ORDER BY run.sweep, run.number
                """, values: condition.values
            ) { found in
                let (owner, uid, name) = (
                    found.optionalText(0), UID(stored: found.text(1)), found.text(2)
                )
                try cursors.begin(run: found.integer(3))
                while let step = cursors.nextStep {
                    var exported = ExportedStep(
                        sweep: owner, run: uid, name: name, step: step, time: 0,
                        values: Array(repeating: nil, count: metrics.count))
                    try cursors.take(step, into: &exported)
                    try row(exported)
                }
            }
        }
    }

    private static func metrics(
        of sweep: SweepID?, chosen: [MetricID]?, connection: StoreConnection
    ) throws -> [ColumnPlan.Metric] {
        let all =
            try chosen == nil
            ? sweep.map { try SweepView.metrics(of: $0, on: connection) } : nil
        if let all { return all }
        let named = try connection.all("SELECT id, name FROM metric ORDER BY id") {
            ColumnPlan.Metric(id: $0.integer(0), name: $0.text(1))
        }
        guard let chosen else { return named }
        return chosen.compactMap { id in named.first { $0.id == id.rawValue } }
    }
}

/// Goes through the curves of a run side by side, a statement per metric.
private final class SeriesCursors {
    private let connection: StoreConnection
    private let columns: [Int64: Int]
    private var statements: [RawStatement] = []
    /// The curves that have a row left, by statement.
    private var open: [(statement: Int, column: Int, step: Int64)] = []

    init(metrics: [Int64], connection: StoreConnection) {
        self.connection = connection
        columns = Dictionary(
            metrics.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func begin(run: Int64) throws {
        let metrics = try connection.all("SELECT metric FROM summary WHERE run = ?", run) {
            $0.integer(0)
        }
        open = []
        var used = 0
        for metric in metrics {
            guard let column = columns[metric] else { continue }
            if used == statements.count {
                statements.append(
                    try RawStatement(
                        """
                        SELECT step, value, time FROM point WHERE run = ? AND metric = ?
                        ORDER BY step
                        """, on: connection))
            }
            let statement = statements[used]
            statement.reset()
            statement.bind(1, run)
            statement.bind(2, metric)
            if try statement.step() { open.append((used, column, statement.integer(0))) }
            used += 1
        }
    }

    /// The smallest step that is not taken yet; `nil` at the run's end.
    var nextStep: Int64? { open.lazy.map(\.step).min() }

    /// Takes the points of a step.
    func take(_ step: Int64, into row: inout ExportedStep) throws {
        var hasEnded = false
        for index in open.indices where open[index].step == step {
            let statement = statements[open[index].statement]
            row.values[open[index].column] = statement.value(1)
            row.time = max(row.time, statement.integer(2))
            if try statement.step() {
                open[index].step = statement.integer(0)
            } else {
                statement.reset()
                open[index].statement = -1
                hasEnded = true
            }
        }
        if hasEnded { open.removeAll { $0.statement < 0 } }
    }
}
