/// Splits CSV text into records, one at a time.
struct CSVParser {
    private let bytes: [UInt8]
    private var position: Int
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Begins at a position of the text, which counts as line 1.
    init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// Appends the cells of the next record that is not blank.
    ///
    /// - Returns: The line on which the record starts, or nil at the end of the text.
    mutating func appendRecord(to cells: inout [String]) throws(TableProblem) -> Int? {
        while position < bytes.count && isLineEnd(bytes[position]) { skipLineEnd() }
        guard position < bytes.count else { return nil }
        let start = line
        while true {
            cells.append(try nextCell())
            guard position < bytes.count && bytes[position] == Self.comma else { break }
            position += 1
        }
        if position < bytes.count { skipLineEnd() }
        return start
    }

    /// Reads a cell and stops at the comma, line end or end of text behind it.
    private mutating func nextCell() throws(TableProblem) -> String {
        guard position < bytes.count && bytes[position] == Self.quote else {
            let start = position
            while position < bytes.count, bytes[position] != Self.comma,
                !isLineEnd(bytes[position])
            {
                guard bytes[position] != Self.quote else { throw .strayQuote(line: line) }
                position += 1
            }
            return try text(bytes[start..<position], line: line)
        }
        let opening = line
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.quote {
                position += 1
                // A doubled quote stands for one; a single one ends the cell.
                guard position < bytes.count && bytes[position] == Self.quote else {
                    try expectCellEnd()
                    return try self.text(text[...], line: opening)
                }
            } else if byte == Self.lineFeed
                || byte == Self.carriageReturn && next != Self.lineFeed
            {
                line += 1
            }
            text.append(byte)
            position += 1
        }
        throw .unclosedQuote(line: opening)
    }

    /// Two different texts that are not UTF-8 must not become one class by repair.
    private func text(_ bytes: ArraySlice<UInt8>, line: Int) throws(TableProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(line: line)
        }
        return text
    }

    private func expectCellEnd() throws(TableProblem) {
        guard position == bytes.count || bytes[position] == Self.comma || isLineEnd(bytes[position])
        else { throw .strayQuote(line: line) }
    }

    private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == Self.lineFeed || byte == Self.carriageReturn
    }

    /// Steps over one LF, CR or CRLF.
    private mutating func skipLineEnd() {
        position += bytes[position] == Self.carriageReturn && next == Self.lineFeed ? 2 : 1
        line += 1
    }
}
