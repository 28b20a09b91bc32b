/// A CSV file in memory: a header and rows of text, each as long as the header.
///
/// RFC 4180: cells separated by commas; a cell in double quotes may hold commas, line ends and
/// doubled quotes. Lines end in LF, CRLF or CR; a byte-order mark and blank lines are skipped. Text
/// is UTF-8; bytes that are not become U+FFFD.
package struct CSVTable {
    /// The names of the columns, without surrounding spaces; no two are equal.
    package let columns: [String]
    /// The number of rows below the header; at least 1.
    package let rowCount: Int
    /// The cells below the header, row-major.
    private let cells: [String]
    /// The line on which each row starts, from 1.
    private let lines: [Int]

    /// Reads a table.
    ///
    /// The `path` is only named in errors.
    package init(_ bytes: [UInt8], path: String) throws(TrainingEngineError) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var parser = CSVParser(bytes: bytes, position: start)
        var header: [String] = []
        var cells: [String] = []
        var lines: [Int] = []
        do throws(TableProblem) {
            guard try parser.appendRecord(to: &header) != nil else { throw .noRows }
            header = header.map(trimmed)
            try Self.checkHeader(header)
            while true {
                let before = cells.count
                guard let line = try parser.appendRecord(to: &cells) else { break }
                guard cells.count - before == header.count else {
                    throw .raggedRow(
                        line: line, found: cells.count - before, expected: header.count)
                }
                lines.append(line)
            }
            guard !lines.isEmpty else { throw .noRows }
        } catch {
            throw .table(path: path, error)
        }
        columns = header
        rowCount = lines.count
        self.cells = cells
        self.lines = lines
    }

    /// Returns a cell without surrounding spaces.
    package func cell(row: Int, column: Int) -> String {
        trimmed(cells[row * columns.count + column])
    }

    /// Returns the line of the file on which a row starts.
    package func line(ofRow row: Int) -> Int { lines[row] }

    /// Returns the place of a column by its name.
    func index(of name: String) throws(TableProblem) -> Int {
        guard let index = columns.firstIndex(of: name) else {
            throw .unknownColumn(
                name, nearest: nearestName(to: name, among: columns), columns: columns)
        }
        return index
    }

    private static func checkHeader(_ names: [String]) throws(TableProblem) {
        var seen: Set<String> = []
        for (index, name) in names.enumerated() {
            guard !name.isEmpty else { throw .unnamedColumn(number: index + 1) }
            guard seen.insert(name).inserted else { throw .duplicateColumn(name) }
        }
    }
}

extension TableProblem: Error {}

/// Returns the text without the spaces and tabs around it; the text itself when there are none.
private func trimmed(_ text: String) -> String {
    func isBlank(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
    guard isBlank(text.utf8.first) || isBlank(text.utf8.last) else { return text }
    var rest = text[...]
    while isBlank(rest.utf8.first) { rest.removeFirst() }
    while isBlank(rest.utf8.last) { rest.removeLast() }
    return String(rest)
}
