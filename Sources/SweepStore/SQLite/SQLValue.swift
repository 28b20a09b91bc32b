package import SweepCore

/// A value as SQLite has it.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What can be bound to a statement. NaN becomes NULL, as everywhere in the store.
protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable { var sqlValue: SQLValue { self } }
extension Int64: SQLBindable { var sqlValue: SQLValue { .integer(self) } }
extension Int: SQLBindable { var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Bool: SQLBindable { var sqlValue: SQLValue { .integer(self ? 1 : 0) } }
extension Double: SQLBindable { var sqlValue: SQLValue { isNaN ? .null : .real(self) } }
extension String: SQLBindable { var sqlValue: SQLValue { .text(self) } }
extension UID: SQLBindable { var sqlValue: SQLValue { .text(description) } }
extension SweepID: SQLBindable { var sqlValue: SQLValue { .integer(rawValue) } }
extension RunID: SQLBindable { var sqlValue: SQLValue { .integer(rawValue) } }
extension WorkerID: SQLBindable { var sqlValue: SQLValue { .integer(rawValue) } }
extension MetricID: SQLBindable { var sqlValue: SQLValue { .integer(rawValue) } }
extension SweepInstant: SQLBindable { var sqlValue: SQLValue { .integer(milliseconds) } }
extension Optional: SQLBindable where Wrapped: SQLBindable {
    var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
