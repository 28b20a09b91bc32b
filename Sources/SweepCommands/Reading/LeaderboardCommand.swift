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

            \(FilterOption.discussion)

            Examples:
              sweep leaderboard
              sweep leaderboard --filter 'depth=2 seed:0'
              sweep leaderboard fashion-mnist --limit 5
              sweep leaderboard fashion-mnist --csv > board.csv
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

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let reader = try database.openReader()
        let record = try reader.sweep(orNewest: sweep)
        guard let objective = record.objective else {
            throw Failure(
                "\(record.name.visible) has no objective to rank by; `sweep runs \(record.name.visible)` lists its runs"
            )
        }
        let found = try filter.apply {
            try reader.leaderboard(
                of: record, matching: $0, limit: limit ?? (format.isTable ? Self.shown : .max))
        }
        let ranked = found.map { (rank: $0.rank, run: $0.run) }
        let table = RunTable(sweep: record, now: systemClock())
        guard format.isTable else { return format.print(table.report(ranked, withRank: true)) }
        Console.note(
            "\(record.name.visible): \(objective.metric.visible), \(objective.goal == .maximize ? "highest" : "lowest") first"
        )
        format.print(
            table.table(ranked, withRank: true),
            empty: (filter.isGiven
                ? "no such runs in \(record.name.visible)" : "no run has begun yet")
                + (try reader.archivedHint(for: record, filter: filter)))
        if limit == nil, ranked.count == Self.shown {
            Console.note("the best \(Self.shown) are shown; --limit N shows more")
        }
    }
}
