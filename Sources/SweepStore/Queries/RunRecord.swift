package import SweepCore

/// A run as it is stored, and whether its worker has not been heard of.
package struct RunRecord: Sendable, Equatable {
    package let id: RunID
    package let uid: UID
    package let sweep: SweepID?
    /// Counted from 1 within the sweep.
    package let number: Int
    package let name: String
    package let state: RunState
    package let reason: String?
    package let message: String?
    package let configuration: Configuration
    package let seed: Int
    package let place: RunGrouping.Place
    package let attempt: Int
    package let failureCount: Int
    package let interruptionCount: Int
    /// Grows when points were removed; a reader then reads the curves anew.
    package let rewind: Int
    package let worker: WorkerID?
    package let createdAt: SweepInstant
    package let startedAt: SweepInstant?
    package let endedAt: SweepInstant?
    package let objective: Double?
    package let objectiveStep: Int64?
    package let note: String?
    package let rev: Int64
    /// `running` in the table, but no lease says that a worker is at it.
    package let isLost: Bool
    /// By name.
    package let tags: [String]

    /// The word to show: the state, or `lost`.
    package var shownState: String { isLost ? "lost" : state.rawValue }

    package var hasDiverged: Bool {
        state == .failed && reason == FailureReason.diverged.rawValue
    }

    /// Parameter 1 of a statement with these columns is the present time.
    static let columns = """
        run.id, run.uid, run.sweep, run.number, run.name, run.state, run.reason, run.message, \
        run.configuration, run.seed, run.run_group, run.slot, run.slots, run.attempt, run.failures, \
        run.interruptions, run.rewind, run.worker, run.created_at, run.started_at, run.ended_at, \
        run.objective, run.objective_step, run.note, run.rev, \(ShownState.isLost(now: "?1")), \
        (SELECT json_group_array(name) FROM (SELECT name FROM tag WHERE tag.run = run.id ORDER BY name))
        """

    static let columnCount: Int32 = 27
    static let objectiveColumn: Int32 = 21

    init(_ row: RawStatement) {
        id = RunID(row.integer(0))
        uid = UID(stored: row.text(1))
        sweep = row.optionalInteger(2).map(SweepID.init)
        number = row.int(3)
        name = row.text(4)
        state = RunState(rawValue: row.text(5)) ?? .failed
        reason = row.optionalText(6)
        message = row.optionalText(7)
        configuration = Configuration(ValueParser.parse(row.text(8))?.asMap ?? [:])
        seed = row.int(9)
        place = RunGrouping.Place(group: row.int(10), slot: row.int(11), slots: row.int(12))
        attempt = row.int(13)
        failureCount = row.int(14)
        interruptionCount = row.int(15)
        rewind = row.int(16)
        worker = row.optionalInteger(17).map(WorkerID.init)
        createdAt = row.instant(18)
        startedAt = row.optionalInstant(19)
        endedAt = row.optionalInstant(20)
        objective = row.optionalReal(Self.objectiveColumn)
        objectiveStep = row.optionalInteger(22)
        note = row.optionalText(23)
        rev = row.integer(24)
        isLost = row.int(25) != 0
        tags = NameList.read(row.text(26))
    }
}

extension StoreReader {
    /// Runs of a sweep in the order of their numbers, or of the whole database.
    ///
    /// With `state` only those in this state of the table; `afterNumber` and `limit` read page by page.
    package func runs(
        of sweep: SweepID?, state: RunState? = nil, afterNumber: Int = 0, limit: Int = .max
    ) throws -> [RunRecord] {
        try read { connection in
            try self.runs(
                of: sweep, filter: nil, state: state, afterNumber: afterNumber, limit: limit,
                connection: connection)
        }
    }

    /// Runs that match a filter, as above. Archived ones are left out, and those of archived sweeps,
    /// unless the filter speaks of `archived:`.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    package func runs(
        of sweep: SweepID?, matching filter: RunFilter, state: RunState? = nil,
        afterNumber: Int = 0, limit: Int = .max
    ) throws -> [RunRecord] {
        try read { connection in
            try self.runs(
                of: sweep, filter: filter, state: state, afterNumber: afterNumber, limit: limit,
                connection: connection)
        }
    }

    private func runs(
        of sweep: SweepID?, filter: RunFilter?, state: RunState?, afterNumber: Int, limit: Int,
        connection: StoreConnection
    ) throws -> [RunRecord] {
        let now = clock()
        let ofSweep = sweep == nil ? "" : "AND run.sweep = ?5"
        let order = sweep == nil ? "run.id" : "run.number"
        let inState = state == nil ? "" : "AND run.state = ?2"
        let condition = try filter.map {
            try FilterSQL($0, hidesArchived: true, firstParameter: 6, now: now, on: connection)
        }
        return try connection.all(
            """
            SELECT \(RunRecord.columns) FROM run
            WHERE run.number > ?3 \(inState) \(ofSweep) AND \(condition?.condition ?? "1")
            ORDER BY \(order) LIMIT ?4
            """,
            values: [now, state?.rawValue, afterNumber, limit, sweep]
                + (condition?.values ?? [])
        ) { RunRecord($0) }
    }

    /// Runs of a sweep whose row has changed since `rev`, in the order of the changes.
    package func runs(
        of sweep: SweepID, changedSince rev: Int64, limit: Int = .max
    ) throws -> [RunRecord] {
        try read { connection in
            try connection.all(
                """
                SELECT \(RunRecord.columns) FROM run WHERE run.sweep = ?2 AND run.rev > ?3
                ORDER BY run.rev LIMIT ?4
                """, self.clock(), sweep, rev, limit
            ) { RunRecord($0) }
        }
    }

    /// The groups of a sweep that have queued runs, in their order.
    package func queuedGroups(of sweep: SweepID) throws -> [QueuedGroup] {
        try read { try Looking.queued(of: sweep, since: -1, connection: $0) }
    }
}
