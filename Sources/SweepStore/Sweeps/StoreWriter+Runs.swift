package import SweepCore

extension StoreWriter {
    /// The first transaction's runs. Every further one takes twice as many while they are done in half
    /// the 250 ms that a transaction may hold the write lock, and half as many when they are not: large
    /// ones are several times faster, because two indexes are in random order.
    private static let firstChunk = 500
    private static let largestChunk = 16_000
    private static let targetTime: Duration = .milliseconds(125)

    /// How many runs of a sweep are stored; an expansion that was cut goes on with the next one.
    @available(*, noasync)
    package func insertedRunCount(of sweep: SweepID) throws -> Int {
        try perform { connection in
            try Int(connection.integer("SELECT count(*) FROM run WHERE sweep = ?", sweep))
        }
    }

    /// Inserts runs with consecutive numbers from `firstNumber` (counted from 1) on, in chunks.
    ///
    /// A number that is there already is left alone: another process may be expanding the same sweep. A
    /// name that another run of the sweep has gets the run's number appended.
    ///
    /// - Throws: Also when the sweep has a run of the same configuration and seed under another number;
    ///   the chunks before it stay.
    @available(*, noasync)
    package func insertRuns(
        _ runs: some RandomAccessCollection<NewRun>, into sweep: SweepID, firstNumber: Int
    ) throws {
        var rest = runs[...]
        var number = firstNumber
        var size = Self.firstChunk
        while !rest.isEmpty {
            // The texts are made here, so that the write lock is held for the inserts alone.
            let chunk = rest.prefix(size).map(PreparedRun.init)
            rest = rest.dropFirst(size)
            let first = number
            let start = ContinuousClock.now
            try perform(alone: true) { [clock] connection, _ in
                try RunInsertion.insert(
                    chunk, into: sweep, firstNumber: first, now: clock(), connection: connection)
            }
            number += chunk.count
            let isQuick = ContinuousClock.now - start < Self.targetTime / 2
            let isSlow = ContinuousClock.now - start > Self.targetTime
            size = isQuick ? min(size * 2, Self.largestChunk) : isSlow ? max(size / 2, 125) : size
        }
    }

    /// Ends the state `expanding`; does nothing in any other.
    ///
    /// - Throws: When the number of runs is not the planned one.
    @available(*, noasync)
    package func finishExpanding(_ sweep: SweepID) throws {
        try perform { connection in
            let planned = try connection.first(
                "SELECT run_count_planned FROM sweep WHERE id = ? AND state = 'expanding'", sweep
            ) { $0.optionalInteger(0) }
            guard let planned else { return }
            let count = try connection.integer("SELECT count(*) FROM run WHERE sweep = ?", sweep)
            guard count == planned ?? count else {
                throw StoreError.inconsistent(
                    path: connection.path,
                    message: "the sweep has \(count) runs where \(planned ?? count) were planned")
            }
            try connection.run(
                """
                UPDATE sweep SET state = 'active', run_count_planned = ?
                WHERE id = ? AND state = 'expanding'
                """, count, sweep)
        }
    }
}

/// A run with the checksum of its configuration, so that the unique index need not hold the text again.
private struct PreparedRun: Sendable {
    let run: NewRun
    let hash: Int64

    init(_ run: NewRun) {
        self.run = run
        hash = Checksum.of(run.configuration)
    }
}

/// Inserts one chunk of runs.
private enum RunInsertion {
    static func insert(
        _ runs: [PreparedRun], into sweep: SweepID, firstNumber: Int, now: SweepInstant,
        connection: StoreConnection
    ) throws {
        // One step of the counter for the whole chunk, so that no trigger runs for each of its rows.
        try connection.run("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
        let rev = try connection.integer("SELECT value FROM meta WHERE key = 'rev'")
        let nameTaken = try connection.prepared("SELECT 1 FROM run WHERE name = ? AND sweep = ?")
        nameTaken.bind(2, sweep.rawValue)
        let insert = try connection.prepared(
            """
            INSERT INTO run (uid, sweep, number, name, state, configuration, configuration_hash,
                seed, run_group, slot, slots, created_at, rev)
            VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (sweep, number) DO NOTHING
            """)
        insert.bind(2, sweep.rawValue)
        insert.bind(11, now.milliseconds)
        insert.bind(12, rev)
        var parameters: Set<String> = []
        for (offset, prepared) in runs.enumerated() {
            let run = prepared.run
            let number = firstNumber + offset
            nameTaken.bind(1, .text(run.name))
            let isTaken = try nameTaken.step()
            nameTaken.reset()
            insert.bind(1, .text(run.uid.description))
            insert.bind(3, Int64(number))
            insert.bind(4, .text(isTaken ? "\(run.name)-\(number)" : run.name))
            insert.bind(5, .text(run.configuration))
            insert.bind(6, prepared.hash)
            insert.bind(7, Int64(run.seed))
            insert.bind(8, Int64(run.place.group))
            insert.bind(9, Int64(run.place.slot))
            insert.bind(10, Int64(run.place.slots))
            try insert.run()
            if !run.parameters.isEmpty { parameters.formUnion(run.parameters) }
        }
        try noteParameters(parameters, of: sweep, connection: connection)
    }

    /// Keeps the sweep's list of parameters: the varied ones in file order, then the others by name.
    private static func noteParameters(
        _ names: Set<String>, of sweep: SweepID, connection: StoreConnection
    ) throws {
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
