import ArgumentParser
import SweepCore
import SweepStore

/// `sweep ls`: the sweeps of a database.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the sweeps, the newest first.",
        discussion: """
            Examples:
              sweep ls
              sweep ls --db results.db --json
              sweep ls --archived
            """)

    @Flag(help: "List the archived ones instead.")
    private var archived = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        let sweeps = try database.openReader().sweeps().filter {
            ($0.sweep.archivedAt != nil) == archived
        }
        if format.isTable {
            format.print(
                Self.table(sweeps),
                empty: archived
                    ? "no sweep is archived" : "no sweeps yet; `sweep launch FILE` makes one")
        } else {
            format.print(Self.report(sweeps))
        }
    }

    private static func table(_ sweeps: [SweepOverview]) -> Report {
        var report = Report(
            columns: ["sweep", "state", "done", "best", "best run", "created"])
        for overview in sweeps {
            let sweep = overview.sweep
            report.append([
                .text(sweep.name), .text(state(overview)), .text(done(overview)),
                .init(overview.best?.objective), .init(overview.best?.name),
                .text(sweep.createdAt.shown),
            ])
        }
        return report
    }

    private static func report(_ sweeps: [SweepOverview]) -> Report {
        let states = RunState.allCases
        var report = Report(
            columns: ["sweep", "uid", "state", "runs"] + states.map(\.rawValue)
                + [
                    "diverged", "lost", "metric", "goal", "best", "best_run", "created_at", "tags",
                    "note",
                ])
        for overview in sweeps {
            let sweep = overview.sweep
            report.append(
                [
                    .text(sweep.name), .text(sweep.uid.description), .text(sweep.state.rawValue),
                    .init(overview.runCount),
                ] + states.map { .init(overview.counts[$0] ?? 0) } + [
                    .init(overview.divergedCount), .init(overview.lostCount),
                    .init(sweep.objective?.metric), .init(sweep.objective?.goal.rawValue),
                    .init(overview.best?.objective), .init(overview.best?.uid.description),
                    .text(sweep.createdAt.iso), .init(tags: sweep.tags), .init(sweep.note),
                ])
        }
        return report
    }

    /// The sweep's state, and when nobody works on an active one, that.
    private static func state(_ overview: SweepOverview) -> String {
        let running = (overview.counts[.running] ?? 0) - overview.lostCount
        let isIdle = overview.sweep.state == .active && running == 0
        return overview.sweep.state.rawValue + (isIdle ? " (nobody at work)" : "")
    }

    private static func done(_ overview: SweepOverview) -> String {
        let finished = RunState.allCases.filter(\.isFinished).reduce(0) {
            $0 + (overview.counts[$1] ?? 0)
        }
        let total = max(overview.sweep.plannedRunCount ?? 0, overview.runCount)
        let failed = (overview.counts[.failed] ?? 0) - overview.divergedCount
        return "\(finished)/\(total)"
            + (overview.divergedCount > 0 ? ", \(overview.divergedCount) diverged" : "")
            + (failed > 0 ? ", \(failed) failed" : "")
            + (overview.lostCount > 0 ? ", \(overview.lostCount) lost" : "")
    }
}
