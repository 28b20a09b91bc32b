import SweepCore

extension ExchangeTable {
    /// Appends a row as the inside of a JSON object, each key with a comma in front.
    ///
    /// The statement's columns from `first` on are those of the table.
    func append(_ row: RawStatement, from first: Int32, to line: inout [UInt8]) throws(NotJSON) {
        for (index, column) in columns.enumerated() {
            let place = first + Int32(index)
            line.append(text: ",\"\(column.name)\":")
            if row.isNull(place) {
                line.append(text: "null")
                continue
            }
            switch column.kind {
            case .integer: line.append(decimal: row.integer(place))
            case .real: line.append(shortest: row.value(place))
            case .text, .uid: line.append(quoted: row.text(place))
            case .map, .names:
                guard let value = ValueParser.parse(row.text(place)) else {
                    throw NotJSON(column: column.name)
                }
                line.append(text: value.canonicalJSON)
            }
        }
    }

    struct NotJSON: Error {
        let column: String
    }

    /// Returns what is to be stored of a row that came from outside.
    func values(of entries: [String: Value]) throws(LineProblem) -> [SQLValue] {
        var values: [SQLValue] = []
        for column in columns {
            switch entries[column.name] ?? .null {
            case .null:
                guard column.isOptional else { throw LineProblem("\"\(column.name)\" is missing") }
                values.append(.null)
            case let value: values.append(try column.stored(value))
            }
        }
        return values
    }
}

/// What is wrong with a line of an import, without the line's number.
struct LineProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension ExchangeTable.Column {
    fileprivate func stored(_ value: Value) throws(LineProblem) -> SQLValue {
        switch kind {
        case .text:
            guard let text = value.asText else { throw LineProblem("\"\(name)\" is not a text") }
            return .text(text)
        case .uid:
            guard let text = value.asText, UID.isWellFormed(text) else {
                throw LineProblem("\"\(name)\" is not a uid of \(UID.length) characters")
            }
            return .text(text)
        case .real:
            guard let number = value.asNumber, number.isFinite else {
                throw LineProblem("\"\(name)\" is not a finite number")
            }
            return .real(number)
        case .integer(let range):
            return .integer(try value.integer(name, in: range))
        case .map:
            guard value.asMap != nil else { throw LineProblem("\"\(name)\" is not an object") }
            return .text(value.canonicalJSON)
        case .names:
            guard let list = value.asList, list.allSatisfy({ $0.asText != nil }) else {
                throw LineProblem("\"\(name)\" is not a list of texts")
            }
            return .text(value.canonicalJSON)
        }
    }
}

extension Value {
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(LineProblem) -> Int64 {
        guard let value = asInteger, range.contains(value) else {
            throw LineProblem(
                "\"\(name)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

extension [UInt8] {
    /// Appends a JSON string.
    mutating func append(quoted text: String) {
        var quoted = ""
        Value.appendQuoted(text, to: &quoted)
        append(text: quoted)
    }
}
