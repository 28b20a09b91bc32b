import SweepCore
import SweepStore

/// Rows of runs, for `runs` and `leaderboard`: a column per parameter, typed.
struct RunTable {
    let sweep: SweepRecord
    let now: SweepInstant

    /// For people: what differs between the runs, and how they did.
    func table(_ runs: [(rank: Int?, run: RunRecord)], withRank: Bool) -> Report {
        let hasSeeds = Set(runs.map(\.run.seed)).count > 1
        let metric = sweep.objective?.metric
        var columns = (withRank ? ["rank"] : ["number"]) + ["run"] + sweep.variedNames
        if hasSeeds { columns.append("seed") }
        columns += [metric ?? "objective", "step", "state", "seconds"]
        var report = Report(columns: columns)
        for (rank, run) in runs {
            var row: [Report.Cell] = [withRank ? .init(rank) : .init(run.number), .text(run.name)]
            row += sweep.variedNames.map { Report.Cell(run.configuration[$0]) }
            if hasSeeds { row.append(.init(run.seed)) }
            row += [
                .init(run.objective), .init(run.objectiveStep), .text(run.stateText),
                .init(run.seconds(at: now).map { ($0 * 100).rounded() / 100 }),
            ]
            report.append(row)
        }
        return report
    }

    /// For programs: everything, under names that never change.
    func report(_ runs: [(rank: Int?, run: RunRecord)], withRank: Bool) -> Report {
        let parameters = sweep.parameterNames
        var report = Report(
            columns: (withRank ? ["rank"] : []) + [
                "sweep", "number", "uid", "name", "state", "reason", "seed", "metric", "objective",
                "objective_step", "attempt", "started_at", "seconds",
            ] + parameters + ["tags", "note"])
        for (rank, run) in runs {
            report.append(
                (withRank ? [.init(rank)] : []) + [
                    .text(sweep.name), .init(run.number), .text(run.uid.description),
                    .text(run.name), .text(run.shownState), .init(run.reason), .init(run.seed),
                    .init(sweep.objective?.metric), .init(run.objective),
                    .init(run.objectiveStep), .init(run.attempt), .init(run.startedAt?.iso),
                    .init(run.seconds(at: now)),
                ] + parameters.map { Report.Cell(run.configuration[$0]) }
                    + [.init(tags: run.tags), .init(run.note)])
        }
        return report
    }
}
