import Foundation
package import SweepCore
import Synchronization

/// Inserts runs with consecutive numbers, a chunk a transaction or more, while the caller makes the next chunk.
///
///     let inserter = RunInserter(writer, sweep: sweep.id, firstNumber: 1)
///     while … { try inserter.insert(runs(inserter.chunkSize)) }
///     try inserter.finish()
///
/// A number that is there already is left alone: another process may be expanding the same sweep. A name that
/// another run of the sweep has gets the run's number appended. Runs are stored in the order of their numbers, so an
/// expansion that was cut goes on after the last one.
package final class RunInserter {
    private static let firstChunk = 500
    private static let chunks = 125...16_000
    /// How long the inserts of a chunk may hold the write lock. Design.md allows 250 ms; the commit comes on top, and a
    /// busy machine needs a part of them.
    package static let patience: Duration = .milliseconds(50)

    private let writer: StoreWriter
    private let sweep: SweepID
    private let namesAreDistinct: Bool
    private let patience: Duration
    private var nextNumber: Int
    private var waiting: Chunk?

    /// How many runs the next chunk should have: twice as many while they are stored in less than half of the patience,
    /// half as many when they need more than it.
    package private(set) var chunkSize = firstChunk

    /// Runs that are being stored.
    private struct Chunk {
        let runs: ArraySlice<PreparedRun>
        let answer: ChunkAnswer
    }

    /// `namesAreDistinct` promises that no two runs of the sweep have the same name, so none is looked up.
    package init(
        _ writer: StoreWriter, sweep: SweepID, firstNumber: Int, namesAreDistinct: Bool = false,
        patience: Duration = RunInserter.patience
    ) {
        self.writer = writer
        self.sweep = sweep
        self.namesAreDistinct = namesAreDistinct
        self.patience = patience
        nextNumber = firstNumber
    }

    /// Begins to store the runs once the chunk before is stored.
    ///
    /// - Throws: What kept that one from being stored.
    @available(*, noasync)
    package func insert(_ runs: some Collection<NewRun>) throws {
        // The checksums are made here, so that the write lock is held for the inserts alone.
        let runs = runs.map(PreparedRun.init)
        try finish()
        begin(runs[...])
    }

    private func begin(_ runs: ArraySlice<PreparedRun>) {
        let answer = ChunkAnswer()
        let insertion = RunInsertion(
            sweep: sweep, firstNumber: nextNumber, namesAreDistinct: namesAreDistinct,
            patience: patience)
        waiting = Chunk(runs: runs, answer: answer)
        writer.submit(alone: true, answer: { answer.give($0) }) {
            [clock = writer.clock] connection, _ in
            try insertion.insert(runs, now: clock(), connection: connection)
        }
    }

    /// Waits until everything is stored.
    @available(*, noasync)
    package func finish() throws {
        while let chunk = waiting {
            waiting = nil
            let (held, count) = try chunk.answer.wait()
            nextNumber += count
            if held > patience {
                chunkSize = max(chunkSize / 2, Self.chunks.lowerBound)
            } else if held < patience / 2, count >= chunkSize {
                chunkSize = min(chunkSize * 2, Self.chunks.upperBound)
            }
            // Others that wait for the lock try again now and then; without a pause they would hardly ever find it
            // free.
            usleep(UInt32(min(held / .microseconds(20), 10_000)))
            if count < chunk.runs.count { begin(chunk.runs.dropFirst(count)) }
        }
    }
}

/// What a transaction has stored of a chunk.
private struct ChunkPart {
    /// When it began.
    let start: ContinuousClock.Instant
    let count: Int
}

/// The writer's answer to one chunk: how long it held the write lock, and how many of the runs it has stored.
private final class ChunkAnswer: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<(held: Duration, count: Int), any Error>?>(nil)

    /// Is called right after the commit.
    func give(_ part: Result<ChunkPart, any Error>) {
        let end = ContinuousClock.now
        result.withLock { $0 = part.map { (end - $0.start, $0.count) } }
        done.signal()
    }

    @available(*, noasync)
    func wait() throws -> (held: Duration, count: Int) {
        done.wait()
        guard let result = result.withLock({ $0 }) else {
            preconditionFailure("an answer without a result")
        }
        return try result.get()
    }
}

/// A run with the checksum of its configuration, by which equal ones are found.
private struct PreparedRun: Sendable {
    let run: NewRun
    let hash: Int64

    init(_ run: NewRun) {
        self.run = run
        hash = Checksum.of(run.configuration)
    }
}

/// Inserts one chunk of runs.
private struct RunInsertion {
    /// Rows of one statement. Its beginning and end, with a cursor on each index, take as long as two rows; and until
    /// its end SQLite keeps a copy of every page that it changes, which the index of groups has one a row at worst.
    private static let sizes = [400, 40, 1]

    let sweep: SweepID
    let firstNumber: Int
    let namesAreDistinct: Bool
    /// After this time the rest is left to another transaction: a machine that has become slow is noticed in the midst
    /// of a chunk.
    let patience: Duration

    /// Inserts the first runs, at least one statement's.
    func insert(
        _ runs: ArraySlice<PreparedRun>, now: SweepInstant, connection: StoreConnection
    ) throws -> ChunkPart {
        let begin = ContinuousClock.now
        // One step of the counter for the whole chunk, so that no trigger runs for each of its rows.
        let rev = try connection.nextRev()
        var parameters: Set<String> = []
        var start = 0
        while start < runs.count, start == 0 || ContinuousClock.now - begin < patience {
            // A row of the same statement is not there yet when a name is looked up.
            let left = namesAreDistinct ? runs.count - start : 1
            let count = Self.sizes.first { $0 <= left } ?? 1
            let statement = try connection.prepared(Self.statement(rows: count))
            for row in 0..<count {
                let prepared = runs[runs.startIndex + start + row]
                let run = prepared.run
                let number = firstNumber + start + row
                let first = Int32(row) * 12
                statement.bind(first + 1, .text(run.uid.description))
                statement.bind(first + 2, sweep.rawValue)
                statement.bind(first + 3, Int64(number))
                statement.bind(
                    first + 4, .text(try name(of: run, number: number, connection: connection)))
                statement.bind(first + 5, .text(run.configuration))
                statement.bind(first + 6, prepared.hash)
                statement.bind(first + 7, Int64(run.seed))
                statement.bind(first + 8, Int64(run.place.group))
                statement.bind(first + 9, Int64(run.place.slot))
                statement.bind(first + 10, Int64(run.place.slots))
                statement.bind(first + 11, now.milliseconds)
                statement.bind(first + 12, rev)
                if !run.parameters.isEmpty { parameters.formUnion(run.parameters) }
            }
            try statement.run()
            start += count
        }
        try noteParameters(parameters, connection: connection)
        return ChunkPart(start: begin, count: start)
    }

    private static func statement(rows: Int) -> String {
        let row = "(?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)"
        return """
            INSERT INTO run (uid, sweep, number, name, state, configuration, configuration_hash,
                seed, run_group, slot, slots, created_at, rev)
            VALUES \(Array(repeating: row, count: rows).joined(separator: ", "))
            ON CONFLICT (sweep, number) DO NOTHING
            """
    }

    private func name(
        of run: NewRun, number: Int, connection: StoreConnection
    ) throws -> String {
        guard !namesAreDistinct else { return run.name }
        let isTaken = try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM run WHERE name = ? AND sweep = ?)", run.name, sweep)
        return isTaken == 0 ? run.name : "\(run.name)-\(number)"
    }

    /// Keeps the sweep's list of parameters: the varied ones in file order, then the others by name.
    private func noteParameters(_ names: Set<String>, connection: StoreConnection) throws {
        guard let record = try SweepRecord.read(sweep, connection: connection) else { return }
        let known = Set(record.parameterNames)
        guard !names.isSubset(of: known) else { return }
        let all = names.union(known)
        let varied = record.variedNames.filter(all.contains)
        let ordered = varied + all.subtracting(varied).sorted()
        try connection.run(
            "UPDATE sweep SET parameters = ? WHERE id = ?",
            Value.list(ordered.map(Value.text)).canonicalJSON, sweep)
        try SweepView.rebuild(for: sweep, on: connection)
    }
}
