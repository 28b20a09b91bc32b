import CTerminal
import SweepCore

/// Lays a report out for people: aligned columns, numbers to the right, cut to the terminal's width.
///
/// Our own, because no Swift package here measures width in terminal columns and makes control characters
/// visible; what comes from a database must not be able to drive the terminal.
package struct TextTable {
    /// Narrower than this no column is cut.
    private static let narrowest = 8
    private static let gap = "  "

    private let report: Report
    private let width: Int?

    /// `width` is the terminal's columns; `nil` (not a terminal) cuts nothing.
    package init(_ report: Report, width: Int?) {
        self.report = report
        self.width = width
    }

    /// The lines, the header first, without line ends. A report without rows is the header alone.
    package var lines: [String] {
        let header = report.columns.map { Self.clean($0) }
        let rows = report.rows.map { $0.map(Self.text) }
        let contents = header.indices.map { column in
            rows.map { Self.columns(of: $0[column]) }.max() ?? 0
        }
        let widths = fitted(headers: header.map(Self.columns), contents: contents)
        let isNumeric = report.columns.indices.map { column in
            report.rows.contains { Self.isNumber($0[column]) }
                && report.rows.allSatisfy { Self.isNumber($0[column]) || $0[column] == .empty }
        }
        return ([header] + rows).map { row in
            var line = ""
            for (index, text) in row.enumerated() {
                let cut = Self.cut(text, to: widths[index])
                let padding = String(repeating: " ", count: widths[index] - Self.columns(of: cut))
                line += isNumeric[index] ? padding + cut : cut + padding
                if index < row.count - 1 { line += Self.gap }
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The widths at which a line fits the terminal, or comes as near to that as it can.
    ///
    /// Headers that are wider than what stands below them give way first, then the widest columns.
    private func fitted(headers: [Int], contents: [Int]) -> [Int] {
        var widths = zip(headers, contents).map { max($0, $1) }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
        for floors in [
            contents.map { max($0, Self.narrowest) }, widths.map { _ in Self.narrowest },
        ] {
            while excess > 0 {
                let candidates = widths.indices.filter { widths[$0] > floors[$0] }
                guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
        }
        return widths
    }

    private static func isNumber(_ cell: Report.Cell) -> Bool {
        switch cell {
        case .integer, .number: true
        default: false
        }
    }

    private static func text(_ cell: Report.Cell) -> String {
        switch cell {
        case .empty: ""
        case .integer(let value): String(value)
        case .number(let value): NumberText.short(value)
        case .text(let value), .json(let value): clean(value)
        case .flag(let value): value ? "true" : "false"
        }
    }

    private static func clean(_ text: String) -> String { text.visible }

    /// The terminal columns that a text takes.
    package static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        // −1: unknown in this locale (the C locale knows ASCII only); a terminal shows something anyway.
        let width = sweep_terminal_columns(scalar.value)
        return width < 0 ? 1 : Int(width)
    }

    /// Cuts a text to at most `width` columns; what was cut ends in `…`.
    package static func cut(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for scalar in text.unicodeScalars {
            let next = columns(of: scalar)
            guard used + next <= width - 1 else { break }
            result.unicodeScalars.append(scalar)
            used += next
        }
        return result + "…"
    }
}
