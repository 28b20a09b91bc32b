import Foundation
import GRDB
package import SweepCore

/// Reads one database; never changes it, and needs no writer to be alive.
///
/// Every call is one read transaction, so its answer is of one moment. Callable from any thread; calls
/// wait for each other.
package final class StoreReader: Sendable {
    package let path: String
    let clock: SweepClock
    private let database: DatabaseQueue
    private let interruption = Interruption()

    /// - Throws: `StoreError` when there is no such file, or it is not a database of sweep's.
    package convenience init(path: String, clock: @escaping SweepClock) throws {
        try self.init(DatabaseOpening.forReading(path: path), path: path, clock: clock)
    }

    /// Reads a file that nobody changes, without a lock and without any other file.
    package convenience init(immutable path: String, clock: @escaping SweepClock) throws {
        try self.init(DatabaseOpening.immutable(path: path), path: path, clock: clock)
    }

    private init(_ database: DatabaseQueue, path: String, clock: @escaping SweepClock) throws {
        self.database = database
        self.path = path
        self.clock = clock
        try DatabaseOpening.translating(path) {
            try database.inDatabase { [interruption] database in
                let connection = try StoreConnection(database, path: path)
                SQLFunctions.add(to: connection.handle, interruption: interruption)
            }
        }
    }

    deinit {
        // Nothing is lost when a connection that only reads cannot be closed.
        try? database.close()
    }

    /// Runs `body` in one read transaction.
    func read<T>(_ body: (StoreConnection) throws -> T) throws -> T {
        try DatabaseOpening.translating(path) {
            try database.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                interruption.begin()
                try connection.execute("BEGIN")
                defer { connection.endReading() }
                return try body(connection)
            }
        }
    }

    /// Ends the call that is at work in another thread; it throws `StoreError.interrupted`.
    package func interrupt() {
        interruption.request()
        database.interrupt()
    }

    /// A number that changes whenever another connection has committed something.
    package func dataVersion() throws -> Int64 {
        try DatabaseOpening.translating(path) {
            try database.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                return try connection.integer("PRAGMA data_version")
            }
        }
    }

    /// The counter of changes of sweeps and runs.
    package func rev() throws -> Int64 {
        try read { try $0.integer("SELECT value FROM meta WHERE key = 'rev'") }
    }

    /// The schema's number; larger than `StoreReader.knownSchema` when a newer program wrote it.
    package func schema() throws -> Int {
        try read { try Int($0.integer("PRAGMA user_version")) }
    }

    package static var knownSchema: Int { Migrations.released.known }
}
