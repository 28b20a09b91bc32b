import GRDBSQLite
import SweepCore

/// A prepared statement, used directly: binding and stepping allocate nothing.
///
/// Parameters count from 1 and columns from 0, as in SQLite. Belongs to the thread of its connection.
final class RawStatement {
    let pointer: OpaquePointer
    private unowned let connection: StoreConnection

    init(_ sql: String, on connection: StoreConnection) throws {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw connection.error(code) }
        pointer = prepared
        self.connection = connection
    }

    /// Takes over a statement that was prepared elsewhere.
    init(owning pointer: OpaquePointer, on connection: StoreConnection) {
        self.pointer = pointer
        self.connection = connection
    }

    deinit { sqlite3_finalize(pointer) }

    // MARK: Binding

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }

    /// NaN is bound as NULL by SQLite itself.
    func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(pointer, index, value) }

    func bind(_ index: Int32, _ value: SQLValue) {
        switch value {
        case .null: sqlite3_bind_null(pointer, index)
        case .integer(let value): sqlite3_bind_int64(pointer, index, value)
        case .real(let value): sqlite3_bind_double(pointer, index, value)
        case .text(var value):
            value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty buffer may have no address, and SQLite reads that as NULL.
                    if let address = characters.baseAddress {
                        _ = sqlite3_bind_text(
                            pointer, index, address, Int32(clamping: characters.count),
                            Self.transient)
                    } else {
                        _ = sqlite3_bind_text(pointer, index, "", 0, Self.transient)
                    }
                }
            }
        case .blob(let bytes):
            sqlite3_bind_blob64(pointer, index, bytes, UInt64(bytes.count), Self.transient)
        }
    }

    func bind(_ values: [any SQLBindable]) {
        for (index, value) in values.enumerated() { bind(Int32(index) + 1, value.sqlValue) }
    }

    /// Says that SQLite has to copy the bytes: ours may move when the call is over.
    static var transient: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    // MARK: Stepping

    /// Goes to the next row; `false` at the end.
    func step() throws -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = connection.error(code)
            sqlite3_reset(pointer)
            throw error
        }
    }

    /// Makes the statement ready for the next use; parameters keep their values.
    func reset() { sqlite3_reset(pointer) }

    /// Carries the statement out and resets it.
    func run() throws {
        while try step() {}
        reset()
    }

    // MARK: Reading

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// The bytes of a BLOB; empty for anything else.
    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, column) else { return [] }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A value of a series: NULL reads back as NaN.
    func value(_ column: Int32) -> Double {
        isNull(column) ? .nan : sqlite3_column_double(pointer, column)
    }

    func optionalReal(_ column: Int32) -> Double? {
        isNull(column) ? nil : sqlite3_column_double(pointer, column)
    }

    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func optionalText(_ column: Int32) -> String? {
        guard let bytes = sqlite3_column_text(pointer, column) else { return nil }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func instant(_ column: Int32) -> SweepInstant { SweepInstant(milliseconds: integer(column)) }

    func optionalInstant(_ column: Int32) -> SweepInstant? {
        optionalInteger(column).map { SweepInstant(milliseconds: $0) }
    }

    func sqlValue(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, column) {
        case SQLITE_INTEGER: return .integer(integer(column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, column))
        case SQLITE_TEXT: return .text(text(column))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(pointer, column))
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(pointer, column), count: count)
            return .blob([UInt8](bytes))
        default: return .null
        }
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(pointer)).map { column in
            sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
        }
    }
}
