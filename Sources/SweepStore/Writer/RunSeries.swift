import SweepCore

/// What the writer keeps in memory of a run that sends points.
final class RunSeries {
    let run: Int64
    let sweep: Int64?
    /// The attempt whose points are stored; `nil` when the run is not running.
    var currentAttempt: Int64?
    /// When `currentAttempt` was last read from the run table; see `PointRecorder.epoch`.
    var checkedEpoch = -1
    private(set) var metrics: [Int64] = []
    var summaries: [SeriesSummary] = []
    private var indexes: [Int64: Int] = [:]
    private var dirty: [Int] = []
    private var isDirty: [Bool] = []
    var objective: ObjectiveColumn?

    /// The sweep's objective, and what of it stands in the run's row.
    struct ObjectiveColumn {
        let metric: Int64
        let goal: Objective.Goal
        let summary: Objective.Summary
        var stored: SeriesSummary.Extreme?

        /// The objective value of a series; `nil` when there is no finite one.
        func value(of series: SeriesSummary) -> SeriesSummary.Extreme? {
            switch summary {
            case .best: goal == .minimize ? series.minimum : series.maximum
            case .last:
                series.last.isFinite
                    ? SeriesSummary.Extreme(value: series.last, step: series.lastStep) : nil
            }
        }
    }

    init(run: Int64, sweep: Int64?) {
        self.run = run
        self.sweep = sweep
    }

    /// The place of a metric that has been seen before.
    func index(of metric: Int64) -> Int? { indexes[metric] }

    func append(metric: Int64, summary: SeriesSummary) -> Int {
        let index = metrics.count
        metrics.append(metric)
        summaries.append(summary)
        isDirty.append(false)
        indexes[metric] = index
        return index
    }

    /// Forgets everything that came from an older attempt.
    func removeSummaries() {
        metrics = []
        summaries = []
        indexes = [:]
        dirty = []
        isDirty = []
        objective = nil
    }

    func markDirty(_ index: Int) {
        guard !isDirty[index] else { return }
        isDirty[index] = true
        dirty.append(index)
    }

    /// Returns the places of the summaries that changed since the last call.
    func takeDirty() -> [Int] {
        defer { dirty.removeAll(keepingCapacity: true) }
        for index in dirty { isDirty[index] = false }
        return dirty
    }
}
