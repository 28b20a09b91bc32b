import GRDBSQLite

extension StoreReader {
    /// Runs a query of the user's: the column names, then row after row until `row` returns `false`.
    ///
    /// The connection cannot write, and a statement that would is refused before it begins.
    ///
    /// - Throws: `StoreError.badQuery` with the place where SQLite gives one, `.writesRefused`,
    ///   `.interrupted`.
    package func query(
        _ sql: String, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Bool
    ) throws {
        try read { connection in
            let statement = try Self.prepare(sql, on: connection)
            try columns(statement.columnNames)
            let indexes = Int32(0)..<sqlite3_column_count(statement.pointer)
            while try Self.step(statement, of: sql, on: connection) {
                guard try row(indexes.map { statement.sqlValue($0) }) else { return }
            }
        }
    }

    private static func prepare(
        _ sql: String, on connection: StoreConnection
    ) throws -> RawStatement {
        guard !sql.utf8.contains(0) else {
            throw StoreError.badQuery(message: "a query cannot contain NUL", offset: nil)
        }
        let (first, used) = try prepareFirst(of: sql, from: 0, on: connection)
        guard let first else {
            throw StoreError.badQuery(message: "there is no query", offset: nil)
        }
        let statement = RawStatement(owning: first, on: connection)
        guard sqlite3_stmt_readonly(first) != 0 else { throw StoreError.writesRefused }
        // Attaching is no write to SQLite, but it could create a file.
        guard !sql.drop(while: \.isWhitespace).lowercased().hasPrefix("attach") else {
            throw StoreError.badQuery(
                message: "ATTACH is refused: one database at a time (--db FILE)", offset: nil)
        }
        // White space and comments may follow, another statement may not.
        if let second = try prepareFirst(of: sql, from: used, on: connection).statement {
            sqlite3_finalize(second)
            let blanks = sql.utf8.dropFirst(used).prefix { $0 <= 0x20 }.count
            throw StoreError.badQuery(
                message: "one query at a time, please", offset: used + blanks)
        }
        return statement
    }

    /// The first statement of the text after `start` bytes, `nil` when there is none, and the byte after it.
    private static func prepareFirst(
        of sql: String, from start: Int, on connection: StoreConnection
    ) throws -> (statement: OpaquePointer?, used: Int) {
        var statement: OpaquePointer?
        var used = start
        let code = sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection.handle, text + start, -1, &statement, &tail)
            used = tail.map { $0 - text } ?? start
            return code
        }
        guard code == SQLITE_OK else {
            throw QueryError(query: sql, connection: connection).error(code, after: start)
        }
        return (statement, used)
    }

    private static func step(
        _ statement: RawStatement, of sql: String, on connection: StoreConnection
    ) throws -> Bool {
        switch sqlite3_step(statement.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw QueryError(query: sql, connection: connection).error(code)
        }
    }
}
