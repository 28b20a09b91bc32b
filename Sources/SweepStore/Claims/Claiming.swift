import SweepCore

/// The transactions of an attempt's life: claimed, renewed, ended (`design.md` §7).
enum Claiming {
    static let leaseMilliseconds: Int64 = 30_000

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
    }

    /// Claims what is queued of a group; `nil` when nothing is, or when the sweep takes no new runs.
    static func claim(
        sweep: SweepID, group: Int, worker: WorkerID, now: SweepInstant,
        connection: StoreConnection, recorder: PointRecorder
    ) throws -> ClaimedGroup? {
        let candidates = try connection.all(
            """
            SELECT run.id, run.uid, run.name, run.attempt + 1, run.slot, run.slots,
                run.configuration, run.seed, EXISTS (SELECT 1 FROM summary WHERE run = run.id)
            FROM run JOIN sweep ON sweep.id = run.sweep
            WHERE run.sweep = ? AND run.run_group = ? AND run.state = 'queued'
                AND sweep.state IN ('active', 'expanding')
            ORDER BY run.slot
            """, sweep, group
        ) { row in
            Candidate(
                run: RunID(row.integer(0)), uid: UID(stored: row.text(1)), name: row.text(2),
                number: row.int(3), slot: row.int(4), slots: row.int(5),
                configuration: row.text(6), seed: row.int(7), hasPoints: row.int(8) != 0)
        }
        guard let first = candidates.first else { return nil }
        let attempts = try candidates.map { candidate in
            guard let values = ValueParser.parse(candidate.configuration)?.asMap else {
                throw StoreError.inconsistent(
                    path: connection.path,
                    message: "the configuration of run \(candidate.uid) is not JSON")
            }
            recorder.forget(candidate.run)
            if candidate.hasPoints { try removePoints(of: candidate.run, connection: connection) }
            try WeightRow.removeAll(of: candidate.run, connection: connection)
            try start(candidate, worker: worker, now: now, connection: connection)
            try EventRow.insert(
                kind: "started", sweep: sweep, run: candidate.run, attempt: candidate.number,
                worker: worker, message: nil, now: now, connection: connection)
            return Attempt(
                run: candidate.run, uid: candidate.uid, name: candidate.name,
                number: candidate.number, slot: candidate.slot,
                configuration: Configuration(values), seed: candidate.seed, startedAt: now)
        }
        return ClaimedGroup(
            sweep: sweep, group: group, slots: first.slots, worker: worker, attempts: attempts)
    }

    private static func start(
        _ candidate: Candidate, worker: WorkerID, now: SweepInstant, connection: StoreConnection
    ) throws {
        try connection.run(
            """
            UPDATE run SET state = 'running', attempt = ?, worker = ?, started_at = ?,
                ended_at = NULL, reason = NULL, message = NULL
            WHERE id = ?
            """, candidate.number, worker, now, candidate.run)
        try connection.run(
            """
            INSERT OR REPLACE INTO lease (run, worker, attempt, acquired_at, expires_at)
            VALUES (?, ?, ?, ?, ?)
            """, candidate.run, worker, candidate.number, now,
            now.adding(milliseconds: leaseMilliseconds))
    }

    /// Rewinds a run to its beginning: points of two attempts never stand side by side.
    private static func removePoints(of run: RunID, connection: StoreConnection) throws {
        try connection.run("DELETE FROM point WHERE run = ?", run)
        try connection.run("DELETE FROM summary WHERE run = ?", run)
        try connection.run(
            """
            UPDATE run SET rewind = rewind + 1, objective = NULL, objective_step = NULL
            WHERE id = ?
            """, run)
    }

    /// Ends an attempt; `false`, and nothing changed, when it is no longer the current one.
    static func end(
        _ attempt: Attempt, outcome: RunOutcome, now: SweepInstant,
        connection: StoreConnection, recorder: PointRecorder
    ) throws -> Bool {
        let end = End(outcome, now: now)
        try connection.run(
            """
            UPDATE run SET state = ?, reason = ?, message = ?, ended_at = ?,
                failures = failures + ?, interruptions = interruptions + ?,
                worker = CASE WHEN ?1 = 'queued' THEN NULL ELSE worker END
            WHERE id = ? AND attempt = ? AND state = 'running'
            """, end.state.rawValue, end.reason, end.message, end.endedAt, end.failures,
            end.interruptions, attempt.run, attempt.number)
        guard connection.changes == 1 else { return false }
        recorder.forget(attempt.run)
        let worker = try connection.first("SELECT worker FROM lease WHERE run = ?", attempt.run) {
            WorkerID($0.integer(0))
        }
        try connection.run("DELETE FROM lease WHERE run = ?", attempt.run)
        let sweep = try connection.first("SELECT sweep FROM run WHERE id = ?", attempt.run) {
            $0.optionalInteger(0).map(SweepID.init)
        }
        try EventRow.insert(
            kind: end.kind, sweep: sweep ?? nil, run: attempt.run, attempt: attempt.number,
            worker: worker, message: end.message, now: now, connection: connection)
        return true
    }

    /// What an outcome writes into the run's row.
    private struct End {
        var state: RunState
        var reason: String?
        var message: String?
        var kind: String
        var endedAt: SweepInstant?
        var failures = 0
        var interruptions = 0

        init(_ outcome: RunOutcome, now: SweepInstant) {
            endedAt = now
            switch outcome {
            case .completed:
                state = .completed
                kind = "completed"
            case .outOfPatience:
                state = .completed
                reason = "patience"
                kind = "completed"
            case .diverged(let step):
                state = .failed
                reason = FailureReason.diverged.rawValue
                message = "the loss was not finite before update \(step)"
                kind = "diverged"
            case .failed(let failure, let text):
                state = .failed
                reason = failure.rawValue
                message = text
                kind = "failed"
                failures = 1
            case .interrupted:
                state = .queued
                kind = "interrupted"
                endedAt = nil
                interruptions = 1
            }
        }
    }

    /// Extends every lease that the workers hold.
    static func renew(
        _ workers: [WorkerID], now: SweepInstant, connection: StoreConnection
    ) throws {
        for worker in workers {
            try connection.run(
                "UPDATE lease SET expires_at = ? WHERE worker = ?",
                now.adding(milliseconds: leaseMilliseconds), worker)
            try connection.run("UPDATE worker SET seen_at = ? WHERE id = ?", now, worker)
        }
    }
}
