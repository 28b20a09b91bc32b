import Foundation
import GRDBSQLite

/// The connection of a watcher: read-only three times over (mode, `query_only`, and no statement of ours
/// writes), and with its statements prepared for good, so that a look which finds nothing costs a few
/// microseconds. Belongs to the thread that looks.
final class WatchConnection {
    /// A person sees a dashboard that waits, so it waits for nobody longer than this.
    private static let busyMilliseconds: Int32 = 50

    let store: StoreConnection
    /// The file that was opened; another one may have its name later.
    let place: FilePlace
    private let isImmutable: Bool

    /// Opens an existing database. Where SQLite cannot make the shared memory that a log needs, a file that has
    /// none is read as one that nobody changes.
    static func open(
        path: String, onOpen: (OpaquePointer) -> Void
    ) throws -> WatchConnection {
        try DatabaseOpening.checkSQLite()
        guard let place = FilePlace(path) else { throw StoreError.notFound(path: path) }
        guard !place.isDirectory else {
            throw StoreError.other(path: path, message: "this is a directory; name a file")
        }
        do {
            return try WatchConnection(path, at: place, isImmutable: false, onOpen: onOpen)
        } catch StoreError.readOnly where !DatabaseOpening.hasUnreadChanges(path) {
            return try WatchConnection(path, at: place, isImmutable: true, onOpen: onOpen)
        } catch let error as StoreError {
            guard error == StoreError(code: SQLITE_CANTOPEN, message: "", path: path),
                !DatabaseOpening.hasUnreadChanges(path)
            else { throw error }
            return try WatchConnection(path, at: place, isImmutable: true, onOpen: onOpen)
        }
    }

    private init(
        _ path: String, at place: FilePlace, isImmutable: Bool, onOpen: (OpaquePointer) -> Void
    ) throws {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let code = sqlite3_open_v2(
            DatabaseOpening.uri(path, isImmutable ? "immutable=1" : "mode=ro"), &handle, flags, nil)
        guard let handle else {
            throw StoreError(code: SQLITE_NOMEM, message: "out of memory", path: path)
        }
        store = StoreConnection(handle: handle, path: path)
        self.place = place
        self.isImmutable = isImmutable
        guard code == SQLITE_OK else { throw store.error(code) }
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        onOpen(handle)
        try store.execute("PRAGMA query_only = 1; PRAGMA cache_size = -2000")
        try DatabaseOpening.checkIsOurs(store)
    }

    deinit {
        store.close()
        sqlite3_close_v2(store.handle)
    }

    /// Whether the name still leads to what was opened, and the way it was opened is still right.
    func isCurrent(_ path: String) -> Bool {
        FilePlace(path) == place && !(isImmutable && DatabaseOpening.hasUnreadChanges(path))
    }

    /// Runs `body` in one read transaction, so that everything it reads is of one moment.
    func read<T>(_ body: (StoreConnection) throws -> T) throws -> T {
        try store.run("BEGIN")
        do {
            let result = try body(store)
            try store.run("COMMIT")
            return result
        } catch {
            store.endReading()
            throw error
        }
    }
}

/// Which file a name leads to.
struct FilePlace: Equatable {
    private let device: UInt
    private let inode: UInt
    let isDirectory: Bool

    /// `nil` when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }

    /// Bytes; 0 when there is no such file.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
