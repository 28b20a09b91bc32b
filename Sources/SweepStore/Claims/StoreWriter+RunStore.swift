package import SweepCore

extension StoreWriter: RunStore {
    package func claim(
        sweep: SweepID, group: Int, worker: WorkerID,
        answer: @escaping @Sendable (Result<ClaimedGroup?, any Error>) -> Void
    ) {
        submit(answer: answer) { [clock] connection, recorder in
            try Claiming.claim(
                sweep: sweep, group: group, worker: worker, now: clock(), connection: connection,
                recorder: recorder)
        }
    }

    package func end(
        _ attempt: Attempt, outcome: RunOutcome,
        answer: @escaping @Sendable (Result<Bool, any Error>) -> Void
    ) {
        submit(answer: answer) { [clock] connection, recorder in
            try Claiming.end(
                attempt, outcome: outcome, now: clock(), connection: connection,
                recorder: recorder)
        }
    }

    package func renewLeases(
        of workers: [WorkerID], answer: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        submit(answer: answer) { [clock] connection, _ in
            try Claiming.renew(workers, now: clock(), connection: connection)
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
}
