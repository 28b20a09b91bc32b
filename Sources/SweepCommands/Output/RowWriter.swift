import Glibc

/// Writes rows as they come: CSV and JSON in constant memory, a table once all are there.
struct RowWriter {
    /// What is written between two looks at the reader's end; large enough to make calls cheap.
    private static let flushSize = 1 << 16

    private let style: FormatOption.Style
    private let file: Int32
    private var report: Report?
    private var names: [String] = []
    private var count = 0
    private var buffer = ""

    /// Writes to an open file descriptor.
    init(style: FormatOption.Style, file: Int32 = STDOUT_FILENO) {
        self.style = style
        self.file = file
    }

    init(format: FormatOption) { self.init(style: format.style) }

    mutating func begin(_ columns: [String]) throws {
        switch style {
        case .table: report = Report(columns: columns)
        case .csv: try append(CSVText.line(columns) + CSVText.lineEnd)
        case .json, .jsonLines: names = JSONText.keys(columns)
        }
    }

    mutating func row(_ cells: [Report.Cell]) throws {
        count += 1
        switch style {
        case .table: report?.append(cells)
        case .csv: try append(CSVText.line(cells) + CSVText.lineEnd)
        case .json, .jsonLines:
            let start = style == .jsonLines ? "{" : count == 1 ? "[{" : ",\n {"
            try append(start)
            for (index, cell) in cells.enumerated() {
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
        try flush()
    }

    /// On standard output a failure ends the process; of a file the caller says which one it was.
    private mutating func flush() throws {
        if file == STDOUT_FILENO {
            Console.write(buffer, to: file)
        } else {
            let error = buffer.withUTF8 { Console.attempt(UnsafeRawBufferPointer($0), to: file) }
            if error != 0 { throw Failure(String(cString: strerror(error))) }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ text: String) throws {
        buffer += text
        guard buffer.utf8.count > Self.flushSize else { return }
        try flush()
    }
}
