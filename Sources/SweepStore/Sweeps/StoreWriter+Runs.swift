package import SweepCore

extension StoreWriter {
    /// How many runs of a sweep are stored; an expansion that was cut goes on with the next one.
    @available(*, noasync)
    package func insertedRunCount(of sweep: SweepID) throws -> Int {
        try perform { connection in
            try Int(connection.integer("SELECT count(*) FROM run WHERE sweep = ?", sweep))
        }
    }

    /// Inserts runs with consecutive numbers from `firstNumber` (counted from 1) on; see `RunInserter`.
    @available(*, noasync)
    package func insertRuns(
        _ runs: some RandomAccessCollection<NewRun>, into sweep: SweepID, firstNumber: Int
    ) throws {
        let inserter = RunInserter(self, sweep: sweep, firstNumber: firstNumber)
        var rest = runs[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(inserter.chunkSize)
            rest = rest.dropFirst(chunk.count)
            try inserter.insert(chunk)
        }
        try inserter.finish()
    }

    /// Ends the state `expanding`; does nothing in any other.
    ///
    /// - Throws: When the number of runs is not the planned one, or two of them are the same. The runs stay, and the
    ///   sweep stays `expanding`.
    @available(*, noasync)
    package func finishExpanding(_ sweep: SweepID) throws {
        try checkRunsAreDistinct(of: sweep)
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

    /// Looks at all runs of the sweep without holding the write lock. The index of configurations leaves queued runs
    /// out, so it would refuse a second run of a configuration only when that is claimed.
    private func checkRunsAreDistinct(of sweep: SweepID) throws {
        var keys = try StoreReader(path: path, clock: clock).runKeys(of: sweep)
        keys.sort {
            $0.configurationHash != $1.configurationHash
                ? $0.configurationHash < $1.configurationHash : $0.seed < $1.seed
        }
        for (one, next) in zip(keys, keys.dropFirst()) where one == next {
            throw StoreError.inconsistent(
                path: path,
                message: "two runs of the sweep have the same configuration and seed \(one.seed)")
        }
    }
}
