package import SweepCore

extension StoreWriter: WeightSink {
    @available(*, noasync)
    package func keep(_ weights: ModelWeights, of attempt: Attempt) throws {
        try perform { [clock] connection in
            let isCurrent = try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM run
                    WHERE id = ? AND attempt = ? AND state = 'running')
                """, attempt.run, attempt.number)
            guard isCurrent != 0 else { return }
            try WeightRow.insert(
                weights, of: attempt.run, attempt: attempt.number, now: clock(),
                connection: connection)
        }
    }
}

extension StoreWriter {
    /// More bytes than this the database takes in no single set of weights.
    package static let mostWeightBytes = 1_000_000_000 - (1 << 20)

    /// Gives a run that has ended these weights, in place of those of the same kinds that it has.
    ///
    /// There is no lease on such a run, so the row itself is the fence: what was read of it before the
    /// weights were made must still hold.
    ///
    /// - Returns: `false`, and nothing is changed, when the run was deleted or executed again since.
    @available(*, noasync)
    package func replaceWeights(of run: RunRecord, by weights: [ModelWeights]) throws -> Bool {
        try perform { [clock] connection in
            let isSame = try connection.integer(
                """
                SELECT EXISTS (SELECT 1 FROM run WHERE id = ? AND uid = ? AND attempt = ?
                    AND rewind = ? AND state = ?)
                """, run.id, run.uid, run.attempt, run.rewind, run.state.rawValue)
            guard isSame != 0, run.state.isFinished else { return false }
            for kind in Set(weights.map(\.kind)) {
                try WeightRow.removeAll(of: run.id, kind: kind, connection: connection)
            }
            for weights in weights {
                try WeightRow.insert(
                    weights, of: run.id, attempt: run.attempt, now: clock(),
                    connection: connection)
            }
            return true
        }
    }
}
