import SweepCore

/// The transaction in which an attempt ends (`design.md` §7).
enum AttemptEnd {
    /// Ends an attempt and returns the run's state then; `nil`, and nothing changed, when it is no longer the
    /// current one.
    static func store(
        _ attempt: Attempt, outcome: RunOutcome, retries: Bool, now: SweepInstant,
        connection: StoreConnection, recorder: PointRecorder
    ) throws -> RunState? {
        let row = try connection.first(
            """
            SELECT run.sweep, run.request, run.worker, EXISTS (SELECT 1 FROM checkpoint
                WHERE checkpoint.run = run.id AND kind = '\(CheckpointRow.kind)')
            FROM run WHERE id = ? AND attempt = ? AND state = 'running'
            """, attempt.run, attempt.number
        ) { row in
            (
                sweep: row.optionalInteger(0).map(SweepID.init), request: row.optionalText(1),
                worker: row.optionalInteger(2).map(WorkerID.init), hasCheckpoint: row.int(3) != 0
            )
        }
        guard let row else { return nil }
        let end = End(outcome, request: row.request, retries: retries, now: now)
        try connection.run(
            """
            UPDATE run SET state = ?, reason = ?, message = ?, ended_at = ?,
                failures = failures + ?, interruptions = interruptions + ?, request = NULL,
                stalls = CASE WHEN ?1 IN ('queued', 'paused') THEN stalls ELSE 0 END,
                worker = CASE WHEN ?1 IN ('queued', 'paused') THEN NULL ELSE worker END, rev = ?
            WHERE id = ?
            """, end.state.rawValue, end.reason, end.message, end.endedAt, end.failures,
            end.interruptions, try connection.nextRev(), attempt.run)
        recorder.forget(attempt.run)
        try recorder.remakeViews()
        // What goes on later needs its checkpoint, also one that is tried again after a failure of its own
        // would: but that begins anew, so that a bad checkpoint cannot fail it for ever.
        if row.hasCheckpoint, end.state.isFinished || end.failures > 0 {
            try CheckpointRow.remove(of: attempt.run, connection: connection)
        }
        try connection.run("DELETE FROM lease WHERE run = ?", attempt.run)
        try EventRow.insert(
            kind: end.kind, sweep: row.sweep, run: attempt.run, attempt: attempt.number,
            worker: row.worker, message: end.message, now: now, connection: connection)
        if let sweep = row.sweep {
            try SweepRow.settle(sweep, now: now, connection: connection)
        }
        return end.state
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

        init(_ outcome: RunOutcome, request: String?, retries: Bool, now: SweepInstant) {
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
                state = retries ? .queued : .failed
                reason = retries ? nil : failure.rawValue
                message = text
                kind = "failed"
                failures = 1
                if retries { endedAt = nil }
            case .interrupted where request == RunRequest.cancel.rawValue:
                state = .cancelled
                kind = "cancelled"
            case .interrupted where request == RunRequest.pause.rawValue:
                state = .paused
                kind = "paused"
                endedAt = nil
            case .interrupted:
                state = .queued
                kind = "interrupted"
                endedAt = nil
                interruptions = 1
            }
            if state == .queued, request == RunRequest.cancel.rawValue {
                state = .cancelled
                endedAt = now
            } else if state == .queued, request == RunRequest.pause.rawValue {
                state = .paused
            }
        }
    }
}
