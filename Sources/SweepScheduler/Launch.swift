package import SweepCore
import Synchronization

/// One launch of a sweep: the thin shell that carries events to the state machine and its actions out.
///
/// `run` is the only thread that touches the machine. Workers and the store's writer thread only put
/// messages into its mailbox, so nothing can slip between reading and changing a state.
package final class Launch: Sendable {
    package typealias Event = SweepStateMachine.Event

    private let mailbox = Mailbox<Event>()
    private let reports = Mutex<[RunID: ObjectiveReport]>([:])
    private let sweep: SweepID
    private let store: any RunStore
    private let clock: SweepClock

    package init(sweep: SweepID, store: any RunStore, clock: @escaping SweepClock) {
        self.sweep = sweep
        self.store = store
        self.clock = clock
    }

    /// Asks for a clean end; safe to call from any thread, any number of times.
    package func requestStop() { mailbox.put(.stopRequested) }

    /// Says that the store cannot write any more.
    package func storeFailed(_ message: String) { mailbox.put(.storeFailed(message)) }

    /// Executes the groups on a pool of threads until nothing is left to do, and returns how it ended.
    ///
    /// `rev` says when the groups were read; `progress` is the state of the sweep before the launch; `show` is called on this thread after each
    /// batch of events, and at least every 250 ms.
    ///
    /// - Throws: `ThreadError`, before anything has been claimed.
    @available(*, noasync)
    package func run(
        groups: [PlannedGroup], workers: [WorkerID], executor: any RunExecutor,
        sink: any MetricSink, checkpoints: (any CheckpointSink)? = nil, sweepSeed: UInt32,
        order: GroupOrder = .longestFirst, retry: RetryPolicy = .none, rev: Int64 = 0,
        progress: LaunchProgress, show: (LaunchProgress) -> Void
    ) throws(ThreadError) -> (end: LaunchEnd, progress: LaunchProgress) {
        let context = self.context(
            sink: sink, checkpoints: checkpoints, objective: progress.objective,
            sweepSeed: sweepSeed)
        let pool = try ThreadPool(workers: workers) { [mailbox] group, shouldStop in
            executor.execute(group, context: context(shouldStop))
            mailbox.put(.workerReady(group.worker))
        }
        defer { pool.shutDown() }

        var machine = SweepStateMachine(
            groups: groups, workers: workers, progress: progress, order: order, retry: retry,
            rev: rev, at: clock())
        for worker in workers { mailbox.put(.workerReady(worker)) }
        while true {
            // Claims come first, so that no worker waits for a report to be drawn.
            var events = mailbox.takeAll(waiting: 250)
            let latest = reports.withLock { reports in
                defer { reports.removeAll(keepingCapacity: true) }
                return reports
            }
            // Before the ends of the same runs, which close their books.
            events.insert(
                contentsOf: latest.map { .reported($0.key, $0.value) },
                at: events.prefix { if case .began = $0 { true } else { false } }.count)
            events.append(.tick)
            for event in events {
                for action in machine.handle(event, at: clock()) {
                    if case .finish(let end) = action {
                        show(machine.progress)
                        return (end, machine.progress)
                    }
                    perform(action, pool: pool, workers: workers, executor: executor)
                }
            }
            show(machine.progress)
        }
    }

    private func perform(
        _ action: SweepStateMachine.Action, pool: some WorkerPool, workers: [WorkerID],
        executor: any RunExecutor
    ) {
        switch action {
        case .claim(let group, let worker):
            store.claim(sweep: sweep, group: group, worker: worker) { [mailbox] result in
                switch result {
                case .success(.claimed(let claimed)): mailbox.put(.claimed(claimed))
                case .success(let refusal):
                    mailbox.put(
                        .refused(group: group, by: worker, isClosed: refusal == .closed))
                case .failure(let error): mailbox.put(.storeFailed("\(error)"))
                }
            }
        case .start(let group):
            pool.start(group)
        case .stopWorkers:
            pool.requestStop()
        case .stopRuns(let runs):
            pool.requestStop(of: runs)
        case .look(let rev, let reclaims):
            store.look(at: sweep, since: rev, workers: workers, reclaims: reclaims) {
                [mailbox] result in
                switch result {
                case .success(let look):
                    mailbox.put(.looked(look.map { SweepChange($0, executor: executor) }))
                case .failure(let error): mailbox.put(.storeFailed("\(error)"))
                }
            }
        case .save(let attempt, let outcome, let retries):
            store.end(attempt, outcome: outcome, retries: retries) { [mailbox] result in
                switch result {
                case .success(let state):
                    mailbox.put(.saved(attempt, outcome, state: state))
                case .failure(let error): mailbox.put(.storeFailed("\(error)"))
                }
            }
        case .renewLeases(let workers):
            store.renewLeases(of: workers) { [mailbox] result in
                if case .failure(let error) = result { mailbox.put(.storeFailed("\(error)")) }
            }
        case .finish:
            preconditionFailure("`run` handles the end itself")
        }
    }

    private func context(
        sink: any MetricSink, checkpoints: (any CheckpointSink)?, objective: Objective?,
        sweepSeed: UInt32
    ) -> @Sendable (@escaping @Sendable (Attempt) -> Bool) -> ExecutionContext {
        { [mailbox, self] shouldStop in
            ExecutionContext(
                sink: sink, checkpoints: checkpoints, objective: objective, sweepSeed: sweepSeed,
                shouldStop: shouldStop,
                began: { mailbox.put(.began($0)) },
                ended: { mailbox.put(.ended($0, $1)) },
                reported: { self.keep(ObjectiveReport(value: $1, step: $2), of: $0.run, objective) }
            )
        }
    }

    /// Reports are merged per run until the next batch, so that a fast run cannot flood the mailbox.
    private func keep(_ report: ObjectiveReport, of run: RunID, _ objective: Objective?) {
        reports.withLock { reports in
            if reports[run] == nil {
                reports[run] = report
            } else {
                reports[run]?.add(report, for: objective)
            }
        }
    }
}
