import GRDBSQLite
import Synchronization

/// Figures of one writer since it was opened.
package struct WriterStatistics: Sendable, Equatable {
    package var commitCount = 0
    package var pointCount = 0
    /// Points of attempts that were no longer current, out of step order, or after a failure.
    package var droppedPointCount = 0
    package var longestCommit: Duration = .zero
    /// From the beginning of each transaction to the end of its commit.
    package var commitLatency = LatencyHistogram()
    /// How long threads waited because the queue was full.
    package var blockedTime: Duration = .zero
}

/// What the writer's thread does: batches in, transactions out.
///
/// A request runs in a savepoint of its own: when it fails alone, only it is rejected. When a transaction
/// fails as a whole, nothing of it is stored, the error is told once to `onFailure`, and everything that
/// waits or comes later is refused with it.
final class WriterLoop {
    /// A transaction takes no further request after this time; see the 250 ms of `design.md` §4.
    private static let patience: Duration = .milliseconds(50)
    private static let busyTries = 6

    private let connection: StoreConnection
    private let recorder: PointRecorder
    private let queue: WriterQueue
    private let statistics: WriterCounters
    private let onFailure: @Sendable (StoreError) -> Void
    /// Pages that the log had after the last commit.
    private let logLength: UnsafeMutablePointer<Int32>
    private var logPace = LogPace(now: .now)

    init(
        connection: StoreConnection, queue: WriterQueue, statistics: WriterCounters,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) throws {
        self.connection = connection
        self.queue = queue
        self.statistics = statistics
        self.onFailure = onFailure
        recorder = try PointRecorder(connection: connection)
        logLength = .allocate(capacity: 1)
        logLength.initialize(to: 0)
        // In place of SQLite's own checkpoints, which come inside of COMMIT: those who wait for an answer, and the
        // measure of how long the lock is held, do not wait for the disk.
        sqlite3_wal_hook(
            connection.handle,
            { length, _, _, pages in
                length?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logLength)
    }

    deinit {
        sqlite3_wal_hook(connection.handle, nil, nil)
        logLength.deallocate()
    }

    /// Copies a long log into the database. As with SQLite's own checkpoints a failure is no harm: the log stays.
    private func copyLongLog() {
        guard logPace.isDue(pages: Int(logLength.pointee), now: .now) else { return }
        logLength.pointee = 0
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }

    /// Works until the queue is closed and empty, or a commit has failed.
    func run() {
        while let batch = queue.next() {
            guard process(batch) else { return }
        }
    }

    private func process(_ batch: WriterQueue.Batch) -> Bool {
        var pointsDone = 0
        var requestsDone = 0
        repeat {
            let firstRequest = requestsDone
            do {
                let answers = try transaction(
                    batch, pointsDone: &pointsDone, requestsDone: &requestsDone)
                for answer in answers { answer() }
                copyLongLog()
            } catch {
                fail(error, rejecting: batch.requests[firstRequest...].map(\.request))
                return false
            }
        } while pointsDone < batch.pointCount || requestsDone < batch.requests.count
        return true
    }

    /// Commits the next part of the batch and returns the answers to give.
    private func transaction(
        _ batch: WriterQueue.Batch, pointsDone: inout Int, requestsDone: inout Int
    ) throws -> [@Sendable () -> Void] {
        let start = ContinuousClock.now
        let dropped = recorder.droppedCount
        let firstPoint = pointsDone
        try begin()
        recorder.runsMayHaveChanged()
        var answers: [@Sendable () -> Void] = []
        while requestsDone < batch.requests.count {
            let (position, request) = batch.requests[requestsDone]
            try recorder.record(batch.points[pointsDone..<position])
            pointsDone = position
            try recorder.flush()
            if request.isAlone {
                let isFirst = answers.isEmpty && pointsDone == firstPoint
                // Otherwise what came before is committed, and the next transaction begins with it.
                guard isFirst else { break }
                requestsDone += 1
                return [try answer(toAlone: request, since: start)]
            }
            answers.append(try answer(to: request))
            recorder.runsMayHaveChanged()
            requestsDone += 1
            if ContinuousClock.now - start > Self.patience { break }
        }
        if requestsDone == batch.requests.count {
            // The rest, which no request waits for.
            try recorder.record(batch.points[pointsDone..<batch.pointCount])
            pointsDone = batch.pointCount
            try recorder.flush()
        }
        try connection.run("COMMIT")
        let newlyDropped = recorder.droppedCount - dropped
        statistics.committed(
            points: pointsDone - firstPoint - newlyDropped, dropped: newlyDropped,
            duration: ContinuousClock.now - start)
        return answers
    }

    /// Waits longer than SQLite does by itself: another process may be busy for a while, and nobody is to
    /// lose points for it.
    private func begin() throws {
        var tries = 1
        while true {
            do {
                return try connection.run("BEGIN IMMEDIATE")
            } catch StoreError.busy where tries < Self.busyTries {
                tries += 1
            }
        }
    }

    /// Carries a request out; when it fails alone, its rejection is the answer.
    private func answer(to request: WriterRequest) throws -> @Sendable () -> Void {
        guard request.isGuarded else {
            do {
                return try request.body(connection, recorder)
            } catch let error as StoreError {
                // Thrown before anything was changed; every other error ends the writing.
                guard case .inconsistent = error else { throw error }
                return { request.reject(error) }
            }
        }
        try connection.run("SAVEPOINT request")
        do {
            let answer = try request.body(connection, recorder)
            try connection.run("RELEASE request")
            return answer
        } catch {
            let isOver = sqlite3_get_autocommit(connection.handle) != 0
            if isOver || Self.endsWriting(error) { throw error }
            try connection.run("ROLLBACK TO request")
            try connection.run("RELEASE request")
            return { request.reject(error) }
        }
    }

    /// Carries out a request that has the transaction to itself, to its end.
    private func answer(
        toAlone request: WriterRequest, since start: ContinuousClock.Instant
    ) throws -> @Sendable () -> Void {
        do {
            let answer = try request.body(connection, recorder)
            try connection.run("COMMIT")
            statistics.committed(points: 0, dropped: 0, duration: ContinuousClock.now - start)
            return answer
        } catch {
            let isOver = sqlite3_get_autocommit(connection.handle) != 0
            if isOver || Self.endsWriting(error) { throw error }
            try connection.run("ROLLBACK")
            return { request.reject(error) }
        }
    }

    private static func endsWriting(_ error: any Error) -> Bool {
        switch error as? StoreError {
        case .diskFull, .readOnly, .corrupt, .notADatabase: true
        default: false
        }
    }

    private func fail(_ error: any Error, rejecting requests: [WriterRequest]) {
        // Nothing to roll back is the other possible case.
        try? connection.execute("ROLLBACK")
        let failure =
            error as? StoreError ?? .other(path: connection.path, message: "\(error)")
        let waiting = queue.refuse(failure)
        for request in requests + waiting { request.reject(failure) }
        onFailure(failure)
    }
}

/// The writer's figures, shared with whoever asks.
final class WriterCounters: Sendable {
    private let values = Mutex(WriterStatistics())

    var current: WriterStatistics { values.withLock { $0 } }

    func committed(points: Int, dropped: Int, duration: Duration) {
        values.withLock {
            $0.commitCount += 1
            $0.pointCount += points
            $0.droppedPointCount += dropped
            $0.longestCommit = max($0.longestCommit, duration)
            $0.commitLatency.add(duration)
        }
    }

    func refused() { values.withLock { $0.droppedPointCount += 1 } }
}
