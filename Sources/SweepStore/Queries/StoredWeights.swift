package import SweepCore

/// A set of weights in the database, without the weights themselves.
package struct WeightRecord: Sendable, Equatable {
    package let id: Int64
    package let run: RunID
    package let runUID: UID
    package let runName: String
    /// `nil` for a run alone.
    package let sweepName: String?
    package let kind: WeightKind
    /// Completed epochs.
    package let epoch: Int
    package let step: Int64
    package let byteCount: Int
    package let createdAt: SweepInstant

    // The length of a blob stands before it: it is not read for that.
    fileprivate static let select = """
        SELECT checkpoint.id, run.id, run.uid, run.name, sweep.name, checkpoint.kind,
            checkpoint.epoch, checkpoint.step, length(checkpoint.content), checkpoint.created_at
        FROM checkpoint JOIN run ON run.id = checkpoint.run
            LEFT JOIN sweep ON sweep.id = run.sweep
        WHERE \(WeightRow.isWeights)
        """

    fileprivate init?(_ row: RawStatement) {
        guard let kind = WeightKind(rawValue: row.text(5)) else { return nil }
        self.kind = kind
        id = row.integer(0)
        run = RunID(row.integer(1))
        runUID = UID(stored: row.text(2))
        runName = row.text(3)
        sweepName = row.optionalText(4)
        epoch = row.int(6)
        step = row.integer(7)
        byteCount = row.int(8)
        createdAt = row.instant(9)
    }
}

extension StoreReader {
    /// The weights of a run, or of every run of a sweep, or all there are: by sweep and run number, then
    /// by epoch and kind.
    package func weights(of run: RunID? = nil, sweep: SweepID? = nil) throws -> [WeightRecord] {
        let ofRun = run == nil ? "" : "AND run.id = ?1"
        let ofSweep = sweep == nil ? "" : "AND run.sweep = ?2"
        return try read { connection in
            try connection.all(
                """
                \(WeightRecord.select) \(ofRun) \(ofSweep)
                ORDER BY run.sweep, run.number, checkpoint.epoch, checkpoint.kind
                """, run, sweep
            ) { WeightRecord($0) }.compactMap { $0 }
        }
    }

    /// The bytes of a set of weights; `nil` when they are gone.
    package func content(of weights: WeightRecord) throws -> [UInt8]? {
        try read { connection in
            let content = try connection.first(
                "SELECT content FROM checkpoint WHERE id = ? AND run = ?", weights.id, weights.run
            ) { $0.sqlValue(0) }
            guard case .blob(let bytes) = content else { return nil }
            return bytes
        }
    }
}
