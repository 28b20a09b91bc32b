/// Prints rows as CSV by RFC 4180; lines end in CR LF, as the RFC has it.
///
/// Numbers are exact. A missing value is an empty field; NaN and infinities are `NaN`, `Infinity`,
/// `-Infinity`, which pandas and R read as numbers.
package enum CSVText {
    package static let lineEnd = "\r\n"

    package static func line(_ fields: some Sequence<String>, defusing: Bool = false) -> String {
        fields.map { field(defusing ? defused($0) : $0) }.joined(separator: ",")
    }

    package static func line(
        _ row: some Sequence<Report.Cell>, defusing: Bool = false
    ) -> String {
        line(
            row.map { cell in
                guard defusing, case .text(let text) = cell else { return self.text(cell) }
                return defused(text)
            })
    }

    /// Quotes a field that contains a comma, a quote, a line break, or white space at its ends.
    package static func field(_ text: String) -> String {
        let needsQuotes =
            text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || text.first?.isWhitespace == true || text.last?.isWhitespace == true
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// Text that no spreadsheet takes for a formula: one that begins, after blanks, with `=`, `+`, `-`, `@` or
    /// their full-width forms, and one that begins with a tab or line break, gets an apostrophe in front
    /// (OWASP, "CSV Injection").
    package static func defused(_ text: String) -> String {
        let isControl =
            text.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0.value > 0x1F }
        let isFormula = first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return isControl || isFormula ? "'" + text : text
    }

    package static func text(_ cell: Report.Cell) -> String {
        switch cell {
        case .empty: ""
        case .integer(let value): String(value)
        case .number(let value): number(value)
        case .text(let value), .json(let value): value
        case .flag(let value): value ? "true" : "false"
        }
    }

    package static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }
}
