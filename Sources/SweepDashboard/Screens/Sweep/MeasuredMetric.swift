package import SweepCore

/// Which value of a run a heat map shows: the objective's, or the last one of another metric.
package struct MeasuredMetric: Sendable, Equatable {
    package let name: String
    /// Its place in `WatchedSweep.metricNames`; `nil` for the objective value.
    package let place: Int?
    package let goal: Objective.Goal

    /// Takes the metric that a person has chosen, or without one the objective's.
    ///
    /// Another metric than the objective's has no goal of its own: that of the objective when both names end alike
    /// (`train/loss`, `validation/loss`), else a name with `acc`, `auc`, `f1`, `score`, `precision`, `recall` or
    /// `reward` is taken to be better high, and any other low.
    package init?(_ wanted: String?, sweep: WatchedSweep) {
        if let objective = sweep.objective, wanted == nil || wanted == objective.metric {
            name = objective.metric
            place = nil
            goal = objective.goal
            return
        }
        guard let name = wanted ?? sweep.metricNames.first,
            let place = sweep.metricNames.firstIndex(of: name)
        else { return nil }
        self.name = name
        self.place = place
        if let objective = sweep.objective, Self.end(of: objective.metric) == Self.end(of: name) {
            goal = objective.goal
        } else {
            let lowered = name.lowercased()
            let isHighBetter = ["acc", "auc", "f1", "score", "precision", "recall", "reward"]
                .contains { lowered.contains($0) }
            goal = isHighBetter ? .maximize : .minimize
        }
    }

    private static func end(of name: String) -> Substring { name.split(separator: "/").last ?? "" }

    /// Of the run at a place of the table: finite; `nil` when it has none.
    package func value(in runs: [WatchedRun], at run: Int) -> Double? {
        guard let place else { return runs[run].objective.flatMap { $0.isFinite ? $0 : nil } }
        guard place < runs[run].latest.count, let value = runs[run].latest[place]?.value,
            value.isFinite
        else { return nil }
        return value
    }

    package func isBetter(_ a: Double, than b: Double) -> Bool { goal == .minimize ? a < b : a > b }

    /// `validation/loss`, or `train/loss (last)`.
    package var title: String { place == nil ? name : name + " (last)" }
}
