import Foundation
import GRDBSQLite
import SweepCore

/// The schemas that were ever released, each as frozen SQL that makes it from the one before.
///
/// `application_id` says that the file is ours, `user_version` says its schema.
package struct Migrations: Sendable {
    /// 'SWEP'.
    static let applicationID: Int32 = 0x5357_4550

    /// Those of this program.
    package static let released = Migrations(steps: [
        Schema1.sql, Schema2.sql, Schema3.sql, Schema4.sql,
    ])

    package let steps: [String]

    package init(steps: [String]) { self.steps = steps }

    /// The newest schema that this program knows.
    var known: Int { steps.count }

    /// Brings the database to the newest schema; a new file gets all of it.
    ///
    /// An older database is copied to `NAME.schemaN.bak` first. Each schema is one transaction, so a
    /// migration that is cut short leaves the older one.
    func apply(to connection: StoreConnection, now: Int64) throws {
        let schema = try schema(of: connection)
        guard schema <= known else {
            throw StoreError.newer(path: connection.path, schema: schema, known: known)
        }
        guard schema < known else { return }
        if schema > 0 {
            try LiveWorkers.refuse(now: SweepInstant(milliseconds: now), connection: connection)
            try copy(connection, schema: schema)
        }
        try connection.execute("BEGIN IMMEDIATE")
        do {
            // Another process may have been faster, so the schema is asked again under the lock.
            let current = try self.schema(of: connection)
            for step in steps.dropFirst(current) { try connection.execute(step) }
            try remakeViews(connection)
            if current < known {
                try connection.execute(
                    "PRAGMA application_id = \(Self.applicationID); PRAGMA user_version = \(known)")
            }
            try connection.execute("COMMIT")
        } catch {
            // The first error is the one to tell; SQLite may have rolled back by itself.
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    /// The schema's number; 0 for an empty database.
    private func schema(of connection: StoreConnection) throws -> Int {
        let schema = Int(try connection.integer("PRAGMA user_version"))
        let application = try connection.integer("PRAGMA application_id")
        if application == Int64(Self.applicationID) { return schema }
        let isEmpty =
            try application == 0 && connection.integer("SELECT count(*) FROM sqlite_schema") == 0
        guard isEmpty else {
            throw StoreError.notADatabase(path: connection.path, isSQLite: true)
        }
        return 0
    }

    /// Gives sweeps whose view had the name of one that a schema brought another one.
    private func remakeViews(_ connection: StoreConnection) throws {
        let sweeps = try connection.all(
            "SELECT id FROM sweep WHERE id NOT IN (SELECT sweep FROM sweep_view) ORDER BY id"
        ) { SweepID($0.integer(0)) }
        for sweep in sweeps { try SweepView.rebuild(for: sweep, on: connection) }
    }

    /// Writes the copy under another name first, so that a `.bak` file is always a whole one.
    private func copy(_ connection: StoreConnection, schema: Int) throws {
        let target = "\(connection.path).schema\(schema).bak"
        let partial = target + ".partial"
        // Left by an earlier try that was cut short; usually there is none.
        try? FileManager.default.removeItem(atPath: partial)
        try connection.run("VACUUM INTO ?", partial)
        guard rename(partial, target) == 0 else {
            throw StoreError.other(
                path: target, message: "the copy before the migration cannot be named so")
        }
    }
}
