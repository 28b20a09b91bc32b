package import SweepCore

extension StoreWriter: RunStore {
    package func claim(
        sweep: SweepID, group: Int, worker: WorkerID,
        answer: @escaping @Sendable (Result<ClaimAnswer, any Error>) -> Void
    ) {
        submit(guarded: false, answer: answer) { [clock] connection, recorder in
            try Claiming.claim(
                sweep: sweep, group: group, worker: worker, now: clock(), connection: connection,
                recorder: recorder)
        }
    }

    package func end(
        _ attempt: Attempt, outcome: RunOutcome, retries: Bool,
        answer: @escaping @Sendable (Result<RunState?, any Error>) -> Void
    ) {
        submit(guarded: false, answer: answer) { [clock] connection, recorder in
            try AttemptEnd.store(
                attempt, outcome: outcome, retries: retries, now: clock(), connection: connection,
                recorder: recorder)
        }
    }

    package func renewLeases(
        of workers: [WorkerID], answer: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        submit(guarded: false, answer: answer) { [clock, usage] connection, _ in
            try Claiming.renew(
                workers, usage: usage.figures(), now: clock(), connection: connection)
        }
    }

    package func setState(
        of sweep: SweepID, to state: SweepState,
        answer: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        submit(answer: answer) { [clock] connection, _ in
            try SweepRow.setState(of: sweep, to: state, now: clock(), connection: connection)
        }
    }

    package func look(
        at sweep: SweepID, since rev: Int64, workers: [WorkerID], reclaims: Bool,
        answer: @escaping @Sendable (Result<SweepLook?, any Error>) -> Void
    ) {
        submit(answer: answer) { [clock, host, probe] connection, recorder in
            if reclaims {
                _ = try Reclaiming.reclaimLost(
                    now: clock(), host: host, probe: probe, connection: connection,
                    recorder: recorder)
            }
            return try Looking.look(
                at: sweep, since: rev, workers: workers, connection: connection)
        }
    }
}
