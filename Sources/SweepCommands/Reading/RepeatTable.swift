import SweepCore
import SweepStore

/// Rows of configurations with repeats, for `leaderboard`.
struct RepeatTable {
    let sweep: SweepRecord

    private var metric: String { sweep.objective?.metric ?? "objective" }

    /// For people: the mean with its standard error, and of how many runs.
    func table(_ ranked: [RankedConfiguration]) -> Report {
        let hasDiverged = ranked.contains { $0.divergedCount > 0 }
        var report = Report(
            columns: ["rank", "configuration"] + sweep.variedNames + [metric, "±", "n"]
                + (hasDiverged ? ["diverged"] : []))
        for item in ranked {
            let count: Report.Cell =
                item.count + item.divergedCount == item.runCount
                ? .init(item.count) : .text("\(item.count) of \(item.runCount)")
            report.append(
                [.init(item.rank), .text(item.name)]
                    + sweep.variedNames.map { Report.Cell(item.first.configuration[$0]) }
                    + [.init(item.mean), .init(item.standardError), count]
                    + (hasDiverged ? [.init(item.divergedCount)] : []))
        }
        return report
    }

    /// For programs: everything, under names that never change.
    func report(_ ranked: [RankedConfiguration]) -> Report {
        let parameters = sweep.parameterNames
        var report = Report(
            columns: [
                "rank", "sweep", "configuration", "metric", "mean", "standard_error", "n", "runs",
                "diverged", "minimum", "maximum", "score",
            ] + parameters)
        for item in ranked {
            report.append(
                [
                    .init(item.rank), .text(sweep.name), .text(item.name), .text(metric),
                    .init(item.mean), .init(item.standardError), .init(item.count),
                    .init(item.runCount), .init(item.divergedCount), .init(item.minimum),
                    .init(item.maximum), .init(item.score),
                ] + parameters.map { Report.Cell(item.first.configuration[$0]) })
        }
        return report
    }
}
