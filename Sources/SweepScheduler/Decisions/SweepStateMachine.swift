package import SweepCore

/// Decides what the workers of one launch do next. Pure: events in, actions out, no clock, no thread.
///
/// The machine *asks* (`claim`) and is *answered* (`claimed`, `refused`), because the run table is the
/// truth and other processes may work on the same sweep. It never starts what is not committed as claimed.
///
///     workerReady ─> claim ─> claimed ─> start ─> ended… ─> workerReady
///                        └──> refused ─> claim the next group
///
/// Groups are claimed longest first, so that no worker idles at the end while another has just begun a long
/// one; of equal ones the lower number comes first.
package struct SweepStateMachine: Sendable {
    package enum Event: Sendable {
        /// A worker has nothing to do: at the start, and after each group.
        case workerReady(WorkerID)
        /// The store has committed the claim.
        case claimed(ClaimedGroup)
        /// Nothing of the group was left to claim.
        case refused(group: Int, by: WorkerID)
        /// A worker began one run of its group.
        case began(Attempt)
        /// A run's objective metric has new values.
        case reported(RunID, ObjectiveReport)
        /// A run ended in the worker's hands.
        case ended(Attempt, RunOutcome)
        /// The store has committed a run's end; not current: another attempt had taken over.
        case saved(Attempt, RunOutcome, wasCurrent: Bool)
        /// A person asked to stop: finish the current step, put the runs back.
        case stopRequested
        /// The store cannot write any more.
        case storeFailed(String)
        /// Time has passed.
        case tick
    }

    package enum Action: Sendable, Equatable {
        case claim(group: Int, by: WorkerID)
        case start(ClaimedGroup)
        /// Raise the flag that every executor reads once per step.
        case stopWorkers
        case save(Attempt, RunOutcome)
        case renewLeases([WorkerID])
        /// The launch is over.
        case finish(LaunchEnd)
    }

    /// What a worker is doing, with just the data that is valid then.
    private enum WorkerState {
        case idle
        case claiming(group: Int)
        /// Holds the runs of the group that have not ended.
        case executing(unfinished: Set<RunID>)
    }

    private enum Mode {
        case running
        case stopping
        case failed(String)
        case finished
    }

    /// How often held leases are renewed (`design.md` §7: a lease lasts 30 s).
    package static let renewalInterval: Int64 = 5_000

    private var mode: Mode = .running
    private var workers: [WorkerID: WorkerState] = [:]
    private var pending: [PlannedGroup]
    private let groups: [Int: PlannedGroup]
    private var unsaved = 0
    private var lastRenewal: SweepInstant

    /// The counts and the best so far, for the display.
    package private(set) var progress: LaunchProgress

    /// Begins with what is queued, in any order, and the registered workers; each must say `workerReady`
    /// before it gets work.
    package init(
        groups: [PlannedGroup], workers: [WorkerID], progress: LaunchProgress,
        at instant: SweepInstant
    ) {
        // Popped from the end, so the longest stands last, and of equal ones the lowest number.
        pending = groups.sorted { ($0.cost, $1.number) < ($1.cost, $0.number) }
        self.groups = Dictionary(
            groups.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        self.progress = progress
        for worker in workers { self.workers[worker] = .idle }
        lastRenewal = instant
    }

    /// Takes in what happened and returns what must be done, in order.
    package mutating func handle(_ event: Event, at instant: SweepInstant) -> [Action] {
        progress.now = instant
        var actions: [Action] = []
        switch event {
        case .workerReady(let worker):
            if case .executing(let unfinished) = workers[worker] {
                precondition(
                    unfinished.isEmpty, "a worker is ready with \(unfinished.count) unfinished runs"
                )
            }
            workers[worker] = .idle
            actions += nextClaim(for: worker)
        case .claimed(let group):
            actions += accept(group)
        case .refused(_, let worker):
            workers[worker] = .idle
            actions += nextClaim(for: worker)
        case .began(let attempt):
            progress.begin(attempt)
        case .reported(let run, let report):
            progress.report(run, report)
        case .ended(let attempt, let outcome):
            markEnded(attempt)
            progress.end(attempt, outcome)
            actions += save(attempt, outcome)
        case .saved(_, let outcome, let wasCurrent):
            unsaved = max(0, unsaved - 1)
            if wasCurrent { progress.count(outcome) }
        case .stopRequested:
            guard case .running = mode else { break }
            mode = .stopping
            actions.append(.stopWorkers)
        case .storeFailed(let message):
            unsaved = 0
            guard !isFailed, !isOver else { break }
            mode = .failed(message)
            // A claim that was asked for will not be answered any more.
            for (worker, state) in workers {
                if case .claiming = state { workers[worker] = .idle }
            }
            actions.append(.stopWorkers)
        case .tick:
            break
        }
        actions += renewal(at: instant)
        actions += finishIfOver()
        return actions
    }

    private var isOver: Bool { if case .finished = mode { true } else { false } }
    private var isFailed: Bool { if case .failed = mode { true } else { false } }

    private mutating func nextClaim(for worker: WorkerID) -> [Action] {
        guard case .running = mode, let group = pending.popLast() else { return [] }
        workers[worker] = .claiming(group: group.number)
        return [.claim(group: group.number, by: worker)]
    }

    private mutating func accept(_ group: ClaimedGroup) -> [Action] {
        switch mode {
        case .running:
            workers[group.worker] = .executing(unfinished: Set(group.attempts.map(\.run)))
            let planned = groups[group.group]
            let cost = (planned?.cost ?? 0) / Double(max(1, planned?.runCount ?? 1))
            progress.claim(group, costPerRun: cost)
            return [.start(group)]
        case .stopping:
            // Committed after the stop: what was never started goes straight back.
            workers[group.worker] = .idle
            return group.attempts.flatMap { save($0, .interrupted) }
        case .failed, .finished:
            workers[group.worker] = .idle
            return []
        }
    }

    private mutating func markEnded(_ attempt: Attempt) {
        for (worker, state) in workers {
            guard case .executing(var unfinished) = state, unfinished.remove(attempt.run) != nil
            else { continue }
            workers[worker] = .executing(unfinished: unfinished)
        }
    }

    private mutating func save(_ attempt: Attempt, _ outcome: RunOutcome) -> [Action] {
        guard !isFailed else { return [] }
        unsaved += 1
        return [.save(attempt, outcome)]
    }

    private mutating func renewal(at instant: SweepInstant) -> [Action] {
        guard !isFailed, instant >= lastRenewal.adding(milliseconds: Self.renewalInterval) else {
            return []
        }
        lastRenewal = instant
        let holders = workers.filter { if case .executing = $0.value { true } else { false } }.keys
        return holders.isEmpty ? [] : [.renewLeases(holders.sorted())]
    }

    private mutating func finishIfOver() -> [Action] {
        let allIdle = workers.values.allSatisfy { if case .idle = $0 { true } else { false } }
        guard allIdle, unsaved == 0 else { return [] }
        let end: LaunchEnd
        switch mode {
        case .finished: return []
        case .running:
            guard pending.isEmpty else { return [] }
            end = .completed
        case .stopping: end = .interrupted
        case .failed(let message): end = .storeFailed(message)
        }
        mode = .finished
        return [.finish(end)]
    }
}
