import GRDBSQLite
import SweepCore

/// Why the store cannot do what was asked: one line for people, with what to do about it.
package enum StoreError: Error, Sendable, Equatable {
    /// There is no file of this name.
    case notFound(path: String)
    /// The file is no SQLite database, or one of another program's.
    case notADatabase(path: String, isSQLite: Bool)
    /// The database was written by a newer program.
    case newer(path: String, schema: Int, known: Int)
    /// The file, its directory or the file system refuses writing.
    case readOnly(path: String)
    case diskFull(path: String)
    case corrupt(path: String, message: String)
    /// Another process held the write lock for longer than we wait.
    case busy(path: String)
    /// Something that only works alone was asked for while these workers are at work.
    case workersAlive(path: String, workers: [String])
    /// Not all runs of the sweep are stored yet.
    case stillExpanding(sweep: String)
    /// The SQLite library is too old.
    case oldSQLite(version: String)
    /// Nothing has this name, uid or number.
    case unknownReference(kind: String, text: String, hint: String)
    /// Several things have this name or prefix.
    case ambiguousReference(text: String, candidates: [String])
    /// Another sweep, or another run of the sweep, has this name; the owner is its uid.
    case nameTaken(name: String, owner: String)
    /// A query that SQLite cannot read; the offset is in bytes, `nil` when SQLite names no place.
    case badQuery(message: String, offset: Int?)
    /// A query that would change something.
    case writesRefused
    case interrupted
    /// What was stored does not add up; says what.
    case inconsistent(path: String, message: String)
    /// A line of a file that is imported; counted from 1.
    case badImport(line: Int, message: String)
    case other(path: String, message: String)

    /// What SQLite's result code means for people.
    package init(code: Int32, message: String, path: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .diskFull(path: path)
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
        case SQLITE_CORRUPT: self = .corrupt(path: path, message: message)
        case SQLITE_NOTADB: self = .notADatabase(path: path, isSQLite: false)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
        case SQLITE_INTERRUPT: self = .interrupted
        case SQLITE_CANTOPEN:
            self = .other(
                path: path,
                message: "the file cannot be opened; check its directory and permissions")
        case SQLITE_IOERR:
            self = .other(
                path: path,
                message: "reading or writing failed (\(message), code \(code)); check the disk")
        default:
            // Our own SQL does not fit the file; a query of the user's has an error of its own.
            let isMissing = ["no such table: ", "no such column: "].contains(
                where: message.hasPrefix)
            self = .other(
                path: path,
                message: isMissing
                    ? "\(message), which this program needs; another version of sweep wrote the file, "
                        + "or it was changed by hand: update sweep" : message)
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path):
            "there is no database \(quoted(path)); \"sweep launch FILE\" creates one, --db names another"
        case .notADatabase(let path, isSQLite: false):
            "\(quoted(path)) is not a SQLite database; name another file with --db"
        case .notADatabase(let path, isSQLite: true):
            "\(quoted(path)) is a SQLite database, but not one of sweep's; name another file with --db"
        case .newer(let path, let schema, let known):
            "cannot write to \(quoted(path)): it was written by a newer sweep (schema \(schema), this "
                + "program knows \(known)); update sweep or name another file with --db"
        case .readOnly(let path):
            "cannot write to \(quoted(path)): the file or its directory is read-only; change its "
                + "permissions or name another file with --db"
        case .diskFull(let path):
            "cannot write to \(quoted(path)): the disk is full; free some space and launch again, "
                + "everything committed is kept"
        case .corrupt(let path, let message):
            "\(quoted(path)) is damaged (\(message.visible)); restore a copy, or try "
                + "\"sqlite3 FILE .recover\""
        case .busy(let path):
            "cannot write to \(quoted(path)): another program has kept it locked for too long; end "
                + "that program and try again"
        case .stillExpanding(let sweep):
            "\(sweep.visible) is still being stored or extended: try again in a moment; if that was cut short, launch its sweep file to complete it"
        case .workersAlive(let path, let workers):
            "cannot change \(quoted(path)) while workers are running: "
                + workers.map(\.visible).joined(separator: ", ") + "; stop them first"
        case .oldSQLite(let version):
            "this system's SQLite is \(version), sweep needs 3.38 or newer; update libsqlite3"
        case .unknownReference(let kind, let text, let hint):
            "there is no \(kind) \(quoted(text))\(hint)"
        case .ambiguousReference(let text, let candidates):
            "\(quoted(text)) may be \(candidates.map(\.visible).joined(separator: ", ")); say which"
        case .nameTaken(let name, let owner):
            "the name \(quoted(name)) is taken by \(owner.visible); choose another"
        case .badQuery(let message, let offset):
            offset.map { "\(message.visible), at character \($0 + 1) of the query" }
                ?? message.visible
        case .writesRefused:
            "\"sweep sql\" only reads; use the sqlite3 shell to change the database"
        case .interrupted: "interrupted"
        case .badImport(let line, let message): "line \(line): \(message.visible)"
        case .inconsistent(let path, let message), .other(let path, let message):
            "\(quoted(path)): \(message.visible)"
        }
    }

    private func quoted(_ text: String) -> String { "\"\(text.visible)\"" }
}
