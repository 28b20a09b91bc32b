package import SweepCore

/// A table of results, before it is known how it will be printed.
package struct Report: Sendable {
    package enum Cell: Sendable, Equatable {
        case empty
        case integer(Int64)
        case number(Double)
        case text(String)
        case flag(Bool)
        /// Already JSON: a configuration, a list.
        case json(String)

        package init(_ value: Value?) {
            switch value {
            case .none, .some(.null): self = .empty
            case .some(.integer(let value)): self = .integer(value)
            case .some(.number(let value)): self = .number(value)
            case .some(.text(let value)): self = .text(value)
            case .some(.flag(let value)): self = .flag(value)
            case .some(let value): self = .json(value.canonicalJSON)
            }
        }

        /// A list of names, as JSON.
        package init(tags: [String]) {
            self = .json(Value.list(tags.map(Value.text)).canonicalJSON)
        }

        package init(_ text: String?) { self = text.map(Cell.text) ?? .empty }
        package init(_ number: Double?) { self = number.map(Cell.number) ?? .empty }
        package init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .empty }
        package init(_ integer: Int64?) { self = integer.map(Cell.integer) ?? .empty }
    }

    package let columns: [String]
    package private(set) var rows: [[Cell]] = []

    package init(columns: [String]) { self.columns = columns }

    /// Appends a row.
    ///
    /// - Precondition: It has one cell per column.
    package mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
        rows.append(row)
    }
}
