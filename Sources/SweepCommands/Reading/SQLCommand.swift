import ArgumentParser
import Glibc
import SweepCore
import SweepStore

/// `sweep sql`: a query of the user's, read-only.
struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Query the database in SQL, read-only.",
        discussion: """
            Each sweep is a view of its own name, with a column per parameter and metric; \
            `leaderboard`, `results` and `curve` are views over all sweeps. docs/schema.md has the tables.

            Beside SQLite's functions: median(x), percentile(x, p) with p from 0 to 100, stddev(x) \
            of a sample, standard_error(x), and x REGEXP 'expression'.

            On a terminal, without a query: the sqlite3 shell on the database, read-only (it has \
            SQLite's functions alone).

            Examples:
              sweep sql "SELECT * FROM quickstart ORDER BY validation_accuracy DESC LIMIT 5"
              sweep sql "SELECT width, median(test_accuracy) FROM fashion_mnist GROUP BY width"
              sweep sql --csv "SELECT * FROM curve WHERE metric = 'validation/loss'" > curves.csv
              echo "SELECT count(*) FROM point" | sweep sql -
            """)

    @Argument(
        help: "The query; - reads it from standard input. (default: the sqlite3 shell)")
    private var query: String?

    @Option(
        help: ArgumentHelp(
            "Stop after n rows. (default: 1,000 in a table, else all)", valueName: "n"))
    private var limit: Int?

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        guard let query else { return try startShell() }
        let reader = try database.openReader()
        let text = query == "-" ? Console.standardInput() : query
        // From here on: while the text is typed, Ctrl-C ends the program as it ends any other.
        let signals = try SignalWatcher { _ in reader.interrupt() }
        do {
            try run(text, on: reader)
        } catch StoreError.interrupted where signals.received != 0 {
            throw Failure(
                "the query was interrupted",
                code: Failure.Code(rawValue: 128 + signals.received) ?? .interrupted)
        } catch StoreError.badQuery(let message, let offset?) {
            let width = Console.size(of: STDERR_FILENO)?.columns ?? Excerpt.usualWidth
            let lines = Excerpt.lines(of: text, at: offset, width: width)
            let place = text.contains("\n") ? ", \(Self.place(of: offset, in: text))" : ""
            throw Failure(([message.visible + place] + lines).joined(separator: "\n"))
        }
    }

    private func startShell() throws {
        guard Console.isTerminal(STDIN_FILENO), Console.isTerminal(STDOUT_FILENO) else {
            throw Failure(
                "there is no query: `sweep sql \"SELECT …\"`, or `sweep sql -` to read it from "
                    + "standard input (see `sweep sql --help`)", code: .usage)
        }
        // Says what is wrong with the file in our words, and closes it.
        _ = try database.openReader()
        throw DatabaseShell(path: database.path).replaceProcess()
    }

    private func run(_ text: String, on reader: StoreReader) throws {
        let limit = self.limit ?? (format.isTable ? 1_000 : .max)
        var output = RowWriter(format: format)
        var count = 0
        var isCut = false
        try reader.query(text) { columns in
            try output.begin(columns)
        } row: { row in
            guard count < limit else {
                isCut = true
                return false
            }
            count += 1
            try output.row(row.map(Report.Cell.init))
            return true
        }
        try output.end()
        if isCut, self.limit == nil {
            Console.note(
                "… and more: only the first \(limit) rows are shown (--limit, or --csv for all)")
        }
    }

    /// `line 2, column 7` of a byte offset.
    private static func place(of offset: Int, in text: String) -> String {
        let before = text.utf8.prefix(offset)
        let lineStart = before.lastIndex(of: 0x0A).map { before.index(after: $0) }
        let column = String(decoding: before[(lineStart ?? before.startIndex)...], as: UTF8.self)
        return "line \(before.count { $0 == 0x0A } + 1), column \(column.count + 1)"
    }
}

extension Report.Cell {
    /// As SQL writes a blob: `x'00ff'`.
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 2 * bytes.count + 3) { buffer in
            buffer[0] = UInt8(ascii: "x")
            buffer[1] = UInt8(ascii: "'")
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index + 2] = digits[Int(byte >> 4)]
                buffer[2 * index + 3] = digits[Int(byte & 15)]
            }
            buffer[2 * bytes.count + 2] = UInt8(ascii: "'")
            return 2 * bytes.count + 3
        }
    }

    init(_ value: SQLValue) {
        switch value {
        case .null: self = .empty
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .number(value)
        case .text(let value): self = .text(value)
        case .blob(let bytes):
            self = .text(Self.hexadecimal(bytes))
        }
    }
}
