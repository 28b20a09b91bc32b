import ArgumentParser
import SweepCore
import SweepStore

/// `sweep export`: runs or points as CSV or JSON Lines, streamed, exact, never sampled.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write runs or points as CSV or JSON Lines: every row, exact numbers.",
        discussion: """
            runs: one row a run, a typed column per parameter and metric.
            points: one row a point (sweep, run, name, metric, step, value, seconds).

            Examples:
              sweep export runs --sweep fashion-mnist > runs.csv
              sweep export points --sweep fashion-mnist --metric validation/accuracy -o points.csv
              sweep export runs --json | jq .name
            """,
        subcommands: [ExportRunsCommand.self, ExportPointsCommand.self])

    init() {}
}

/// Where an export comes from and goes to.
struct ExportOptions: ParsableArguments {
    @Option(help: "Only this sweep, by name or uid.")
    var sweep: String?

    @Flag(help: "Write JSON Lines: one object a line.")
    var json = false

    @Flag(help: "Write CSV, the default.")
    var csv = false

    @Option(
        name: .shortAndLong, help: "Write to this file instead of standard output.",
        completion: .file())
    var output: String?

    @OptionGroup var database: DatabaseOption

    mutating func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other") }
    }

    /// Opens the target and lets `body` write.
    func write(_ body: (inout RowWriter) throws -> Void) throws {
        guard let output else {
            var writer = RowWriter(style: json ? .jsonLines : .csv)
            try body(&writer)
            try writer.end()
            return
        }
        try OutputFile(output).write { file in
            var writer = RowWriter(style: json ? .jsonLines : .csv, file: file)
            try body(&writer)
            try writer.end()
        }
    }
}

/// `sweep export runs`.
struct ExportRunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "One row a run, a typed column per parameter and metric.",
        discussion: """
            Example:
              sweep export runs --sweep fashion-mnist > runs.csv
            """)

    @OptionGroup var options: ExportOptions

    func run() throws {
        let reader = try options.database.openReader()
        let sweep = try options.sweep.map { try reader.sweep($0).id }
        try options.write { writer in
            try reader.exportRuns(of: sweep) { columns in
                try writer.begin(columns)
            } row: { row in
                try writer.row(row.map(Report.Cell.init))
            }
        }
    }
}

/// `sweep export points`.
struct ExportPointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: "One row a point of a curve.",
        discussion: """
            Examples:
              sweep export points --sweep fashion-mnist --metric validation/accuracy
              sweep export points --run fashion-mnist/1 --json
            """)

    @Option(name: .customLong("run"), help: "Only this run, by name, uid or SWEEP/NUMBER.")
    var runName: String?

    @Option(name: .customLong("metric"), help: "Only this metric.")
    var metricName: String?

    @OptionGroup var options: ExportOptions

    func run() throws {
        let reader = try options.database.openReader()
        let sweep = try options.sweep.map { try reader.sweep($0).id }
        let run = try runName.map { try reader.run($0, in: sweep).id }
        let metric = try metricName.map { try key(of: $0, reader: reader) }
        try options.write { writer in
            try writer.begin(["sweep", "run", "name", "metric", "step", "value", "seconds"])
            try reader.exportPoints(of: sweep, run: run, metric: metric) { row in
                try writer.row([
                    .init(row.sweep), .text(row.run.description), .text(row.name),
                    .text(row.metric), .integer(row.point.step), .number(row.point.value),
                    .number(Double(row.point.time) / 1_000),
                ])
            }
        }
    }

    private func key(of name: String, reader: StoreReader) throws -> MetricID {
        if let key = try reader.metric(named: name) { return key }
        let names = try reader.sweeps().flatMap { try reader.metricNames(of: $0.sweep.id) }
        throw Failure(
            "no metric is named \"\(name.visible)\"\(NearestName.hint(name, among: names))",
            code: .usage)
    }
}
