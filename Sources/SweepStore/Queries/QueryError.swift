import GRDBSQLite
import SweepCore

/// What SQLite says about a query, with the name that was probably meant.
struct QueryError {
    let query: String
    let connection: StoreConnection

    /// `offset` is added to SQLite's: the bytes of the query before the statement that it read.
    func error(_ code: Int32, after skipped: Int = 0) -> StoreError {
        switch code & 0xFF {
        case SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE:
            let offset = sqlite3_error_offset(connection.handle)
            // Read before the hint asks the connection something else.
            let message = String(cString: sqlite3_errmsg(connection.handle))
            if message == "incomplete input" {
                return .badQuery(message: message, offset: query.utf8.count)
            }
            let (name, hint) = unknown(in: message) ?? (nil, "")
            return .badQuery(
                message: message + hint,
                offset: offset < 0 ? name.flatMap(place) : Int(offset) + skipped)
        case SQLITE_READONLY, SQLITE_AUTH: return .writesRefused
        default: return connection.error(code)
        }
    }

    /// The name that SQLite does not know, and what was probably meant.
    private func unknown(in message: String) -> (name: String, hint: String)? {
        // A hint that cannot be found out is none.
        for (start, known) in [
            ("no such table: ", { (try? tables) ?? [] }),
            ("no such column: ", { (try? columns) ?? [] }),
            ("no such function: ", { (try? functions) ?? [] }),
        ] as [(String, () -> [String])] where message.hasPrefix(start) {
            let name = message.dropFirst(start.count)
            let last = name.split(separator: ".").last.map(String.init) ?? String(name)
            return (last, NearestName.hint(last, among: known()))
        }
        return nil
    }

    /// Where the name stands first: of a table SQLite does not say it.
    private func place(of name: String) -> Int? {
        let (text, name) = (Array(query.utf8), Array(name.utf8))
        guard !name.isEmpty, name.count <= text.count else { return nil }
        return (0...(text.count - name.count)).first { text[$0...].starts(with: name) }
    }

    /// Views first: they are what people ask.
    private var tables: [String] {
        get throws {
            try connection.all(
                """
                SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
                    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, rowid
                """
            ) { $0.text(0) }
        }
    }

    /// Those of the tables and views that the query has a word for.
    private var columns: [String] {
        get throws {
            let words = Set(
                query.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(
                    String.init))
            var names: [String] = []
            for table in try tables where words.contains(table.lowercased()) {
                names += try connection.all("SELECT name FROM pragma_table_info(?)", table) {
                    $0.text(0)
                }
            }
            return names
        }
    }

    private var functions: [String] {
        get throws {
            try connection.all("SELECT DISTINCT name FROM pragma_function_list ORDER BY builtin") {
                $0.text(0)
            }
        }
    }
}
