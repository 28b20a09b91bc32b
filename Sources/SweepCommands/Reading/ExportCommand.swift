import ArgumentParser
import Glibc
import SweepCore
import SweepStore

/// `sweep export`: runs or points as CSV or JSON Lines, streamed, exact, never sampled.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write runs or points as CSV or JSON Lines, or a whole sweep for `sweep import`.",
        discussion: """
            runs: one row a run, a typed column per parameter and metric.
            points: one row a point (sweep, run, name, metric, step, value, seconds), or with --wide a row per
            run and step and a column per metric.
            sweep: all of a sweep, for `sweep import` into another database.

            Examples:
              sweep export runs --sweep fashion-mnist > runs.csv
              sweep export points --sweep fashion-mnist --metric validation/accuracy -o points.csv
              sweep export points --sweep fashion-mnist --wide > steps.csv
              sweep export runs --json | jq .name
            """,
        subcommands: [ExportRunsCommand.self, ExportPointsCommand.self, ExportSweepCommand.self])

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

    @Flag(
        name: .customLong("safe-for-spreadsheets"),
        help: "Put an apostrophe before text in a CSV that a spreadsheet would run as a formula.")
    var isSafeForSpreadsheets = false

    @Option(
        name: .shortAndLong, help: "Write to this file instead of standard output.",
        completion: .file())
    var output: String?

    @OptionGroup var filter: FilterOption
    @OptionGroup var database: DatabaseOption

    mutating func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other") }
        if json, isSafeForSpreadsheets {
            throw ValidationError("--safe-for-spreadsheets is for CSV; JSON has no formulas")
        }
    }

    /// Opens the target and lets `body` write to the file descriptor.
    func write(_ body: (Int32) throws -> Void) throws {
        if let output { return try OutputFile(output).write(body) }
        try body(STDOUT_FILENO)
    }

    /// Opens the target and lets `body` write rows.
    func writeRows(_ body: (inout RowWriter) throws -> Void) throws {
        try write { file in
            var writer = RowWriter(
                style: json ? .jsonLines : .csv, file: file, defusing: isSafeForSpreadsheets)
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
            \(FilterOption.exportDiscussion)

            Examples:
              sweep export runs --sweep fashion-mnist > runs.csv
              sweep export runs --filter 'tag:paper state:completed' -o paper.csv
            """)

    @OptionGroup var options: ExportOptions

    func run() throws {
        let reader = try options.database.openReader()
        let sweep = try options.sweep.map { try reader.sweep($0).id }
        try options.filter.apply { filter in
            let selection = ExportSelection(sweep: sweep, filter: filter)
            try options.writeRows { writer in
                try reader.exportRuns(selection) { columns in
                    try writer.begin(columns)
                } row: { row in
                    try writer.row(row.map(Report.Cell.init))
                }
            }
        }
    }
}

/// `sweep export points`.
struct ExportPointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: "One row a point of a curve, or with --wide a row a step.",
        discussion: """
            The long form has the columns sweep, run, name, metric, step, value, seconds. The wide form \
            has a column per metric instead, and an empty cell where a metric has no point at that step.

            Examples:
              sweep export points --sweep fashion-mnist --metric validation/accuracy
              sweep export points --run fashion-mnist/1 --json
              sweep export points --run fashion-mnist/1 --wide
            """)

    @Option(name: .customLong("run"), help: "Only this run, by name, uid or SWEEP/NUMBER.")
    var runName: String?

    @Option(name: .customLong("metric"), help: "Only this metric. Repeatable.")
    var metricNames: [String] = []

    @Flag(name: .customLong("wide"), help: "One row a run and step, a column per metric.")
    var isWide = false

    @OptionGroup var options: ExportOptions

    func run() throws {
        let reader = try options.database.openReader()
        let sweep = try options.sweep.map { try reader.sweep($0).id }
        let run = try runName.map { try reader.run($0, in: sweep).id }
        let metrics = try metricNames.map { try key(of: $0, reader: reader) }
        let chosen = metrics.isEmpty ? nil : metrics
        try options.filter.apply { filter in
            let selection = ExportSelection(sweep: sweep, run: run, filter: filter)
            if isWide {
                try writeSteps(selection, metrics: chosen, from: reader)
            } else {
                try writePoints(selection, metrics: chosen, from: reader)
            }
        }
    }

    private func writePoints(
        _ selection: ExportSelection, metrics: [MetricID]?, from reader: StoreReader
    ) throws {
        try options.write { file in
            var writer = PointWriter(
                json: options.json, file: file, defusing: options.isSafeForSpreadsheets)
            try reader.exportPoints(selection, metrics: metrics) {
                writer.series($0)
            } point: {
                try writer.point($0)
            }
            try writer.end()
        }
    }

    private func writeSteps(
        _ selection: ExportSelection, metrics: [MetricID]?, from reader: StoreReader
    ) throws {
        // The columns are those of one sweep, where that is known.
        var selection = selection
        if selection.sweep == nil {
            selection.sweep = try selection.run.flatMap { try reader.detail(of: $0)?.sweep?.id }
        }
        let fixed = ["sweep", "run", "name", "step", "seconds"]
        try options.writeRows { writer in
            writer.firstOptionalColumn = fixed.count
            try reader.exportSteps(selection, metrics: metrics) { names in
                try writer.begin(fixed + names)
            } row: { row in
                let cells: [Report.Cell] = [
                    .init(row.sweep), .text(row.run.description), .text(row.name),
                    .integer(row.step), .number(Double(row.time) / 1_000),
                ]
                try writer.row(cells + row.values.map { Report.Cell($0) })
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
