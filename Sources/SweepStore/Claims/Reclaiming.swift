import SweepCore

/// Putting back the runs of workers that are gone.
enum Reclaiming {
    struct Running {
        let run: RunID
        let uid: UID
        let sweep: SweepID?
        let attempt: Int
        let worker: WorkerID?
        let expiresAt: SweepInstant?
        let process: ProcessIdentity?
        let hasEnded: Bool
    }

    /// So often in a row a run may be lost without a newer checkpoint; then it counts as what killed its
    /// workers.
    static let mostStalls = 20

    /// The running runs whose lease has expired or is missing, and those whose process is known to be gone.
    static func lost(
        now: SweepInstant, host: ProcessIdentity, probe: ProcessProbe, connection: StoreConnection
    ) throws -> [Running] {
        try connection.all(
            """
            SELECT run.id, run.sweep, run.attempt, run.worker, lease.expires_at, worker.host,
                worker.boot_id, worker.pid_namespace, worker.pid, worker.process_started,
                worker.ended_at IS NOT NULL, run.uid
            FROM run LEFT JOIN lease ON lease.run = run.id
                LEFT JOIN worker ON worker.id = run.worker
            WHERE run.state = 'running'
            """
        ) { row in
            Running(
                run: RunID(row.integer(0)), uid: UID(stored: row.text(11)),
                sweep: row.optionalInteger(1).map(SweepID.init),
                attempt: row.int(2), worker: row.optionalInteger(3).map(WorkerID.init),
                expiresAt: row.optionalInstant(4),
                process: row.isNull(5)
                    ? nil
                    : ProcessIdentity(
                        host: row.text(5), bootID: row.text(6), pidNamespace: row.text(7),
                        pid: row.int(8), processStarted: row.integer(9)),
                hasEnded: row.int(10) != 0)
        }
        .filter { reason($0, now: now, host: host, probe: probe) != nil }
    }

    /// Puts back every run whose lease has expired or is missing, and those whose process is known to be
    /// gone; returns how many.
    static func reclaimLost(
        now: SweepInstant, host: ProcessIdentity, probe: ProcessProbe,
        connection: StoreConnection, recorder: PointRecorder
    ) throws -> Int {
        var count = 0
        for entry in try lost(now: now, host: host, probe: probe, connection: connection) {
            guard let why = reason(entry, now: now, host: host, probe: probe) else { continue }
            recorder.forget(entry.run)
            try putBack(entry, because: why, now: now, connection: connection)
            count += 1
        }
        try endGoneWorkers(now: now, host: host, probe: probe, connection: connection)
        return count
    }

    private static func putBack(
        _ entry: Running, because why: String, now: SweepInstant, connection: StoreConnection
    ) throws {
        // Not read with the rest, which readers of earlier schemas ask for too.
        let row = try connection.first("SELECT request, stalls FROM run WHERE id = ?", entry.run) {
            (request: $0.optionalText(0).flatMap(RunRequest.init), stallCount: $0.int(1))
        }
        let stallCount = (row?.stallCount ?? 0) + 1
        let isHopeless = stallCount >= mostStalls
        let state: RunState =
            switch row?.request {
            case .cancel: .cancelled
            case .pause: .paused
            case nil: isHopeless ? .failed : .queued
            }
        try connection.run(
            """
            UPDATE run SET state = ?, reason = ?, message = ?, ended_at = ?, worker = NULL,
                request = NULL, stalls = ?, interruptions = interruptions + 1
            WHERE id = ?
            """, state.rawValue, state == .failed ? FailureReason.lost.rawValue : nil,
            state == .failed
                ? "lost \(mostStalls) times in a row without a newer checkpoint; `sweep retry` begins anew"
                : nil,
            state.isFinished ? now : nil, state.isFinished ? 0 : stallCount, entry.run)
        if state.isFinished { try CheckpointRow.remove(of: entry.run, connection: connection) }
        try connection.run("DELETE FROM lease WHERE run = ?", entry.run)
        try EventRow.insert(
            kind: "interrupted", sweep: entry.sweep, run: entry.run, attempt: entry.attempt,
            worker: entry.worker, message: why, now: now, connection: connection)
        if let sweep = entry.sweep {
            try SweepRow.settle(sweep, now: now, connection: connection)
        }
    }

    /// Why a run is lost, or `nil` when it is not.
    private static func reason(
        _ entry: Running, now: SweepInstant, host: ProcessIdentity, probe: ProcessProbe
    ) -> String? {
        guard let expiresAt = entry.expiresAt else { return "there was no lease on it" }
        if expiresAt < now { return "its lease expired" }
        if entry.hasEnded { return "its worker has ended" }
        if let process = entry.process, process.isGone(seenFrom: host, probe: probe) {
            return "its process (pid \(process.pid)) is gone"
        }
        return nil
    }

    private static func endGoneWorkers(
        now: SweepInstant, host: ProcessIdentity, probe: ProcessProbe, connection: StoreConnection
    ) throws {
        let live = try connection.all(
            """
            SELECT id, host, boot_id, pid_namespace, pid, process_started FROM worker
            WHERE ended_at IS NULL
            """
        ) { row in
            (
                id: row.integer(0),
                process: ProcessIdentity(
                    host: row.text(1), bootID: row.text(2), pidNamespace: row.text(3),
                    pid: row.int(4), processStarted: row.integer(5))
            )
        }
        for worker in live where worker.process.isGone(seenFrom: host, probe: probe) {
            try connection.run("UPDATE worker SET ended_at = ? WHERE id = ?", now, worker.id)
        }
    }
}

extension StoreWriter {
    /// Puts back the runs of workers that are gone and returns how many; every opening does this first.
    @available(*, noasync)
    package func reclaimLost(
        host: ProcessIdentity = .current(), probe: @escaping ProcessProbe = ProcessIdentity.probe
    ) throws -> Int {
        try perform { [clock] connection, recorder in
            try Reclaiming.reclaimLost(
                now: clock(), host: host, probe: probe, connection: connection,
                recorder: recorder)
        }
    }
}
