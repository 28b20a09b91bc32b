import ArgumentParser
import SweepCore
import SweepStore

/// `sweep leaderboard`: the runs of a sweep, best first.
struct LeaderboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaderboard",
        abstract: "Rank the runs of a sweep by its objective, best first.",
        discussion: """
            Without a sweep, the newest one. Equal values have equal ranks; diverged runs come last. \
            With a filter, ranks are still those in the whole sweep.

            Where configurations are repeated (`seeds`), the rows are configurations: the mean over the n runs that \
            have ended, ± its standard error. A configuration with a diverged seed ranks below those without. \
            --rank pessimistic moves the mean to the worse side by t(0.95, n-1) standard errors, so that luck \
            with few seeds counts less; n = 1 then ranks below n = 2 and more. --runs lists single runs.

            \(FilterOption.discussion)

            Examples:
              sweep leaderboard
              sweep leaderboard --filter 'depth=2 seed:0'
              sweep leaderboard fashion-mnist --limit 5
              sweep leaderboard fashion-mnist --rank pessimistic
              sweep leaderboard fashion-mnist --runs --csv > board.csv
            """)

    /// Rows of a table unless `--limit` says otherwise.
    private static let shown = 20

    @Argument(help: "The sweep's name or uid. (default: the newest)")
    private var sweep: String?

    @OptionGroup private var filter: FilterOption

    @Option(
        help: ArgumentHelp(
            "Show the best n runs. (default: 20 in a table, else all)", valueName: "n"))
    private var limit: Int?

    @Option(help: "How configurations with repeats are ranked: mean or pessimistic.")
    private var rank: RepeatRanking?

    @Flag(help: "Rank single runs, also where configurations are repeated.")
    private var runs = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        if runs, rank != nil {
            throw ValidationError("--rank is for configurations; leave out --runs")
        }
    }

    func run() throws {
        let reader = try database.openReader()
        let record = try reader.sweep(orNewest: sweep)
        guard record.objective != nil else {
            throw Failure(
                "\(record.name.visible) has no objective to rank by; `sweep runs \(record.name.visible)` lists its runs"
            )
        }
        let isGrouped = try !runs && (rank != nil || reader.hasRepeats(record.id))
        let shown = try isGrouped ? printConfigurations(record, reader) : printRuns(record, reader)
        guard format.isTable else { return }
        if limit == nil, shown == Self.shown {
            Console.note("the best \(Self.shown) are shown; --limit N shows more")
        }
    }

    private func sayOrder(_ record: SweepRecord, _ objective: Objective) {
        let ranking = rank == .pessimistic ? ", by the pessimistic end of a 95 % interval" : ""
        Console.note(
            "\(record.name.visible): \(objective.metric.visible), \(objective.goal == .maximize ? "highest" : "lowest") first\(ranking)"
        )
    }

    private func emptyText(_ record: SweepRecord, _ reader: StoreReader) throws -> String {
        (filter.isGiven ? "no such runs in \(record.name.visible)" : "no run has begun yet")
            + (try reader.archivedHint(for: record, filter: filter))
    }

    private var most: Int { limit ?? (format.isTable ? Self.shown : .max) }

    private func printConfigurations(_ record: SweepRecord, _ reader: StoreReader) throws -> Int {
        let ranked = try filter.apply {
            try reader.repeats(of: record, ranking: rank ?? .mean, matching: $0, limit: most)
        }
        let table = RepeatTable(sweep: record)
        if format.isTable {
            if let objective = record.objective { sayOrder(record, objective) }
            format.print(table.table(ranked), empty: try emptyText(record, reader))
        } else {
            format.print(table.report(ranked))
        }
        return ranked.count
    }

    private func printRuns(_ record: SweepRecord, _ reader: StoreReader) throws -> Int {
        let found = try filter.apply {
            try reader.leaderboard(of: record, matching: $0, limit: most)
        }
        let ranked = found.map { (rank: $0.rank, run: $0.run) }
        let table = RunTable(sweep: record, now: systemClock())
        if format.isTable {
            if let objective = record.objective { sayOrder(record, objective) }
            format.print(
                table.table(ranked, withRank: true), empty: try emptyText(record, reader))
        } else {
            format.print(table.report(ranked, withRank: true))
        }
        return ranked.count
    }
}

extension RepeatRanking: ExpressibleByArgument {}
