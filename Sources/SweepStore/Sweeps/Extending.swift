package import SweepCore

/// What says that two runs of a sweep are the same one: the checksum of the canonical configuration, as the
/// unique index has it, and the seed.
package struct RunKey: Hashable, Sendable {
    let configurationHash: Int64
    let seed: Int64

    package init(_ configuration: Configuration, seed: Int) {
        self.init(canonicalConfiguration: configuration.canonicalJSON, seed: seed)
    }

    package init(canonicalConfiguration: String, seed: Int) {
        configurationHash = Checksum.of(canonicalConfiguration)
        self.seed = Int64(seed)
    }

    init(configurationHash: Int64, seed: Int64) {
        self.configurationHash = configurationHash
        self.seed = seed
    }
}

/// The runs that a sweep had before its latest definition: what an extension leaves alone.
package struct EarlierRuns: Sendable {
    package let keys: Set<RunKey>
    /// Number of the first run that the latest definition adds.
    package let firstNumber: Int
    /// The first group without a run of an earlier definition.
    package let firstGroup: Int
    /// Runs of the latest definition that are stored already.
    package let insertedCount: Int
}

/// One definition of a sweep: the first, or one that `extend` has given it.
package struct SweepRevision: Sendable, Equatable {
    /// Counted from 1.
    package let number: Int
    /// Canonical JSON of the definition's normal form.
    package let definition: String
    package let source: String
    /// Number of the first run that it added.
    package let firstRun: Int
    package let createdAt: SweepInstant
}

extension StoreReader {
    /// The definitions of a sweep, the first one first.
    package func revisions(of sweep: SweepRecord) throws -> [SweepRevision] {
        try read { connection in
            let stored = try connection.all(
                """
                SELECT revision, definition, source, first_run, created_at FROM sweep_definition
                WHERE sweep = ? ORDER BY revision
                """, sweep.id
            ) { row in
                SweepRevision(
                    number: row.int(0), definition: row.text(1), source: row.text(2),
                    firstRun: row.int(3), createdAt: row.instant(4))
            }
            guard stored.isEmpty else { return stored }
            // A table that was imported has no sweep file; older exports left the history out.
            return [
                SweepRevision(
                    number: 1, definition: sweep.definition, source: sweep.source, firstRun: 1,
                    createdAt: sweep.createdAt)
            ]
        }
    }

    /// What tells the sweep's runs apart, by number.
    func runKeys(of sweep: SweepID) throws -> [RunKey] {
        try read { connection in
            try connection.all(
                "SELECT configuration_hash, seed FROM run WHERE sweep = ? ORDER BY number",
                sweep
            ) { RunKey(configurationHash: $0.integer(0), seed: $0.integer(1)) }
        }
    }

    /// The runs below number `firstNumber`; without one all of them.
    package func earlierRuns(of sweep: SweepID, before firstNumber: Int? = nil) throws
        -> EarlierRuns
    {
        try read { connection in
            let first =
                try firstNumber
                ?? Int(
                    connection.integer(
                        "SELECT coalesce(max(number), 0) + 1 FROM run WHERE sweep = ?", sweep))
            var keys: Set<RunKey> = []
            try connection.forEach(
                "SELECT configuration_hash, seed FROM run WHERE sweep = ? AND number < ?", sweep,
                first
            ) { row in
                keys.insert(RunKey(configurationHash: row.integer(0), seed: row.integer(1)))
            }
            return EarlierRuns(
                keys: keys, firstNumber: first,
                firstGroup: try Int(
                    connection.integer(
                        """
                        SELECT coalesce(max(run_group), -1) + 1 FROM run
                        WHERE sweep = ? AND number < ?
                        """, sweep, first)),
                insertedCount: try Int(
                    connection.integer(
                        "SELECT count(*) FROM run WHERE sweep = ? AND number >= ?", sweep, first)))
        }
    }
}

extension StoreWriter {
    /// Gives a sweep a further definition, by which `adding` runs from number `firstRun` on are to be inserted;
    /// until `finishExpanding` it is in state `expanding`, in which its runs are executed too.
    ///
    /// - Throws: When the sweep is in no state for it, or was extended by another process meanwhile.
    @available(*, noasync)
    package func beginExtension(
        of sweep: SweepID, by new: NewSweep, firstRun: Int, adding count: Int
    ) throws {
        try perform { [clock] connection in
            func refusal(_ message: String) -> StoreError {
                .inconsistent(path: connection.path, message: message)
            }
            guard let record = try SweepRecord.read(sweep, connection: connection) else {
                throw refusal("the sweep has just been deleted")
            }
            guard record.state != .expanding else {
                throw refusal("another process has just begun to extend the sweep; try again")
            }
            guard [.active, .stopped, .completed].contains(record.state) else {
                throw refusal("the sweep is \(record.state.rawValue)")
            }
            let next = try connection.integer(
                "SELECT coalesce(max(number), 0) + 1 FROM run WHERE sweep = ?", sweep)
            guard next == firstRun else {
                throw refusal("another process has just added runs to the sweep; try again")
            }
            try SweepRow.keepDefinition(of: record, connection: connection)
            let revision = try connection.integer(
                "SELECT max(revision) + 1 FROM sweep_definition WHERE sweep = ?", sweep)
            let definition = new.identity.canonicalJSON
            try connection.run(
                """
                INSERT INTO sweep_definition
                    (sweep, revision, definition, source, first_run, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """, sweep, revision, definition, new.source, firstRun, clock())
            let stored = try connection.integer("SELECT count(*) FROM run WHERE sweep = ?", sweep)
            try connection.run(
                """
                UPDATE sweep SET state = 'expanding', definition = ?, source = ?, varied = ?,
                    run_count_planned = ?, ended_at = NULL WHERE id = ?
                """, definition, new.source,
                Value.list(new.variedNames.map(Value.text)).canonicalJSON, stored + Int64(count),
                sweep)
            try SweepView.rebuild(for: sweep, on: connection)
            try EventRow.insert(
                kind: "extended", sweep: sweep, run: nil, attempt: nil, worker: nil,
                message: "revision \(revision): runs from \(firstRun) to \(firstRun + count - 1)",
                now: clock(), connection: connection)
        }
    }
}
