package import SweepCore

extension StoreReader {
    /// The key of a metric's name, or `nil` when nothing has recorded it.
    package func metric(named name: String) throws -> MetricID? {
        try read { connection in
            try connection.first("SELECT id FROM metric WHERE name = ?", name) {
                MetricID($0.integer(0))
            }
        }
    }

    /// The names of a sweep's metrics in the order in which they first appeared.
    package func metricNames(of sweep: SweepID) throws -> [String] {
        try read { try SweepView.metrics(of: sweep, on: $0).map(\.name) }
    }

    /// Calls `body` for the points of a curve with steps in `range`, in step order, in constant memory.
    package func forEachPoint(
        of run: RunID, metric: MetricID, steps range: ClosedRange<Int64>,
        limit: Int = .max, body: (CurvePoint) throws -> Void
    ) throws {
        try read { connection in
            try connection.forEach(
                """
                SELECT step, value, time FROM point
                WHERE run = ? AND metric = ? AND step BETWEEN ? AND ? ORDER BY step LIMIT ?
                """, run, metric, range.lowerBound, range.upperBound, limit
            ) { row in
                try body(
                    CurvePoint(step: row.integer(0), value: row.value(1), time: row.integer(2)))
            }
        }
    }

    /// The points of a curve after a step.
    package func points(
        of run: RunID, metric: MetricID, after step: Int64 = -1, limit: Int = .max
    ) throws -> [CurvePoint] {
        guard step < .max else { return [] }
        var points: [CurvePoint] = []
        try forEachPoint(of: run, metric: metric, steps: (step + 1)...(.max), limit: limit) {
            points.append($0)
        }
        return points
    }
}
