import Foundation
import GRDB
package import SweepCore

extension StoreWriter {
    /// Takes over everything of another database that is not here, and the newer attempt of every run that
    /// is in both; a file that is not there is made.
    ///
    /// Sweeps and runs are the same when their uids are. Works in many short transactions, on a connection of
    /// its own that has both files open; the other one is only read. A merge that was cut short is repeated,
    /// and one that is repeated changes nothing. No writer of this process may be open.
    ///
    /// - Throws: `StoreError.workersAlive` while either file has live workers, `.other` for a file of a newer
    ///   program and for the same file.
    package static func merge(
        _ other: String, into path: String, clock: @escaping SweepClock,
        host: ProcessIdentity = .current(), probe: @escaping ProcessProbe = ProcessIdentity.probe
    ) throws -> MergeReport {
        try checkOther(other, into: path, clock: clock)
        // Puts back the runs of workers that are gone.
        try StoreWriter(path: path, clock: clock, host: host, probe: probe).close()
        let database = try DatabaseOpening.forWriting(
            path: path, sync: .normal, now: clock().milliseconds)
        // The first error is the one to tell.
        defer { try? database.close() }
        return try DatabaseOpening.translating(path) {
            try database.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                try attach(other, to: connection)
                let now = clock()
                for (schema, file) in [("main", path), ("theirs", other)] {
                    let workers = try LiveWorkers.names(
                        in: schema, now: now, host: host, probe: probe, connection: connection)
                    guard workers.isEmpty else {
                        throw StoreError.workersAlive(path: file, workers: workers)
                    }
                }
                let merging = Merging(connection: connection, now: now)
                try merging.run()
                return merging.report
            }
        }
    }

    private static func checkOther(_ other: String, into path: String, clock: @escaping SweepClock)
        throws
    {
        let schema = try StoreReader(path: other, clock: clock).schema()
        guard schema <= StoreReader.knownSchema else {
            throw StoreError.other(
                path: other,
                message: "it was written by a newer sweep (schema \(schema), this program knows "
                    + "\(StoreReader.knownSchema)); update sweep")
        }
        let files = [other, path].map { file in
            // `try?`: a file that is not there yet is no other.
            try? FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: file).resolvingSymlinksInPath().path)
        }
        let numbers = files.map { [$0?[.systemNumber], $0?[.systemFileNumber]] as? [Int] }
        guard numbers[0] == nil || numbers[0] != numbers[1] else {
            throw StoreError.other(path: other, message: "this is the database itself")
        }
    }

    /// Opens the other file as `theirs`, read-only; as immutable where that is impossible and nothing is unread.
    private static func attach(_ other: String, to connection: StoreConnection) throws {
        do {
            try connection.run("ATTACH ? AS theirs", DatabaseOpening.uri(other, "mode=ro"))
            _ = try connection.integer("SELECT count(*) FROM theirs.sqlite_schema")
        } catch {
            guard !DatabaseOpening.hasUnreadChanges(other) else { throw error }
            // It may not have come to be attached.
            try? connection.execute("DETACH theirs")
            try connection.run("ATTACH ? AS theirs", DatabaseOpening.uri(other, "immutable=1"))
        }
    }
}

/// One merge: `main` is ours, `theirs` the other file.
///
/// The work is a row of small pieces with `breathe()` between them, which ends the transaction when it has
/// lasted long enough. What a transaction may leave unfinished is marked, so that it neither looks whole nor
/// is worked on: a new sweep is archived, paused and has an event `merging`; a run is `cancelled` with the
/// message `being merged`.
final class Merging {
    static let unfinishedEvent = "merging"
    static let unfinishedMessage = "being merged"
    /// See the 250 ms of `design.md` §4; a piece and the commit come on top.
    private static let patience: Duration = .milliseconds(100)
    private static let pauseMicroseconds: UInt32 = 10_000

    let connection: StoreConnection
    let now: SweepInstant
    var report = MergeReport()
    private var began = ContinuousClock.now

    init(connection: StoreConnection, now: SweepInstant) {
        self.connection = connection
        self.now = now
    }

    func run() throws {
        try begin()
        do {
            try mapMetrics()
            try mapWorkers()
            let sweeps = try connection.all("SELECT id FROM theirs.sweep ORDER BY id") {
                SweepID($0.integer(0))
            }
            for sweep in sweeps { try merge(sweep) }
            try mergeRuns(of: nil, into: nil)
            try connection.run("COMMIT")
        } catch {
            // The first error is the one to tell; SQLite may have rolled back by itself.
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    func begin() throws {
        try connection.run("BEGIN IMMEDIATE")
        began = ContinuousClock.now
    }

    /// Ends the transaction and begins the next one when it is time.
    func breathe() throws {
        guard ContinuousClock.now - began > Self.patience else { return }
        try connection.run("COMMIT")
        // SQLite's lock is not fair: without a pause others who wait for it would hardly ever get it.
        usleep(Self.pauseMicroseconds)
        try begin()
    }

    /// Integer keys are local to their file: names say which metric is which.
    private func mapMetrics() throws {
        try connection.run(
            """
            INSERT INTO main.metric (name) SELECT name FROM theirs.metric WHERE 1 ORDER BY id
            ON CONFLICT DO NOTHING
            """)
        try connection.execute(
            """
            CREATE TEMP TABLE merged_metric (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL);
            INSERT INTO merged_metric SELECT t.id, o.id
            FROM theirs.metric AS t JOIN main.metric AS o ON o.name = t.name;
            """)
    }

    /// A worker is the same when process, thread and moment of registration are.
    private func mapWorkers() throws {
        let isSame = """
            o.host = t.host AND o.boot_id = t.boot_id AND o.pid_namespace = t.pid_namespace \
            AND o.pid = t.pid AND o.process_started = t.process_started \
            AND o.thread = t.thread AND o.registered_at = t.registered_at
            """
        try connection.execute(
            """
            INSERT INTO main.worker (name, host, boot_id, pid_namespace, pid, process_started,
                thread, program_version, registered_at, seen_at, ended_at)
            SELECT name, host, boot_id, pid_namespace, pid, process_started, thread,
                program_version, registered_at, seen_at, coalesce(ended_at, seen_at)
            FROM theirs.worker AS t
            WHERE NOT EXISTS (SELECT 1 FROM main.worker AS o WHERE \(isSame)) ORDER BY id;
            CREATE TEMP TABLE merged_worker (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL);
            INSERT OR IGNORE INTO merged_worker SELECT t.id, o.id
            FROM theirs.worker AS t JOIN main.worker AS o ON \(isSame);
            """)
    }
}
