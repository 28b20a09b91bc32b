import Glibc
import SweepCore

/// Writes rows as they come: CSV and JSON in constant memory, a table once all are there.
struct RowWriter {
    private let style: FormatOption.Style
    private let file: Int32
    private let isDefusing: Bool
    /// From this column on, an empty cell has no key in JSON; so `null` can only be NaN there.
    var firstOptionalColumn = Int.max
    private var report: Report?
    private var names: [String] = []
    private var count = 0
    private var buffer: OutputBuffer

    /// Writes to an open file descriptor; `defusing` keeps spreadsheets from reading text as a formula.
    init(style: FormatOption.Style, file: Int32 = STDOUT_FILENO, defusing: Bool = false) {
        self.style = style
        self.file = file
        isDefusing = defusing
        buffer = OutputBuffer(file: file)
    }

    init(format: FormatOption) { self.init(style: format.style) }

    mutating func begin(_ columns: [String]) throws {
        switch style {
        case .table: report = Report(columns: columns)
        case .csv: try append(CSVText.line(columns, defusing: isDefusing) + CSVText.lineEnd)
        case .json, .jsonLines: names = JSONText.keys(columns)
        }
    }

    mutating func row(_ cells: [Report.Cell]) throws {
        count += 1
        switch style {
        case .table: report?.append(cells)
        case .csv: try append(CSVText.line(cells, defusing: isDefusing) + CSVText.lineEnd)
        case .json, .jsonLines:
            let start = style == .jsonLines ? "{" : count == 1 ? "[{" : ",\n {"
            try append(start)
            for (index, cell) in cells.enumerated()
            where index < firstOptionalColumn || cell != .empty {
                try append((index == 0 ? "" : ",") + names[index] + ":" + JSONText.text(cell))
            }
            try append(style == .jsonLines ? "}\n" : "}")
        }
    }

    /// Writes what is left.
    mutating func end() throws {
        if let report {
            let lines = TextTable(report, width: Console.size(of: file)?.columns).lines
            try append(lines.map { $0 + "\n" }.joined())
        }
        if style == .json { try append(count == 0 ? "[]\n" : "]\n") }
        try buffer.flush()
    }

    private mutating func append(_ text: String) throws {
        buffer.bytes.append(text: text)
        try buffer.flushIfLarge()
    }
}
