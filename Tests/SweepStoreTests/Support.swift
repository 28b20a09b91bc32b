import Foundation
import GRDBSQLite
import SweepCore
import SweepStore
import Synchronization
import Testing

/// A directory of its own for one test, removed with the last reference.
final class Scratch: Sendable {
    let directory: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("sweep-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String = "experiments.db") -> String { directory + "/" + name }
}

/// A clock that goes only when it is told to.
final class ManualClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_800_000_000_000)

    var clock: SweepClock {
        { SweepInstant(milliseconds: self.milliseconds.withLock { $0 }) }
    }

    func advance(_ amount: Int64) { milliseconds.withLock { $0 += amount } }
}

/// A database with one writer and what most tests need around it.
final class Fixture {
    let scratch: Scratch
    let clock: ManualClock
    let path: String
    private(set) var writer: StoreWriter

    init() throws {
        scratch = try Scratch()
        clock = ManualClock()
        path = scratch.path()
        writer = try StoreWriter(path: path, clock: clock.clock)
    }

    deinit { try? writer.close() }

    func reader() throws -> StoreReader { try StoreReader(path: path, clock: clock.clock) }

    func reopen() throws {
        try writer.close()
        writer = try StoreWriter(path: path, clock: clock.clock)
    }

    func worker(_ writer: StoreWriter? = nil, process: ProcessIdentity = .current()) throws
        -> WorkerID
    {
        try (writer ?? self.writer).registerWorkers(
            [NewWorker(name: "worker", thread: 0)], process: process, programVersion: "1")[0]
    }

    /// A sweep with one group per `groupSize` runs, ready to be claimed.
    func sweep(
        _ name: String = "test", runs: Int, groupSize: Int = 1,
        objective: Objective? = Objective(metric: "loss", goal: .minimize),
        configuration: (Int) -> [String: Value] = { ["lr": .number(0.5 + Double($0))] },
        varied: [String] = ["lr"]
    ) throws -> SweepRecord {
        let sweep = try writer.createSweep(
            NewSweep(
                name: name, identity: .map(["name": .text(name)]), objective: objective,
                variedNames: varied, plannedRunCount: runs))
        let new = (0..<runs).map { index in
            NewRun(
                name: "run\(index)", configuration: Configuration(configuration(index)), seed: 0,
                place: RunGrouping.Place(
                    group: index / groupSize, slot: index % groupSize, slots: groupSize))
        }
        try writer.insertRuns(new, into: sweep.id, firstNumber: 1)
        try writer.finishExpanding(sweep.id)
        return sweep
    }

    /// Claims and waits.
    func claim(
        _ sweep: SweepRecord, group: Int = 0, worker: WorkerID, writer: StoreWriter? = nil
    ) throws -> ClaimedGroup? {
        let answer: ClaimAnswer = try wait {
            (writer ?? self.writer).claim(
                sweep: sweep.id, group: group, worker: worker, answer: $0)
        }
        return answer.group
    }

    /// Ends and waits; `false` when the attempt was no longer current.
    func end(_ attempt: Attempt, _ outcome: RunOutcome) throws -> Bool {
        try state(after: attempt, outcome) != nil
    }

    /// Ends, waits, and returns the run's state then.
    func state(
        after attempt: Attempt, _ outcome: RunOutcome, retries: Bool = false
    ) throws -> RunState? {
        try wait {
            self.writer.end(attempt, outcome: outcome, retries: retries, answer: $0)
        }
    }

    /// A claimed attempt of a new sweep with one run.
    func attempt(_ name: String = "test", objective: Objective? = nil) throws -> Attempt {
        let sweep = try sweep(
            name, runs: 1, objective: objective ?? Objective(metric: "loss", goal: .minimize))
        return try #require(try claim(sweep, worker: try worker())?.attempts.first)
    }

    func record(
        _ attempt: Attempt, _ values: [Double], of metric: String = "loss", from step: Int64 = 1
    ) throws {
        let id = try writer.metric(named: metric)
        for (index, value) in values.enumerated() {
            writer.record(attempt, metric: id, step: step + Int64(index), value: value)
        }
        try writer.flush()
    }

    /// The rows of a query.
    func rows(_ sql: String) throws -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        try reader().query(sql, columns: { _ in }) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    func columns(_ sql: String) throws -> [String] {
        var names: [String] = []
        try reader().query(sql, columns: { names = $0 }) { _ in false }
        return names
    }

    /// Changes the file as a person with the sqlite3 shell would.
    func change(_ sql: String) throws {
        try Self.change(path, sql)
    }

    static func change(_ path: String, _ sql: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        sqlite3_busy_timeout(handle, 5_000)
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        try #require(code == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }
}

/// Waits for the answer of a request.
func wait<T: Sendable>(
    _ request: (@escaping @Sendable (Result<T, any Error>) -> Void) -> Void
) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<T, any Error>?>(nil)
    request { answer in
        result.withLock { $0 = answer }
        done.signal()
    }
    done.wait()
    return try #require(result.withLock { $0 }).get()
}
