package import SweepCore

/// What a person named on the command line.
package enum Reference: Sendable, Equatable {
    case sweep(SweepRecord)
    case run(RunRecord)
}

extension StoreReader {
    private static let shortestPrefix = 4
    private static let mostCandidates = 5

    /// Finds a sweep by its name, uid or a unique prefix of at least four characters of it.
    package func sweep(_ text: String) throws -> SweepRecord {
        try read { connection in
            let found = try self.sweeps(text, connection: connection)
            guard let sweep = found.first else {
                throw try self.unknown("sweep", text, among: ["sweep"], connection: connection)
            }
            guard found.count == 1 else { throw Self.ambiguous(text, sweeps: found, runs: []) }
            return sweep
        }
    }

    /// Finds a run by its name, its uid or a unique prefix of it, or as SWEEP/NUMBER or SWEEP/NAME.
    ///
    /// A name is looked up in `sweep`, or everywhere when that is `nil`.
    package func run(_ text: String, in sweep: SweepID? = nil) throws -> RunRecord {
        try read { connection in
            let found = try self.runs(text, in: sweep, connection: connection)
            guard let run = found.first else {
                throw try self.unknown("run", text, among: ["run"], connection: connection)
            }
            guard found.count == 1 else { throw Self.ambiguous(text, sweeps: [], runs: found) }
            return run
        }
    }

    /// Finds a sweep or a run.
    package func reference(_ text: String) throws -> Reference {
        try read { connection in
            let sweeps = try self.sweeps(text, connection: connection)
            let runs = try self.runs(text, in: nil, connection: connection)
            switch (sweeps.count, runs.count) {
            case (1, 0): return .sweep(sweeps[0])
            case (0, 1): return .run(runs[0])
            case (0, 0):
                throw try self.unknown(
                    "sweep or run", text, among: ["sweep", "run"], connection: connection)
            default: throw Self.ambiguous(text, sweeps: sweeps, runs: runs)
            }
        }
    }

    // MARK: Looking up

    private func sweeps(_ text: String, connection: StoreConnection) throws -> [SweepRecord] {
        let select = "SELECT \(SweepRecord.columns) FROM sweep WHERE"
        let named = try connection.all("\(select) name = ?1 OR uid = ?1", text) { SweepRecord($0) }
        guard named.isEmpty, let prefix = Self.prefix(text) else { return named }
        return try connection.all(
            "\(select) uid >= ?1 AND uid < ?1 || '~' LIMIT \(Self.mostCandidates)", prefix
        ) { SweepRecord($0) }
    }

    private func runs(
        _ text: String, in sweep: SweepID?, connection: StoreConnection
    ) throws -> [RunRecord] {
        let select = "SELECT \(RunRecord.columns) FROM run WHERE"
        let limit = "LIMIT \(Self.mostCandidates)"
        let now = clock()
        var found = try connection.all("\(select) uid = ?2", now, text) { RunRecord($0) }
        if found.isEmpty, let sweep {
            found = try connection.all("\(select) name = ?2 AND sweep = ?3", now, text, sweep) {
                RunRecord($0)
            }
        } else if found.isEmpty {
            found = try connection.all("\(select) name = ?2 \(limit)", now, text) { RunRecord($0) }
        }
        if found.isEmpty, let slash = text.lastIndex(of: "/") {
            let rest = String(text[text.index(after: slash)...])
            for owner in try sweeps(String(text[..<slash]), connection: connection) {
                found += try connection.all(
                    "\(select) sweep = ?3 AND (number = CAST(?2 AS INTEGER) AND ?4 OR name = ?2)",
                    now, rest, owner.id, Int64(rest) != nil
                ) { RunRecord($0) }
            }
        }
        guard found.isEmpty, let prefix = Self.prefix(text) else { return found }
        return try connection.all("\(select) uid >= ?2 AND uid < ?2 || '~' \(limit)", now, prefix) {
            RunRecord($0)
        }
    }

    private static func prefix(_ text: String) -> String? {
        (shortestPrefix...UID.length).contains(text.utf8.count) ? text.lowercased() : nil
    }

    // MARK: Errors

    private func unknown(
        _ kind: String, _ text: String, among tables: [String], connection: StoreConnection
    ) throws -> StoreError {
        var names: [String] = []
        for table in tables {
            names += try connection.all(
                "SELECT name FROM \(table) ORDER BY id DESC LIMIT 2000"
            ) { $0.text(0) }
        }
        let hint = names.isEmpty ? "; there is none yet" : NearestName.hint(text, among: names)
        return .unknownReference(kind: kind, text: text, hint: hint)
    }

    private static func ambiguous(
        _ text: String, sweeps: [SweepRecord], runs: [RunRecord]
    ) -> StoreError {
        .ambiguousReference(
            text: text,
            candidates: sweeps.map { "sweep \($0.uid) (\($0.name))" }
                + runs.map { "run \($0.uid) (\($0.name))" })
    }
}
