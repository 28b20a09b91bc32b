import GRDB
import GRDBSQLite

/// One SQLite connection with its prepared statements, for the thread that GRDB runs it on.
///
/// GRDB opens, guards and closes the connection; the statements are ours, because the hot paths may not
/// allocate. `close()` must come before GRDB's, or statements would outlive the connection.
final class StoreConnection {
    let handle: OpaquePointer
    let path: String
    private var statements: [String: RawStatement] = [:]

    convenience init(_ database: Database, path: String) throws {
        guard let handle = database.sqliteConnection else {
            throw StoreError.other(path: path, message: "the connection is closed")
        }
        self.init(handle: handle, path: path)
    }

    /// A connection that somebody else opened and closes.
    init(handle: OpaquePointer, path: String) {
        self.handle = handle
        self.path = path
    }

    func close() { statements = [:] }

    /// The error that SQLite reports now, in our words.
    func error(_ code: Int32) -> StoreError {
        StoreError(
            code: code, message: String(cString: sqlite3_errmsg(handle)), path: path)
    }

    /// Returns the prepared statement of this text, made at its first use.
    func prepared(_ sql: String) throws -> RawStatement {
        if let statement = statements[sql] { return statement }
        let statement = try RawStatement(sql, on: self)
        statements[sql] = statement
        return statement
    }

    /// Carries out one statement that is kept prepared.
    func run(_ sql: String, _ values: any SQLBindable...) throws {
        let statement = try prepared(sql)
        statement.bind(values)
        try statement.run()
    }

    /// Calls `body` for every row.
    ///
    /// The statement is reset afterwards, also when `body` throws; `body` must not use the same SQL.
    func forEach(
        _ sql: String, _ values: any SQLBindable..., body: (RawStatement) throws -> Void
    ) throws {
        try forEach(sql, values: values, body: body)
    }

    /// Calls `body` for every row, with values whose number is not known beforehand.
    func forEach(
        _ sql: String, values: [any SQLBindable], body: (RawStatement) throws -> Void
    ) throws {
        let statement = try prepared(sql)
        statement.bind(values)
        defer { statement.reset() }
        while try statement.step() { try body(statement) }
    }

    /// Returns what `body` makes of every row.
    func all<T>(
        _ sql: String, _ values: any SQLBindable..., body: (RawStatement) throws -> T
    ) throws -> [T] {
        try all(sql, values: values, body: body)
    }

    /// Returns what `body` makes of every row, with values whose number is not known beforehand.
    func all<T>(
        _ sql: String, values: [any SQLBindable], body: (RawStatement) throws -> T
    ) throws -> [T] {
        var result: [T] = []
        try forEach(sql, values: values) { result.append(try body($0)) }
        return result
    }

    /// Returns what `body` makes of the first row, or `nil` when there is none.
    func first<T>(
        _ sql: String, _ values: any SQLBindable..., body: (RawStatement) throws -> T
    ) throws -> T? {
        let statement = try prepared(sql)
        statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? try body(statement) : nil
    }

    /// Returns the first column of the first row as an integer; 0 when there is none.
    func integer(_ sql: String, _ values: any SQLBindable...) throws -> Int64 {
        let statement = try prepared(sql)
        statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// Carries out a text of several statements that is used once.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Ends a read transaction, which has nothing to lose.
    ///
    /// An interruption may come late and hit the end itself; another call must not find the transaction open.
    func endReading() {
        repeat { try? execute("ROLLBACK") } while sqlite3_get_autocommit(handle) == 0
    }

    /// Takes the next value of the counter of changes, for rows that are changed together.
    ///
    /// An update that sets `rev` itself pays for no trigger.
    func nextRev() throws -> Int64 {
        try integer("UPDATE meta SET value = value + 1 WHERE key = 'rev' RETURNING value")
    }

    /// The number of rows that the last statement changed, without those of triggers.
    var changes: Int { Int(sqlite3_changes(handle)) }

    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }
}
