import Foundation
import GRDB
package import SweepCore

/// Bytes of a database file before and after it was compacted.
package struct CompactedSize: Sendable, Equatable {
    package let before: Int
    package let after: Int
}

extension StoreWriter {
    /// Rewrites the file without its holes, in SQLite's `VACUUM`: until the new contents are whole, the old ones
    /// count.
    ///
    /// Static, on a connection of its own, because `VACUUM` has no place in a transaction and a writer's thread
    /// does nothing outside one; no writer of this process may be open.
    ///
    /// - Throws: `StoreError.workersAlive` while any worker may still write, `.other` when the disk has no room
    ///   for the copy, `.corrupt` when the file is damaged already.
    package static func compact(path: String, clock: SweepClock) throws -> CompactedSize {
        let now = clock().milliseconds
        let database = try DatabaseOpening.forWriting(path: path, sync: .normal, now: now)
        // The first error is the one to tell.
        defer { try? database.close() }
        let before = try size(of: path)
        try checkRoom(for: before, at: path)
        try DatabaseOpening.translating(path) {
            try database.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                try LiveWorkers.refuse(now: SweepInstant(milliseconds: now), connection: connection)
                let state = try connection.first("PRAGMA quick_check(1)") { $0.text(0) }
                guard state == "ok" else {
                    throw StoreError.corrupt(path: path, message: state ?? "no answer")
                }
                // On disk: the copy of a large file has no place in memory.
                try connection.execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA optimize")
                try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        return CompactedSize(before: before, after: try size(of: path))
    }

    /// The copy is written to a temporary file and then through the log.
    private static func checkRoom(for size: Int, at path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let free = try FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize]
        guard let free = (free as? NSNumber)?.intValue, free < 2 * size else { return }
        throw StoreError.other(
            path: path,
            message: "compacting needs \(2 * size >> 20) MiB of free disk, there are \(free >> 20)")
    }

    private static func size(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
}
