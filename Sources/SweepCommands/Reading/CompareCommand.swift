import ArgumentParser
import SweepCore
import SweepStore

/// `sweep compare`: runs side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put runs side by side: what differs between them, and how they did.",
        discussion: """
            Rows are the parameters that differ (--all: every one), what differs of the launches (commit, program, \
            BLAS, data), and of every metric its last value and its best (by the sweep's goal, else the minimum).

            Examples:
              sweep compare fashion-mnist/3 fashion-mnist/12
              sweep compare k3m9 p2xa --all --csv
            """)

    @Argument(help: ArgumentHelp("Two runs or more.", valueName: "run"))
    private var names: [String]

    @Flag(help: "Also what is the same in all of them.")
    private var all = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    mutating func validate() throws {
        if names.count < 2 { throw ValidationError("name two runs or more") }
    }

    func run() throws {
        let reader = try database.openReader()
        let details = try names.map { name in
            guard case .run(let run) = try reader.reference(name) else {
                throw Failure(
                    "\(name.visible) is a sweep; compare takes runs, such as \(Shell.quoted(name))/1; "
                        + "sweep leaderboard lists those of a sweep", code: .usage)
            }
            guard let detail = try reader.detail(of: run.id) else {
                throw Failure("run \(run.uid) has just been deleted")
            }
            return detail
        }
        format.print(RunComparison(details, isWhole: all).report(withKinds: !format.isTable))
    }
}

/// What differs between runs, as rows of one value per run.
struct RunComparison {
    private let details: [RunDetail]
    private let isWhole: Bool

    init(_ details: [RunDetail], isWhole: Bool) {
        self.details = details
        self.isWhole = isWhole
    }

    /// A column per run, called SWEEP/NUMBER, or by its uid where two would be called the same.
    func report(withKinds: Bool) -> Report {
        let names = details.map { detail in
            detail.sweep.map { "\($0.name)/\(detail.run.number)" } ?? detail.run.name
        }
        let titles = zip(names, details).map { name, detail in
            names.count { $0 == name } > 1 ? detail.run.uid.description : name
        }
        var report = Report(columns: (withKinds ? ["kind"] : []) + ["what"] + titles)
        for (kind, rows) in [
            ("run", outline), ("parameter", parameters), ("launch", launches),
            ("metric", metrics),
        ] {
            for (name, cells) in rows {
                report.append((withKinds ? [.text(kind)] : []) + [.text(name)] + cells)
            }
        }
        return report
    }

    private typealias Row = (name: String, cells: [Report.Cell])

    private var outline: [Row] {
        [
            ("name", details.map { .text($0.run.name) }),
            ("uid", details.map { .text($0.run.uid.description) }),
            ("state", details.map { .text($0.run.stateText) }),
        ]
    }

    private var parameters: [Row] {
        let names = Set(details.flatMap { $0.run.configuration.values.keys }).sorted()
        return differing(
            names.map { name in
                (name, details.map { Report.Cell($0.run.configuration[name]) })
            } + [("seed", details.map { .init($0.run.seed) })])
    }

    private var launches: [Row] {
        func row(_ name: String, _ value: (LaunchEnvironment) -> String?) -> Row {
            (name, details.map { .init($0.environment.flatMap(value)) })
        }
        return differing([
            row("git commit") { $0.gitCommit }, row("program") { $0.programVersion },
            row("host") { $0.host }, row("BLAS core") { $0.blasCore },
            row("data checksum") { $0.datasetChecksum },
        ])
    }

    private var metrics: [Row] {
        let names = Set(details.flatMap { $0.metrics.map(\.name) }).sorted()
        return names.flatMap { name -> [Row] in
            let summaries = details.map { detail in
                detail.metrics.first { $0.name == name }?.summary
            }
            let isMaximized =
                details.contains { detail in
                    detail.sweep?.objective?.metric == name
                        && detail.sweep?.objective?.goal == .maximize
                } || name.hasSuffix("accuracy") || name.hasSuffix("f1")
            return [
                ("\(name), last", summaries.map { Report.Cell($0?.last) }),
                (
                    "\(name), \(isMaximized ? "maximum" : "minimum")",
                    summaries.map { Report.Cell((isMaximized ? $0?.maximum : $0?.minimum)?.value) }
                ),
            ]
        }
    }

    private func differing(_ rows: [Row]) -> [Row] {
        isWhole ? rows : rows.filter { row in row.cells.contains { $0 != row.cells[0] } }
    }
}
