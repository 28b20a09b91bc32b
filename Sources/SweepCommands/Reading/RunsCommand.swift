import ArgumentParser
import SweepCore
import SweepStore

/// `sweep runs`: the runs of a sweep in the order of their numbers.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs of a sweep in the order of the sweep file.",
        discussion: """
            Without a sweep, the newest one.

            \(FilterOption.discussion)

            Examples:
              sweep runs
              sweep runs fashion-mnist --state failed
              sweep runs --filter 'width>=64 learning_rate<0.1 !state:failed'
              sweep runs -f 'validation/accuracy>0.9 | tag:baseline'
              sweep runs fashion-mnist --json
            """)

    @Argument(help: "The sweep's name or uid. (default: the newest)")
    private var sweep: String?

    @Option(
        help: ArgumentHelp(
            "Only runs in this state: \(RunState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"),
        completion: .list(RunState.allCases.map(\.rawValue)))
    private var state: String?

    @OptionGroup private var filter: FilterOption

    @Option(help: ArgumentHelp("Show at most n runs.", valueName: "n"))
    private var limit: Int?

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        guard let state, RunState(rawValue: state) == nil else { return }
        let names = RunState.allCases.map(\.rawValue)
        throw ValidationError(
            "no state is named \"\(state.visible)\"\(NearestName.hint(state, among: names)) "
                + "(\(names.joined(separator: ", ")))")
    }

    func run() throws {
        let reader = try database.openReader()
        let record = try reader.sweep(orNewest: sweep)
        let found = try filter.apply {
            try reader.runs(
                of: record.id, matching: $0, state: state.flatMap(RunState.init),
                limit: limit ?? .max)
        }
        let runs = found.map { (rank: Int?.none, run: $0) }
        let table = RunTable(sweep: record, now: systemClock())
        if format.isTable {
            format.print(
                table.table(runs, withRank: false),
                empty: "no such runs in \(record.name.visible)"
                    + (try reader.archivedHint(for: record, filter: filter)))
        } else {
            format.print(table.report(runs, withRank: false))
        }
    }
}
