package import SweepCore

/// Lists of names, which the database keeps as JSON.
enum NameList {
    static func read(_ json: String) -> [String] {
        (ValueParser.parse(json)?.asList ?? []).compactMap(\.asText)
    }
}

/// A sweep as it is stored.
package struct SweepRecord: Sendable, Equatable {
    package let id: SweepID
    package let uid: UID
    package let name: String
    package let state: SweepState
    /// Canonical JSON of the definition's normal form.
    package let definition: String
    package let source: String
    package let seed: UInt32
    package let objective: Objective?
    /// In file order.
    package let variedNames: [String]
    /// Every parameter that a run has: the varied ones in file order, then the others by name.
    package let parameterNames: [String]
    package let plannedRunCount: Int?
    package let description: String?
    package let note: String?
    package let createdAt: SweepInstant
    package let endedAt: SweepInstant?
    package let archivedAt: SweepInstant?
    package let rev: Int64
    /// By name.
    package let tags: [String]

    /// The definition's normal form.
    package var definitionValue: Value { ValueParser.parse(definition) ?? .null }

    /// The data sets of its runs by name, each with its checksum.
    package var datasetChecksums: [String: String] {
        let map = definitionValue.asMap?["datasets"]?.asMap ?? [:]
        return map.compactMapValues(\.asText)
    }

    static let columns = """
        sweep.id, sweep.uid, sweep.name, sweep.state, sweep.definition, sweep.source, sweep.seed, \
        sweep.metric, sweep.goal, sweep.summary, sweep.varied, sweep.parameters, \
        sweep.run_count_planned, sweep.description, sweep.note, sweep.created_at, sweep.ended_at, \
        sweep.archived_at, sweep.rev, \
        (SELECT json_group_array(name) FROM (SELECT name FROM tag WHERE tag.sweep = sweep.id ORDER BY name))
        """

    init(_ row: RawStatement) {
        id = SweepID(row.integer(0))
        uid = UID(stored: row.text(1))
        name = row.text(2)
        state = SweepState(rawValue: row.text(3)) ?? .active
        definition = row.text(4)
        source = row.text(5)
        seed = UInt32(truncatingIfNeeded: row.integer(6))
        objective = row.optionalText(7).flatMap { metric in
            Objective.Goal(rawValue: row.text(8)).map {
                Objective(
                    metric: metric, goal: $0,
                    summary: Objective.Summary(rawValue: row.text(9)) ?? .best)
            }
        }
        variedNames = NameList.read(row.text(10))
        parameterNames = NameList.read(row.text(11))
        plannedRunCount = row.optionalInteger(12).map { Int($0) }
        description = row.optionalText(13)
        note = row.optionalText(14)
        createdAt = row.instant(15)
        endedAt = row.optionalInstant(16)
        archivedAt = row.optionalInstant(17)
        rev = row.integer(18)
        tags = NameList.read(row.text(19))
    }

    static func read(_ id: SweepID, connection: StoreConnection) throws -> SweepRecord? {
        try connection.first("SELECT \(columns) FROM sweep WHERE id = ?", id) { SweepRecord($0) }
    }
}

/// A sweep with what its runs amount to.
package struct SweepOverview: Sendable, Equatable {
    package let sweep: SweepRecord
    /// Runs per state; those of a worker that has not been heard of count as running and in `lostCount`.
    package fileprivate(set) var counts: [RunState: Int] = [:]
    package fileprivate(set) var lostCount = 0
    /// Diverged runs; they are among the failed ones.
    package fileprivate(set) var divergedCount = 0
    package fileprivate(set) var best: RunRecord?

    package var runCount: Int { counts.values.reduce(0, +) }
}

extension StoreReader {
    /// Every sweep, the newest first.
    package func sweeps() throws -> [SweepOverview] {
        try read { connection in
            let records = try connection.all(
                "SELECT \(SweepRecord.columns) FROM sweep ORDER BY id DESC"
            ) { SweepRecord($0) }
            return try records.map { try self.overview(of: $0, connection: connection) }
        }
    }

    /// One sweep with its counts; `nil` when it is not there any more.
    package func overview(of sweep: SweepID) throws -> SweepOverview? {
        try read { connection in
            try SweepRecord.read(sweep, connection: connection).map {
                try self.overview(of: $0, connection: connection)
            }
        }
    }

    private func overview(
        of sweep: SweepRecord, connection: StoreConnection
    ) throws -> SweepOverview {
        var overview = SweepOverview(sweep: sweep)
        try connection.forEach(
            "SELECT state, count(*) FROM run WHERE sweep = ? GROUP BY state", sweep.id
        ) { row in
            if let state = RunState(rawValue: row.text(0)) { overview.counts[state] = row.int(1) }
        }
        overview.lostCount = try Int(
            connection.integer(
                """
                SELECT count(*) FROM run WHERE run.sweep = ?2 AND run.state = 'running'
                    AND \(ShownState.isLost(now: "?1"))
                """, clock(), sweep.id))
        overview.divergedCount = try Int(
            connection.integer(
                """
                SELECT count(*) FROM run
                WHERE sweep = ? AND state = 'failed' AND reason = 'diverged'
                """, sweep.id))
        overview.best = try rankedRuns(of: sweep, limit: 1, connection: connection).first?.run
        return overview
    }
}
