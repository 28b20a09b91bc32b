import ArgumentParser
import Glibc

/// `--json` and `--csv`, for every command that prints data; without them, a table for people.
struct FormatOption: ParsableArguments {
    @Flag(help: "Print JSON: an array of objects, numbers exact.")
    private var json = false

    @Flag(help: "Print CSV with a header, numbers exact.")
    private var csv = false

    init() {}

    mutating func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other") }
    }

    enum Style: Sendable { case table, csv, json, jsonLines }

    var style: Style { json ? .json : csv ? .csv : .table }

    /// Whether the output is a table for people.
    var isTable: Bool { style == .table }

    /// Prints a report on standard output; where a table would have no rows, `empty` on standard error.
    func print(_ report: Report, empty: String? = nil) {
        var lines: [String]
        if json {
            lines = JSONText.lines(report)
        } else if csv {
            lines = [CSVText.line(report.columns)] + report.rows.map { CSVText.line($0) }
            Console.write(lines.map { $0 + CSVText.lineEnd }.joined(), to: STDOUT_FILENO)
            return
        } else if report.rows.isEmpty, let empty {
            Console.note(empty)
            return
        } else {
            lines = TextTable(report, width: Console.size(of: STDOUT_FILENO)?.columns).lines
            if Console.hasColor(STDOUT_FILENO), !lines.isEmpty {
                lines[0] = "\u{1B}[1m\(lines[0])\u{1B}[0m"
            }
        }
        Console.write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
    }
}
