import Foundation
import GRDB
package import SweepCore
import Synchronization

/// The one writer of this process: a thread that owns the only writing connection.
///
/// Claims, points, ends and everything else pass through one bounded queue, in order. A commit begins when
/// 100 ms have passed since the first waiting point, when 4,096 points are in, or when a request waits
/// for an answer. What was committed survives the death of every process.
///
///     let writer = try StoreWriter(path: "experiments.db", clock: clock)
///     let loss = try writer.metric(named: "train/loss")
///     writer.record(attempt, metric: loss, step: 1, value: 0.7)
///     try writer.close()
///
/// A commit that fails ends the writing: the error goes to `onFailure` once and answers every request
/// from then on. Callable from any thread but its own, so never from inside an answer.
package final class StoreWriter: Sendable {
    package let path: String
    let clock: SweepClock
    let host: ProcessIdentity
    let probe: ProcessProbe
    let usage = ProcessUsage()
    private let queue = WriterQueue()
    private let counters = WriterCounters()
    private let metricNames = Mutex<[String: MetricID]>([:])
    private let ended = DispatchSemaphore(value: 0)

    /// Opens the database, creating or migrating it, and puts back the runs of workers that are gone.
    ///
    /// `onFailure` is called once, on the writer's thread, when a commit has failed. `host` and `probe`
    /// say where this is and which processes live; tests hand in their own.
    package convenience init(
        path: String, sync: Sync = .normal, clock: @escaping SweepClock,
        host: ProcessIdentity = .current(), probe: @escaping ProcessProbe = ProcessIdentity.probe,
        onFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws {
        try self.init(
            path: path, sync: sync, clock: clock, migrations: .released, host: host, probe: probe,
            onFailure: onFailure)
        _ = try reclaimLost(host: host, probe: probe)
    }

    /// Opens the database with these schemas and puts nothing back; for tests of migrations.
    package init(
        path: String, sync: Sync, clock: @escaping SweepClock, migrations: Migrations,
        host: ProcessIdentity = .current(), probe: @escaping ProcessProbe = ProcessIdentity.probe,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) throws {
        let database = try DatabaseOpening.forWriting(
            path: path, sync: sync, now: clock().milliseconds, migrations: migrations)
        self.path = path
        self.clock = clock
        self.host = host
        self.probe = probe
        let thread = Thread { [queue, counters, ended] in
            Self.write(
                to: database, path: path, queue: queue, counters: counters, onFailure: onFailure)
            ended.signal()
        }
        thread.name = "sweep.writer"
        thread.start()
    }

    deinit {
        // Without waiting: the last reference may go away inside an answer, on the writer's own thread.
        queue.close(StoreError.other(path: path, message: "the store has been closed"))
    }

    private static func write(
        to database: DatabaseQueue, path: String, queue: WriterQueue, counters: WriterCounters,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) {
        do {
            try database.inDatabase { database in
                let connection = try StoreConnection(database, path: path)
                defer { connection.close() }
                let loop = try WriterLoop(
                    connection: connection, queue: queue, statistics: counters,
                    onFailure: onFailure)
                loop.run()
                // Best effort: with a reader at work the log cannot be emptied, and that is no harm.
                try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            let failure = error as? StoreError ?? .other(path: path, message: "\(error)")
            for request in queue.refuse(failure) { request.reject(failure) }
            onFailure(failure)
        }
        // The last connection to close removes `-wal` and `-shm`; a failure to do so changes no data.
        try? database.close()
    }

    /// Commits what is waiting, ends the thread and leaves a single file when nobody else has it open.
    ///
    /// - Throws: The error that ended the writing, if one did.
    @available(*, noasync)
    package func close() throws {
        let closed = StoreError.other(path: path, message: "the store has been closed")
        queue.close(closed)
        ended.wait()
        // So that another caller does not wait for ever.
        ended.signal()
        if let failure = queue.failure as? StoreError, failure != closed { throw failure }
    }

    package var statistics: WriterStatistics {
        var statistics = counters.current
        statistics.blockedTime = queue.blockedTime
        return statistics
    }

    /// Lets the file grow to this many pages only, as on a full disk; for tests.
    @available(*, noasync)
    package func limitFile(toPages pages: Int) throws {
        try perform { connection in try connection.execute("PRAGMA max_page_count = \(pages)") }
    }

    // MARK: Requests

    /// Does something in order with the points before it, and answers after the commit.
    ///
    /// A request that is not `guarded` has no savepoint of its own, which costs as much as its statements: it
    /// may throw `.inconsistent` before it has changed anything, and no other error but SQLite's.
    func submit<T: Sendable>(
        alone: Bool = false, guarded: Bool = true,
        answer: @escaping @Sendable (Result<T, any Error>) -> Void,
        _ body: @escaping @Sendable (StoreConnection, PointRecorder) throws -> T
    ) {
        let request = WriterRequest(
            isAlone: alone, isGuarded: guarded,
            body: { connection, recorder in
                let result = try body(connection, recorder)
                return { answer(.success(result)) }
            },
            reject: { answer(.failure($0)) })
        do { try queue.append(request) } catch { answer(.failure(error)) }
    }

    /// Does something in order with the points before it, and returns after the commit.
    @available(*, noasync)
    func perform<T: Sendable>(
        alone: Bool = false,
        _ body: @escaping @Sendable (StoreConnection, PointRecorder) throws -> T
    ) throws -> T {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<T, any Error>?>(nil)
        submit(
            alone: alone,
            answer: { answer in
                result.withLock { $0 = answer }
                done.signal()
            }, body)
        done.wait()
        guard let result = result.withLock({ $0 }) else {
            preconditionFailure("an answer without a result")
        }
        return try result.get()
    }

    @available(*, noasync)
    func perform<T: Sendable>(
        _ body: @escaping @Sendable (StoreConnection) throws -> T
    ) throws -> T {
        try perform { connection, _ in try body(connection) }
    }

    /// Returns after everything recorded before is committed, and the views show it.
    @available(*, noasync)
    package func flush() throws {
        try perform { (_: StoreConnection, recorder: PointRecorder) in try recorder.remakeViews() }
    }
}

extension StoreWriter: MetricSink {
    @available(*, noasync)
    package func metric(named name: String) throws -> MetricID {
        if let known = metricNames.withLock({ $0[name] }) { return known }
        let metric = try perform { connection in
            try connection.run("INSERT INTO metric (name) VALUES (?) ON CONFLICT DO NOTHING", name)
            return MetricID(try connection.integer("SELECT id FROM metric WHERE name = ?", name))
        }
        metricNames.withLock { $0[name] = metric }
        return metric
    }

    @available(*, noasync)
    package func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {
        let point = StoredPoint(
            run: attempt.run.rawValue, attempt: Int64(attempt.number), metric: metric.rawValue,
            step: step, value: value,
            time: max(0, clock().milliseconds - attempt.startedAt.milliseconds))
        if !queue.append(point) { counters.refused() }
    }
}
