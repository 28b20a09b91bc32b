import SweepCore

extension DashboardModel {
    /// The metric of the large chart: the chosen one, or the one that tells most.
    package var metric: String? { chart.metric ?? tellingMetric }

    /// The objective's metric; as long as no plotted run has two different values of it, as after a single epoch, the
    /// first metric that is a curve.
    package var tellingMetric: String? {
        guard let sweep = shown.sweep else { return nil }
        guard let objective = sweep.objective?.metric else { return sweep.metricNames.first }
        let plotted = plots.runs.compactMap { shown.runs[$0] }
        func isCurve(_ place: Int) -> Bool {
            plotted.contains { run in
                guard place < run.latest.count, let latest = run.latest[place] else { return false }
                return latest.minimum < latest.maximum
            }
        }
        let place = sweep.metricNames.firstIndex(of: objective)
        if let place, isCurve(place) { return objective }
        return sweep.metricNames.indices.first {
            isCurve($0) && !TrainingMetricName.isMeasurement(sweep.metricNames[$0])
        }.map { sweep.metricNames[$0] } ?? objective
    }
}
