import SweepCore
import SweepScheduler
import SweepTestSupport
import Testing

/// A whole launch without threads or a store: the state machine against a world that answers in random
/// order, with the run table as the truth.
struct SimulatedSweep {
    enum Truth: Equatable { case queued, running(attempt: Int), completed, diverged, failed }

    private(set) var machine: SweepStateMachine
    private(set) var truth: [RunID: Truth] = [:]
    private(set) var attempts: [RunID: Int] = [:]
    private(set) var end: LaunchEnd?
    private(set) var claimOrder: [Int] = []
    private(set) var renewals = 0
    /// Runs whose execution began, one entry per attempt.
    private(set) var started: [RunID] = []

    private let groups: [Int: [RunID]]
    private let workers: [WorkerID]
    private var pending: [SweepStateMachine.Event] = []
    private var executing: [WorkerID: [Attempt]] = [:]
    private var isStopping = false
    private var clock: Int64 = 0
    private var rev: Int64 = 0
    private var random: SeededGenerator

    init(groupSizes: [Int], workerCount: Int, costs: [Double]? = nil, seed: UInt64) {
        var groups: [Int: [RunID]] = [:]
        var next: Int64 = 1
        for (number, size) in groupSizes.enumerated() {
            groups[number] = (0..<size).map { RunID(next + Int64($0)) }
            next += Int64(size)
        }
        self.groups = groups
        workers = (1...workerCount).map { WorkerID(Int64($0)) }
        random = SeededGenerator(seed: seed)
        for run in groups.values.joined() { truth[run] = .queued }
        let planned = groups.map { number, runs in
            PlannedGroup(
                number: number, runCount: runs.count, cost: costs?[number] ?? Double(runs.count))
        }
        let objective = Objective(metric: "validation/accuracy", goal: .maximize)
        let instant = SweepInstant(milliseconds: 0)
        machine = SweepStateMachine(
            groups: planned, workers: workers,
            progress: LaunchProgress(
                counts: .init(total: truth.count), objective: objective, startedAt: instant,
                totalCost: planned.reduce(0) { $0 + $1.cost }),
            at: instant)
        pending = workers.map { .workerReady($0) }
    }

    /// Lets one thing happen; `false` when nothing is left that could.
    mutating func step(stopChance: Double = 0, stealChance: Double = 0, failChance: Double = 0)
        -> Bool
    {
        guard end == nil else { return false }
        clock += Int64.random(in: 0...2_000, using: &random)
        if Double.random(in: 0..<1, using: &random) < stealChance { steal() }
        if Double.random(in: 0..<1, using: &random) < stopChance { feed(.stopRequested) }
        if Double.random(in: 0..<1, using: &random) < failChance { feed(.storeFailed("disk full")) }
        if end != nil { return false }
        let busy = executing.keys.sorted()
        let choices = pending.count + busy.count
        guard choices > 0 else {
            feed(.tick)
            return end == nil && false
        }
        let choice = Int.random(in: 0..<choices, using: &random)
        if choice < pending.count {
            feed(pending.remove(at: choice))
        } else {
            work(busy[choice - pending.count])
        }
        return end == nil
    }

    /// Runs until nothing more can happen.
    mutating func run(stopChance: Double = 0, stealChance: Double = 0, failChance: Double = 0) {
        while step(stopChance: stopChance, stealChance: stealChance, failChance: failChance) {}
    }

    mutating func feed(_ event: SweepStateMachine.Event) {
        for action in machine.handle(event, at: SweepInstant(milliseconds: clock)) {
            perform(action)
        }
    }

    /// Another process claims a run behind the machine's back.
    private mutating func steal() {
        guard let run = truth.filter({ $0.value == .queued }).keys.sorted().first else { return }
        truth[run] = .completed
    }

    private mutating func work(_ worker: WorkerID) {
        guard var left = executing[worker] else { return }
        guard let attempt = left.first else {
            executing[worker] = nil
            feed(.workerReady(worker))
            return
        }
        left.removeFirst()
        executing[worker] = left
        let outcomes: [RunOutcome] = [
            .completed, .outOfPatience, .diverged(step: 7), .failed(.error, message: "no"),
        ]
        let outcome =
            isStopping ? .interrupted : outcomes.randomElement(using: &random) ?? .completed
        feed(.reported(attempt.run, ObjectiveReport(value: Double(attempt.run.rawValue), step: 1)))
        feed(.ended(attempt, outcome))
    }

    private mutating func perform(_ action: SweepStateMachine.Action) {
        switch action {
        case .claim(let number, let worker):
            claimOrder.append(number)
            let free = (groups[number] ?? []).filter { truth[$0] == .queued }
            guard !free.isEmpty else {
                pending.append(.refused(group: number, by: worker, isClosed: false))
                return
            }
            let claimed = free.enumerated().map { slot, run in
                attempts[run, default: 0] += 1
                truth[run] = .running(attempt: attempts[run] ?? 0)
                return Attempt.sample(run: run, number: attempts[run] ?? 0, slot: slot)
            }
            pending.append(
                .claimed(
                    ClaimedGroup(
                        sweep: SweepID(1), group: number, slots: free.count, worker: worker,
                        attempts: claimed)))
        case .start(let group):
            #expect(executing[group.worker] == nil, "a worker got two groups")
            #expect(!isStopping, "a group was started after the stop")
            for attempt in group.attempts {
                #expect(
                    truth[attempt.run] == .running(attempt: attempt.number), "started unclaimed")
                started.append(attempt.run)
                feed(.began(attempt))
            }
            executing[group.worker] = group.attempts
        case .stopWorkers:
            isStopping = true
        case .stopRuns:
            Issue.record("nobody asked for that")
        case .look(_, _):
            let queued = groups.compactMap { number, runs -> PlannedGroup? in
                let count = runs.count { truth[$0] == .queued }
                return count == 0
                    ? nil : PlannedGroup(number: number, runCount: count, cost: Double(count))
            }
            rev += 1
            pending.append(.looked(SweepChange(queued: queued, rev: rev)))
        case .save(let attempt, let outcome, let retries):
            #expect(!retries)
            let isCurrent = truth[attempt.run] == .running(attempt: attempt.number)
            if isCurrent { truth[attempt.run] = Self.truth(after: outcome) }
            pending.append(
                .saved(attempt, outcome, state: isCurrent ? Self.state(after: outcome) : nil))
        case .renewLeases(let renewed):
            renewals += 1
            #expect(renewed == workers, "a worker gives no sign of life")
        case .finish(let end):
            #expect(self.end == nil, "finished twice")
            self.end = end
        }
    }

    private static func state(after outcome: RunOutcome) -> RunState {
        switch outcome {
        case .completed, .outOfPatience: .completed
        case .diverged, .failed: .failed
        case .interrupted: .queued
        }
    }

    private static func truth(after outcome: RunOutcome) -> Truth {
        switch outcome {
        case .completed, .outOfPatience: .completed
        case .diverged: .diverged
        case .failed: .failed
        case .interrupted: .queued
        }
    }
}

extension Attempt {
    static func sample(run: RunID, number: Int = 1, slot: Int = 0) -> Attempt {
        Attempt(
            run: run, uid: UID(stored: "u\(run.rawValue)"), name: "run\(run.rawValue)",
            number: number,
            slot: slot, configuration: Configuration(), seed: 0,
            startedAt: SweepInstant(milliseconds: 0))
    }
}
