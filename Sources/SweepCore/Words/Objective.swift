/// What a sweep looks for: a metric, which way is better, and which of its points counts.
package struct Objective: Hashable, Sendable {
    package enum Goal: String, Sendable, CaseIterable { case minimize, maximize }

    /// Which value of the metric's series is the run's objective value.
    package enum Summary: String, Sendable, CaseIterable {
        /// The best finite value; of equal ones the earliest.
        case best
        /// The last value; a run whose last value is not finite has no objective value.
        case last
    }

    package let metric: String
    package let goal: Goal
    package let summary: Summary

    package init(metric: String, goal: Goal, summary: Summary = .best) {
        self.metric = metric
        self.goal = goal
        self.summary = summary
    }

    /// Whether `a` ranks strictly better than `b`. A value that is not finite is never better.
    package func isBetter(_ a: Double, than b: Double) -> Bool {
        guard a.isFinite else { return false }
        guard b.isFinite else { return true }
        return goal == .minimize ? a < b : a > b
    }
}
