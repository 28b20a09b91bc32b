import SweepCore

/// The transactions in which an attempt is claimed and renewed (`design.md` §7).
enum Claiming {
    static let leaseMilliseconds: Int64 = 30_000
    /// In which a sweep takes new runs.
    private static let openStates = "('active', 'expanding')"

    private struct Candidate {
        let run: RunID
        let uid: UID
        let name: String
        let number: Int
        let slot: Int
        let slots: Int
        let configuration: String
        let seed: Int
        let hasPoints: Bool
        let failureCount: Int
        let startedAt: SweepInstant?
        /// Where its checkpoint stands; 0 without one.
        let step: Int64
        let hasWeights: Bool
    }

    /// Claims what is queued of a group.
    ///
    /// The lanes of a group read the same batches, so runs that stand at different steps cannot go on side by
    /// side: those at the earliest step are claimed, and the others stay queued.
    static func claim(
        sweep: SweepID, group: Int, worker: WorkerID, now: SweepInstant,
        connection: StoreConnection, recorder: PointRecorder
    ) throws -> ClaimAnswer {
        let candidates = try candidates(sweep: sweep, group: group, connection: connection)
        guard let step = candidates.map(\.step).min() else {
            let isOpen = try connection.integer(
                "SELECT state IN \(openStates) FROM sweep WHERE id = ?", sweep)
            return isOpen != 0 ? .nothingQueued : .closed
        }
        let chosen = candidates.filter { $0.step == step }
        var checkpoints: [RunID: Checkpoint] = [:]
        let configurations = try chosen.map { try configuration($0, connection) }
        // From here on the database is changed.
        let rev = try connection.nextRev()
        let attempts = try zip(chosen, configurations).map { candidate, configuration in
            recorder.forget(candidate.run)
            let checkpoint =
                step > 0
                ? try CheckpointRow.read(of: candidate.run, connection: connection) : nil
            checkpoints[candidate.run] = checkpoint
            if candidate.hasPoints {
                try Rewinding.rewind(candidate.run, to: checkpoint?.step, connection: connection)
            }
            if candidate.hasWeights {
                try WeightRow.removeAll(
                    of: candidate.run, after: checkpoint?.step, connection: connection)
            }
            let attempt = Attempt(
                run: candidate.run, uid: candidate.uid, name: candidate.name,
                number: candidate.number, slot: candidate.slot, configuration: configuration,
                seed: candidate.seed,
                // The points before the checkpoint count from the first start.
                startedAt: checkpoint == nil ? now : candidate.startedAt ?? now,
                failureCount: candidate.failureCount)
            try start(attempt, worker: worker, rev: rev, now: now, connection: connection)
            try EventRow.insert(
                kind: "started", sweep: sweep, run: candidate.run, attempt: candidate.number,
                worker: worker, message: checkpoint.map { "from step \($0.step)" }, now: now,
                connection: connection)
            return attempt
        }
        return .claimed(
            ClaimedGroup(
                sweep: sweep, group: group, slots: candidates[0].slots, worker: worker,
                attempts: attempts, checkpoints: checkpoints,
                remainingCount: candidates.count - chosen.count))
    }

    private static func candidates(
        sweep: SweepID, group: Int, connection: StoreConnection
    ) throws -> [Candidate] {
        try connection.all(
            """
            SELECT run.id, run.uid, run.name, run.attempt + 1, run.slot, run.slots,
                run.configuration, run.seed, EXISTS (SELECT 1 FROM summary WHERE run = run.id),
                run.failures, run.started_at, coalesce((SELECT step FROM checkpoint
                    WHERE checkpoint.run = run.id AND checkpoint.kind = 'resume'), 0),
                EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.run = run.id)
            FROM run JOIN sweep ON sweep.id = run.sweep
            WHERE run.sweep = ? AND run.run_group = ? AND run.state = 'queued'
                AND sweep.state IN \(openStates)
            ORDER BY run.slot
            """, sweep, group
        ) { row in
            Candidate(
                run: RunID(row.integer(0)), uid: UID(stored: row.text(1)), name: row.text(2),
                number: row.int(3), slot: row.int(4), slots: row.int(5),
                configuration: row.text(6), seed: row.int(7), hasPoints: row.int(8) != 0,
                failureCount: row.int(9), startedAt: row.optionalInstant(10),
                step: row.integer(11), hasWeights: row.int(12) != 0)
        }
    }

    private static func configuration(
        _ candidate: Candidate, _ connection: StoreConnection
    ) throws -> Configuration {
        guard let values = ValueParser.parse(candidate.configuration)?.asMap else {
            throw StoreError.inconsistent(
                path: connection.path,
                message: "the configuration of run \(candidate.uid) is not JSON")
        }
        return Configuration(values)
    }

    private static func start(
        _ attempt: Attempt, worker: WorkerID, rev: Int64, now: SweepInstant,
        connection: StoreConnection
    ) throws {
        try connection.run(
            """
            UPDATE run SET state = 'running', attempt = ?, worker = ?, started_at = ?,
                ended_at = NULL, reason = NULL, message = NULL, rev = ?
            WHERE id = ?
            """, attempt.number, worker, attempt.startedAt, rev, attempt.run)
        try connection.run(
            """
            INSERT OR REPLACE INTO lease (run, worker, attempt, acquired_at, expires_at)
            VALUES (?, ?, ?, ?, ?)
            """, attempt.run, worker, attempt.number, now,
            now.adding(milliseconds: leaseMilliseconds))
    }

    /// Extends every lease that the workers hold.
    static func renew(
        _ workers: [WorkerID], usage: ProcessUsage.Figures, now: SweepInstant,
        connection: StoreConnection
    ) throws {
        for worker in workers {
            try connection.run(
                "UPDATE lease SET expires_at = ? WHERE worker = ?",
                now.adding(milliseconds: leaseMilliseconds), worker)
            try connection.run(
                """
                UPDATE worker SET seen_at = ?, cpu = coalesce(?, cpu), memory = coalesce(?, memory)
                WHERE id = ?
                """, now, usage.cores, usage.memory, worker)
        }
    }
}
