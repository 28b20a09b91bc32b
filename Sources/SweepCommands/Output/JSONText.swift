import SweepCore

/// Prints a report as JSON: an array of objects, keys in column order, one object a line.
///
/// Numbers are exact (the shortest form that reads back to the same bits). JSON has no NaN: it becomes
/// `null`; infinities become `±1e999`, which is valid JSON and reads back as infinity.
package enum JSONText {
    package static func lines(_ report: Report) -> [String] {
        guard !report.rows.isEmpty else { return ["[]"] }
        let names = keys(report.columns)
        return report.rows.enumerated().map { index, row in
            let fields = zip(names, row).map { "\($0):\(text($1))" }.joined(separator: ",")
            let isLast = index == report.rows.count - 1
            return (index == 0 ? "[" : " ") + "{\(fields)}" + (isLast ? "]" : ",")
        }
    }

    /// The columns as keys, quoted; of equal ones the later gets `_2`, because an object has each key once.
    package static func keys(_ columns: [String]) -> [String] {
        var seen: Set<String> = []
        return columns.map { column in
            var key = column
            var count = 1
            while !seen.insert(key).inserted {
                count += 1
                key = "\(column)_\(count)"
            }
            return quoted(key)
        }
    }

    package static func quoted(_ value: String) -> String {
        var text = ""
        Value.appendQuoted(value, to: &text)
        return text
    }

    package static func text(_ cell: Report.Cell) -> String {
        switch cell {
        case .empty: "null"
        case .integer(let value): String(value)
        case .number(let value): number(value)
        case .text(let value): quoted(value)
        case .flag(let value): value ? "true" : "false"
        case .json(let value): value
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "null" }
        if value.isInfinite { return value < 0 ? "-1e999" : "1e999" }
        return value.description
    }
}
