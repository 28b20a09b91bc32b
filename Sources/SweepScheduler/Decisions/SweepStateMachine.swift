package import SweepCore

/// Decides what the workers of one launch do next. Pure: events in, actions out, no clock, no thread.
///
/// The machine *asks* (`claim`, `look`) and is *answered* (`claimed`, `refused`, `changed`), because the run
/// table is the truth and other processes may work on the same sweep. It never starts what is not
/// committed as claimed.
///
///     workerReady ─> claim ─> claimed ─> start ─> ended… ─> workerReady
///                        └──> refused ─> claim the next group
///
/// Of runs that take milliseconds some groups are claimed ahead, so that workers do not wait for commits. A
/// launch ends when nothing is queued and nothing runs anywhere: what another process loses, this one takes.
package struct SweepStateMachine: Sendable {
    package enum Event: Sendable {
        /// A worker has nothing to do: at the start, and after each group.
        case workerReady(WorkerID)
        /// The store has committed the claim.
        case claimed(ClaimedGroup)
        /// Nothing of the group was left to claim, or the sweep takes no new runs just now.
        case refused(group: Int, by: WorkerID, isClosed: Bool)
        /// A worker began one run of its group.
        case began(Attempt)
        /// A run's objective metric has new values.
        case reported(RunID, ObjectiveReport)
        /// A run ended in the worker's hands.
        case ended(Attempt, RunOutcome)
        /// The store has committed a run's end; `nil`: another attempt had taken over.
        case saved(Attempt, RunOutcome, state: RunState?)
        /// The answer to `look`; `nil` when nothing has changed.
        case looked(SweepChange?)
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
        /// The same for some runs.
        case stopRuns([RunID])
        /// With `retries` a failed run goes back to the queue.
        case save(Attempt, RunOutcome, retries: Bool)
        /// Renew what they hold, and say that they are there.
        case renewLeases([WorkerID])
        /// Ask for what has changed; with `reclaims`, put back the runs of workers that are gone first.
        case look(since: Int64, reclaims: Bool)
        /// The launch is over.
        case finish(LaunchEnd)
    }

    private enum Mode {
        case running
        case stopping
        case givenUp(String)
        case failed(String)
        case finished
    }

    /// How often workers renew their leases (`design.md` §7: a lease lasts 30 s), and idle ones give a sign of life.
    package static let renewalInterval: Int64 = 5_000
    /// How often the launch looks for changes by others.
    package static let lookInterval: Int64 = 250
    /// How often runs of workers that are gone are put back.
    package static let reclaimInterval: Int64 = 5_000
    /// So many runs must have failed, and none ended otherwise, for a launch to give up.
    package static let failuresToGiveUp = 5

    private let retry: RetryPolicy
    private var mode: Mode = .running
    private var sweepState = SweepState.active
    private var workers: [WorkerID: WorkerBook] = [:]
    private var queue: GroupQueue
    private var costs: [Int: Double] = [:]
    private var unsaved = 0
    private var ends = EndCount()

    private var lastRenewal: SweepInstant
    private var lastLook: SweepInstant
    private var lastReclaim: SweepInstant
    private var rev: Int64
    private var isLooking = false
    /// Whether the next look asks for everything that is queued, not only for what has changed.
    private var readsAll = false
    /// Whether something happened since the last look that it would not have seen.
    private var isLookStale = true
    private var runningElsewhere = 0

    /// The counts and the best so far, for the display.
    package private(set) var progress: LaunchProgress

    /// Begins with what is queued, in any order, and the registered workers; each must say `workerReady`
    /// before it gets work. `rev` is where the first look begins: not after the groups were read.
    package init(
        groups: [PlannedGroup], workers: [WorkerID], progress: LaunchProgress,
        order: GroupOrder = .longestFirst, retry: RetryPolicy = .none, rev: Int64 = 0,
        at instant: SweepInstant
    ) {
        queue = GroupQueue(groups, order: order)
        for group in groups { costs[group.number] = group.costPerRun }
        self.progress = progress
        self.retry = retry
        self.rev = rev
        for worker in workers { self.workers[worker] = WorkerBook() }
        lastRenewal = instant
        lastLook = instant
        lastReclaim = instant
    }

    /// Takes in what happened and returns what must be done, in order.
    package mutating func handle(_ event: Event, at instant: SweepInstant) -> [Action] {
        progress.now = instant
        var actions: [Action] = []
        switch event {
        case .workerReady(let worker):
            workers[worker]?.becomeReady(at: instant)
            actions += startNext(worker) + fill(worker)
        case .claimed(let group):
            isLookStale = true
            actions += accept(group)
        case .refused(let number, let worker, let isClosed):
            workers[worker]?.endClaim(of: number)
            if isClosed {
                // The group may be queued, and was no change since the last look: all is read again.
                readsAll = true
            }
            actions += fill(worker)
        case .began(let attempt):
            progress.begin(attempt)
        case .reported(let run, let report):
            progress.report(run, report)
        case .ended(let attempt, let outcome):
            actions += end(attempt, outcome)
        case .saved(_, let outcome, let state):
            unsaved = max(0, unsaved - 1)
            isLookStale = true
            if let state, state.isFinished || outcome == .interrupted { progress.count(outcome) }
        case .looked(let change):
            isLooking = false
            if let change { actions += take(change) }
        case .stopRequested:
            guard case .running = mode else { break }
            mode = .stopping
            actions += [.stopWorkers] + putBackAhead()
        case .storeFailed(let message):
            actions += failStore(message)
        case .tick:
            break
        }
        actions += renewal(at: instant)
        actions += look(at: instant)
        actions += finishIfOver()
        return actions
    }

    // MARK: Claims

    /// Whether new runs may be claimed and started.
    private var isClaiming: Bool {
        guard case .running = mode else { return false }
        return sweepState == .active || sweepState == .expanding || sweepState == .completed
    }

    /// Claims as many groups for a worker as it should have at hand.
    private mutating func fill(_ worker: WorkerID) -> [Action] {
        var actions: [Action] = []
        while isClaiming, let book = workers[worker], book.wantsClaim, let group = queue.next() {
            workers[worker]?.beginClaim(of: group.number)
            actions.append(.claim(group: group.number, by: worker))
        }
        return actions
    }

    private mutating func accept(_ group: ClaimedGroup) -> [Action] {
        workers[group.worker]?.endClaim(of: group.group)
        guard isClaiming else {
            // Committed after the stop: what was never started goes straight back.
            if case .failed = mode { return [] }
            return group.attempts.flatMap { save($0, .interrupted) }
        }
        if group.remainingCount > 0 {
            let cost = costs[group.group] ?? 1
            queue.add([
                PlannedGroup(
                    number: group.group, runCount: group.remainingCount,
                    cost: cost * Double(group.remainingCount))
            ])
        }
        workers[group.worker]?.ahead.append(group)
        return startNext(group.worker) + fill(group.worker)
    }

    /// Starts what a ready worker has at hand.
    private mutating func startNext(_ worker: WorkerID) -> [Action] {
        guard isClaiming, let group = workers[worker]?.startNext(at: progress.now) else {
            return []
        }
        progress.claim(group, costPerRun: costs[group.group] ?? 0)
        return [.start(group)]
    }

    /// Gives back what was claimed and never started.
    private mutating func putBackAhead() -> [Action] {
        workers.keys.sorted().flatMap { worker in
            let groups = workers[worker]?.ahead ?? []
            workers[worker]?.ahead = []
            return groups.flatMap(\.attempts).flatMap { save($0, .interrupted) }
        }
    }

    // MARK: Ends

    private mutating func end(_ attempt: Attempt, _ outcome: RunOutcome) -> [Action] {
        for worker in workers.keys { workers[worker]?.end(attempt) }
        progress.end(attempt, outcome)
        var retries = false
        if case .failed(let reason, let message) = outcome {
            retries = retry.allows(reason, after: attempt.failureCount)
            if !retries { ends.failures.append("\(attempt.name): \(message)") }
        } else if outcome != .interrupted {
            ends.others += 1
        }
        return save(attempt, outcome, retries: retries) + giveUpIfHopeless()
    }

    private mutating func save(
        _ attempt: Attempt, _ outcome: RunOutcome, retries: Bool = false
    ) -> [Action] {
        if case .failed = mode { return [] }
        unsaved += 1
        return [.save(attempt, outcome, retries: retries)]
    }

    /// When the first runs all fail by themselves, the others would fail too: they stay queued.
    private mutating func giveUpIfHopeless() -> [Action] {
        guard case .running = mode, ends.others == 0,
            ends.failures.count >= Self.failuresToGiveUp, let last = ends.failures.last
        else { return [] }
        mode = .givenUp(last)
        return [.stopWorkers] + putBackAhead()
    }

    // MARK: Changes by others

    private mutating func take(_ change: SweepChange) -> [Action] {
        rev = max(rev, change.rev)
        runningElsewhere = change.runningElsewhere
        let wasClaiming = isClaiming
        sweepState = change.state
        progress.see(change)
        for group in change.queued {
            if costs[group.number] == nil { progress.expect(cost: group.cost) }
            costs[group.number] = group.costPerRun
        }
        queue.add(change.queued)
        var actions = stop(change.requested)
        guard case .running = mode else { return actions }
        if !isClaiming {
            actions += putBackAhead()
        } else {
            // Groups whose claim was refused meanwhile are no longer known: everything queued is read again.
            if !wasClaiming {
                readsAll = true
            }
            for worker in workers.keys.sorted() { actions += startNext(worker) + fill(worker) }
        }
        return actions
    }

    /// Stops single runs; those that have not begun go straight to where somebody wants them.
    private mutating func stop(_ runs: [RunID]) -> [Action] {
        guard !runs.isEmpty else { return [] }
        let wanted = Set(runs)
        var actions: [Action] = []
        for worker in workers.keys.sorted() {
            let waiting = workers[worker]?.removeAhead(wanted) ?? []
            actions += waiting.flatMap { save($0, .interrupted) }
        }
        let executing = workers.values.reduce(into: Set<RunID>()) { $0.formUnion($1.unfinished) }
        let running = executing.intersection(wanted)
        if !running.isEmpty { actions.append(.stopRuns(running.sorted())) }
        return actions
    }

    private mutating func look(at instant: SweepInstant) -> [Action] {
        switch mode {
        case .running: break
        case .stopping, .givenUp, .failed, .finished: return []
        }
        let isDue = instant >= lastLook.adding(milliseconds: Self.lookInterval)
        guard !isLooking, isDue || (isAtRest && (isLookStale || readsAll)) else { return [] }
        let reclaims = instant >= lastReclaim.adding(milliseconds: Self.reclaimInterval)
        if reclaims { lastReclaim = instant }
        lastLook = instant
        isLooking = true
        isLookStale = false
        defer { readsAll = false }
        return [.look(since: readsAll ? 0 : rev, reclaims: reclaims)]
    }

    private mutating func failStore(_ message: String) -> [Action] {
        unsaved = 0
        isLooking = false
        switch mode {
        case .failed, .finished: return []
        case .running, .stopping, .givenUp: break
        }
        mode = .failed(message)
        // A claim that was asked for will not be answered any more.
        for worker in workers.keys { workers[worker]?.forgetClaims() }
        return [.stopWorkers]
    }

    private mutating func renewal(at instant: SweepInstant) -> [Action] {
        switch mode {
        case .failed, .finished: return []
        case .running, .stopping, .givenUp: break
        }
        guard instant >= lastRenewal.adding(milliseconds: Self.renewalInterval) else { return [] }
        lastRenewal = instant
        // Workers without runs too: those of a paused sweep wait, and are not to look as if they were gone.
        return workers.isEmpty ? [] : [.renewLeases(workers.keys.sorted())]
    }

    // MARK: The end

    /// Whether no worker has anything, and no answer about a run is open.
    private var isAtRest: Bool {
        unsaved == 0 && workers.values.allSatisfy(\.isAtRest)
    }

    private mutating func finishIfOver() -> [Action] {
        guard isAtRest else { return [] }
        let end: LaunchEnd
        switch mode {
        case .finished: return []
        case .running:
            // The last look must have come after the last change, or it says nothing.
            guard !isLooking, !isLookStale, !readsAll else { return [] }
            switch sweepState {
            case .stopping, .stopped, .cancelled: end = .ended(sweepState)
            case .paused: return []
            case .active, .expanding, .completed:
                guard queue.isEmpty, runningElsewhere == 0 else { return [] }
                end = .completed
            }
        case .stopping: end = .interrupted
        case .givenUp(let message): end = .givenUp(message)
        case .failed(let message): end = .storeFailed(message)
        }
        mode = .finished
        return [.finish(end)]
    }

    /// How the runs of this launch ended.
    private struct EndCount {
        /// What the runs that failed for good said, in the order of their ends.
        var failures: [String] = []
        /// Runs that ended in any other way of their own.
        var others = 0
    }
}
