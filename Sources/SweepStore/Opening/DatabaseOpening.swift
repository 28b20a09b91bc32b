import Foundation
import GRDB
import GRDBSQLite

/// How far a commit reaches before it is answered.
package enum Sync: String, Sendable, CaseIterable {
    /// A commit survives the death of every process; power loss may cost the last moments.
    case normal
    /// A commit survives power loss too.
    case full
}

/// Opens the database file and turns every failure into a `StoreError`.
enum DatabaseOpening {
    static let busySeconds = 10
    static let oldestSQLite: Int32 = 3_038_000

    static func checkSQLite(version: Int32 = sqlite3_libversion_number()) throws {
        guard version >= oldestSQLite else {
            throw StoreError.oldSQLite(
                version: "\(version / 1_000_000).\(version / 1_000 % 1_000).\(version % 1_000)")
        }
    }

    /// Runs `body`; GRDB's errors come out as ours.
    static func translating<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(
                code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
        }
    }

    // MARK: Writing

    /// Opens for writing: creates or migrates what is there, and turns WAL on.
    static func forWriting(
        path: String, sync: Sync, now: Int64, migrations: Migrations = .released
    ) throws -> DatabaseQueue {
        try checkSQLite()
        try checkPlace(of: path)
        let isNew = !FileManager.default.fileExists(atPath: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(TimeInterval(busySeconds))
        configuration.foreignKeysEnabled = true
        configuration.label = "sweep.writer"
        let queue = try translating(path) {
            try DatabaseQueue(path: path, configuration: configuration)
        }
        do {
            try translating(path) {
                try queue.inDatabase { database in
                    let connection = try StoreConnection(database, path: path)
                    defer { connection.close() }
                    guard sqlite3_db_readonly(connection.handle, "main") == 0 else {
                        throw StoreError.readOnly(path: path)
                    }
                    try migrations.apply(to: connection, now: now)
                    try turnWALOn(connection)
                    // Fewer and larger checkpoints, where `WriterLoop` does not make its own.
                    // Savepoints, and statements that fire triggers, keep copies of pages: in memory, for
                    // SQLite would write them to a file, twenty times for every run inserted.
                    try connection.execute(
                        """
                        PRAGMA synchronous = \(sync.rawValue);
                        PRAGMA wal_autocheckpoint = \(LogPace.longLog);
                        PRAGMA journal_size_limit = \(LogPace.bytesKept);
                        PRAGMA cache_size = -64000;
                        PRAGMA temp_store = MEMORY;
                        """)
                }
            }
        } catch {
            // The first error is the one to tell.
            try? queue.close()
            if isNew { removeEmptyFile(path) }
            throw error
        }
        return queue
    }

    /// A file that could not even be begun (a full disk) is not left behind.
    private static func removeEmptyFile(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size == 0 else { return }
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    /// Refuses what SQLite would only call "unable to open database file".
    private static func checkPlace(of path: String) throws {
        var isDirectory: ObjCBool = false
        let files = FileManager.default
        if files.fileExists(atPath: path, isDirectory: &isDirectory) {
            if isDirectory.boolValue {
                throw StoreError.other(path: path, message: "this is a directory; name a file")
            }
            return
        }
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard files.fileExists(atPath: directory, isDirectory: &isDirectory) else {
            throw StoreError.other(
                path: path, message: "there is no directory \"\(directory)\"; create it first")
        }
        guard files.isWritableFile(atPath: directory) else { throw StoreError.readOnly(path: path) }
    }

    /// The switch needs the file for itself for a moment, and SQLite does not wait for that by itself.
    private static func turnWALOn(_ connection: StoreConnection) throws {
        var waits = busySeconds * 50
        while true {
            do {
                let mode = try connection.first("PRAGMA journal_mode = WAL") { $0.text(0) }
                guard mode == "wal" else {
                    throw StoreError.other(
                        path: connection.path,
                        message:
                            "this file system cannot hold a database in WAL mode; use a local disk")
                }
                return
            } catch StoreError.busy where waits > 0 {
                waits -= 1
                usleep(20_000)
            }
        }
    }

    // MARK: Reading

    /// Opens for reading. The file is never changed.
    ///
    /// In a place that cannot be written to, SQLite is unable to make the shared memory that a WAL
    /// database needs; without unread changes in a `-wal` file it is then read as immutable.
    static func forReading(path: String) throws -> DatabaseQueue {
        try checkSQLite()
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw StoreError.notFound(path: path)
        }
        guard !isDirectory.boolValue else {
            throw StoreError.other(path: path, message: "this is a directory; name a file")
        }
        do {
            return try readOnlyQueue(path, path: path)
        } catch let error as DatabaseError {
            let isUnopenable = [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
            guard isUnopenable, !hasUnreadChanges(path) else {
                throw StoreError(
                    code: error.extendedResultCode.rawValue, message: error.message ?? "",
                    path: path)
            }
            return try immutable(path: path)
        }
    }

    /// Opens a file that nobody changes; no lock and no other file is needed.
    static func immutable(path: String) throws -> DatabaseQueue {
        try translating(path) { try readOnlyQueue(uri(path, "immutable=1"), path: path) }
    }

    private static func readOnlyQueue(_ name: String, path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(TimeInterval(busySeconds))
        configuration.label = "sweep.reader"
        let queue = try DatabaseQueue(path: name, configuration: configuration)
        do {
            try queue.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                try connection.execute("PRAGMA query_only = 1; PRAGMA cache_size = -8000")
                try checkIsOurs(connection)
            }
        } catch {
            // The first error is the one to tell.
            try? queue.close()
            throw error
        }
        return queue
    }

    /// Refuses a file that is no database of sweep's.
    static func checkIsOurs(_ connection: StoreConnection) throws {
        let path = connection.path
        let isOurs =
            try connection.integer("PRAGMA application_id") == Int64(Migrations.applicationID)
        if isOurs { return }
        guard try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 else {
            throw StoreError.notADatabase(path: path, isSQLite: true)
        }
        // Whoever made it was killed in that moment.
        throw StoreError.other(
            path: path,
            message: "it is empty, nothing has been stored in it yet; `sweep launch FILE` does")
    }

    static func hasUnreadChanges(_ path: String) -> Bool {
        // No attributes means no such file, so nothing unread.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0 > 0
    }

    /// A `file:` URI with a query; every byte of the path that is not plain is escaped.
    static func uri(_ path: String, _ query: String) -> String {
        let absolute =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        var text = "file:"
        for byte in absolute.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.properties.isASCIIHexDigit || scalar == "/" || scalar == "."
                || (scalar.isASCII && scalar.properties.isAlphabetic)
            {
                text.unicodeScalars.append(scalar)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                text += "%" + (hex.count == 1 ? "0" : "") + hex
            }
        }
        return text + "?" + query
    }
}
