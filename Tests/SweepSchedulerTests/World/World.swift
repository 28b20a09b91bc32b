import SweepCore
import SweepScheduler
import SweepTestSupport

/// Several launches on one sweep under everything that can happen to them, with the run table as the truth.
///
/// The invariants are looked at after every event; what they find is in `problems`.
struct World {
    enum Kind: Int, CaseIterable {
        case answer, work, tick, death, birth, pause, resume, cancel, stopSweep, retry, jump, edit,
            stopProcess, storeFailure
    }

    private(set) var store = WorldStore()
    private(set) var processes: [WorldProcess] = []
    private(set) var counts = [Int](repeating: 0, count: Kind.allCases.count)
    private(set) var now: Int64 = 1_000_000
    private var nextWorker: Int64 = 1
    private var random: SeededGenerator
    private let defect: Defect?
    private var isCalm = false

    var problems: [String] { store.problems }

    init(seed: UInt64, defect: Defect? = nil) {
        random = SeededGenerator(seed: seed)
        self.defect = defect
        for _ in 0..<pick(2...4) { store.addGroup(of: pick(1...3)) }
        bear(workers: 2)
        bear(workers: 2)
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int {
        // Cheaper than Int.random, and even enough here.
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }

    private mutating func bear(workers count: Int) {
        let workers = (0..<count).map { WorkerID(nextWorker + Int64($0)) }
        nextWorker += Int64(count)
        processes.append(WorldProcess(workers: workers, store: store, now: now))
    }

    // MARK: Events

    /// Lets something happen.
    mutating func step() {
        let kind: Kind
        switch pick(0...99) {
        case 0..<42: kind = .answer
        case 42..<72: kind = .work
        case 72..<84: kind = .tick
        case 84: kind = .death
        case 85, 86: kind = .birth
        case 87, 88: kind = .pause
        case 89...92: kind = .resume
        case 93: kind = .cancel
        case 94: kind = pick(0...3) == 0 ? .stopSweep : .tick
        case 95: kind = .retry
        case 96: kind = .jump
        case 97: kind = store.rows.count < 16 ? .edit : .tick
        case 98: kind = .stopProcess
        default: kind = pick(0...5) == 0 ? .storeFailure : .answer
        }
        counts[kind.rawValue] += 1
        perform(kind)
    }

    private mutating func perform(_ kind: Kind) {
        let live = processes.indices.filter { !processes[$0].isOver }
        let run = RunID(Int64(pick(0...store.rows.count - 1)))
        let place = live.isEmpty ? nil : live[pick(0...live.count - 1)]
        switch kind {
        case .answer: if let place { deliver(to: place) }
        case .work: if let place { work(at: place) }
        case .tick: if let place { tick(place) }
        case .death: if let place, live.count > 1 { kill(place) }
        case .birth: if live.count < 3 { bear(workers: pick(1...2)) }
        case .pause:
            if pick(0...1) == 0 {
                store.ask(run, .pause, now: now)
            } else if store.sweepState == .active {
                store.setSweep(.paused, now: now)
            }
        case .resume:
            if store.sweepState != .active, store.sweepState != .cancelled {
                store.setSweep(.active, now: now)
            } else if store.rows[Int(run.rawValue)].state == .paused {
                store.change(run) { $0.state = .queued }
            }
        case .cancel:
            if pick(0...9) == 0 {
                store.setSweep(.cancelled, now: now)
            } else {
                store.ask(run, .cancel, now: now)
            }
        case .stopSweep:
            if store.sweepState == .active { store.setSweep(.stopping, now: now) }
        case .retry:
            let state = store.rows[Int(run.rawValue)].state
            if state == .failed || state == .cancelled {
                if store.sweepState == .cancelled || store.sweepState == .stopped {
                    store.setSweep(.active, now: now)
                }
                store.change(run) { $0.state = .queued }
            }
        case .jump: now += 31_000
        case .edit: store.addGroup(of: pick(1...2))
        case .stopProcess:
            if let place, processes[place].stopAskedAt == nil {
                processes[place].stopAskedAt = now
                if defect != .lostStop { feed(.stopRequested, to: place) }
            }
        case .storeFailure:
            if let place {
                processes[place].hasFailed = true
                feed(.storeFailed("disk full"), to: place)
            }
        }
    }

    private mutating func deliver(to place: Int) {
        guard !processes[place].inbox.isEmpty else { return tick(place) }
        let event = processes[place].inbox.removeFirst()
        feed(event, to: place)
    }

    private mutating func tick(_ place: Int) {
        now += Int64(pick(0...400))
        feed(.tick, to: place)
        processes[place].lastTick = now
        let process = processes[place]
        // A stopped process cannot renew, so only what it does when it gets to run counts.
        if !process.executing.isEmpty, !process.hasFailed, !process.isOver,
            now - process.lastRenewal >= SweepStateMachine.renewalInterval
        {
            store.report("leases were not renewed for \(now - process.lastRenewal) ms")
        }
        if process.stopAskedAt != nil, !process.isStopping, !process.isOver, !process.hasFailed {
            store.report("a launch does not stop although it was asked to")
        }
        obeys(process)
    }

    /// What people asked for before the last look must have reached the runs once its answer has come.
    private mutating func obeys(_ process: WorldProcess) {
        guard process.inbox.isEmpty, !process.isStopping, !process.isOver, !process.hasFailed else {
            return
        }
        for attempt in process.executing.values.joined() {
            let row = store.rows[Int(attempt.run.rawValue)]
            guard row.request != nil, row.attempt == attempt.number,
                row.rev <= process.lastLook, !process.stoppedRuns.contains(attempt.run)
            else { continue }
            store.report("run \(attempt.run.rawValue) goes on although it was asked to stop")
        }
    }

    private mutating func kill(_ place: Int) {
        store.gone.formUnion(processes[place].workers)
        processes.remove(at: place)
    }

    /// A worker ends one of its runs, or says that it is ready.
    private mutating func work(at place: Int) {
        let busy = processes[place].executing.keys.sorted()
        guard !busy.isEmpty else { return deliver(to: place) }
        let worker = busy[pick(0...busy.count - 1)]
        guard var left = processes[place].executing[worker] else { return }
        guard let attempt = left.first else {
            processes[place].executing[worker] = nil
            if defect != .lostWorker || isCalm { feed(.workerReady(worker), to: place) }
            return
        }
        left.removeFirst()
        processes[place].executing[worker] = left
        let isAsked =
            processes[place].isStopping || processes[place].stoppedRuns.contains(attempt.run)
        let outcome: RunOutcome
        if isAsked {
            outcome = .interrupted
        } else {
            switch pick(0...9) {
            case 0: outcome = .failed(.error, message: "no")
            case 1: outcome = .diverged(step: 7)
            case 2: outcome = .outOfPatience
            default: outcome = .completed
            }
        }
        feed(.ended(attempt, outcome), to: place)
    }

    // MARK: Actions

    private mutating func feed(_ event: SweepStateMachine.Event, to place: Int) {
        guard !processes[place].isOver else { return }
        if case .claimed(let group) = event { processes[place].held.formUnion(group.attempts) }
        for action in processes[place].machine.handle(event, at: SweepInstant(milliseconds: now)) {
            perform(action, of: place)
        }
    }

    private mutating func perform(_ action: SweepStateMachine.Action, of place: Int) {
        let hasFailed = processes[place].hasFailed
        switch action {
        case .claim(let number, let worker):
            guard !hasFailed else { return }
            let group = store.claim(group: number, worker: worker, now: now, defect: defect)
            processes[place].inbox.append(
                group.map { .claimed($0) }
                    ?? .refused(group: number, by: worker, isClosed: !store.isOpen))
        case .start(let group):
            start(group, at: place)
            if defect == .doubleStart { start(group, at: place) }
        case .stopWorkers:
            processes[place].isStopping = true
        case .stopRuns(let runs):
            processes[place].stoppedRuns.formUnion(runs)
        case .save(let attempt, let outcome, let retries):
            if !processes[place].held.contains(attempt) {
                store.report("an attempt was ended that is not held, or twice")
            }
            if defect == .lostPutBack, outcome == .interrupted { return }
            if defect == .lostEnd, outcome == .completed {
                processes[place].inbox.append(.saved(attempt, outcome, state: .completed))
                return
            }
            processes[place].held.remove(attempt)
            guard !hasFailed else { return }
            let state = store.end(attempt, outcome, retries: retries, defect: defect)
            processes[place].inbox.append(.saved(attempt, outcome, state: state))
        case .renewLeases(let workers):
            processes[place].lastRenewal = defect == .noRenewal ? 0 : now
            if defect != .noRenewal { store.renew(workers, now: now) }
        case .look(let rev, let reclaims):
            guard !hasFailed else { return }
            if reclaims || defect == .eagerReclaim { store.reclaim(now: now, defect: defect) }
            processes[place].lastLook = store.rev
            let change = store.look(
                since: rev, workers: processes[place].workers, defect: defect)
            processes[place].inbox.append(.looked(change))
        case .finish(let end):
            finish(end, at: place)
        }
    }

    private mutating func start(_ group: ClaimedGroup, at place: Int) {
        let process = processes[place]
        if process.executing[group.worker] != nil { store.report("a worker got two groups") }
        if process.isStopping { store.report("a group was started after the stop") }
        for attempt in group.attempts where !process.held.contains(attempt) {
            store.report("run \(attempt.run.rawValue) was started without a claim")
        }
        if process.executing.isEmpty {
            // Nobody held a lease, so none was due.
            processes[place].lastRenewal = max(process.lastRenewal, now)
        }
        processes[place].stoppedRuns.subtract(group.attempts.map(\.run))
        processes[place].executing[group.worker] = group.attempts
    }

    private mutating func finish(_ end: LaunchEnd, at place: Int) {
        processes[place].end = end
        let process = processes[place]
        if process.hasFailed {
            // What it held is put back by the others.
            store.gone.formUnion(process.workers)
            return
        }
        for index in store.rows.indices where store.rows[index].state == .running {
            guard let worker = store.rows[index].worker, process.workers.contains(worker) else {
                continue
            }
            store.report("run \(index) is left running by a launch that ended")
        }
        // What was queued after its last look is for the next launch.
        if end == .completed,
            store.rows.contains(where: { $0.state == .queued && $0.rev <= process.lastLook })
        {
            store.report("a launch is complete although runs are queued")
        }
    }

    // MARK: The end

    /// Lets nothing more go wrong, lets everything go on, and says what must be true then.
    mutating func settle() {
        isCalm = true
        if store.sweepState != .active { store.setSweep(.active, now: now) }
        for index in store.rows.indices {
            let state = store.rows[index].state
            store.change(RunID(Int64(index))) { row in
                row.request = nil
                if state == .paused || state == .cancelled { row.state = .queued }
            }
        }
        bear(workers: 2)
        // Runs that fail five times in a row make a launch give up; here they may go on.
        for _ in 0..<6 {
            run()
            if !store.rows.contains(where: { $0.state == .queued || $0.state == .running }) {
                break
            }
            now += 31_000
            store.reclaim(now: now, defect: nil)
            bear(workers: 2)
        }
        for (index, row) in store.rows.enumerated() {
            if row.completions > 1 {
                store.report("run \(index) was completed \(row.completions) times")
            }
            if row.state != .completed, row.state != .failed, row.state != .cancelled {
                store.report("run \(index) is \(row.state) in the end")
            }
        }
    }

    /// Runs every process to its end.
    private mutating func run() {
        var rounds = 0
        while let place = processes.indices.first(where: { !processes[$0].isOver }) {
            rounds += 1
            guard rounds < 2_000 else {
                return store.report("a launch does not end")
            }
            now += 100
            let places = processes.indices.filter { !processes[$0].isOver }
            for place in places {
                while !processes[place].inbox.isEmpty { deliver(to: place) }
                if !processes[place].isOver, !processes[place].executing.isEmpty {
                    work(at: place)
                }
                if !processes[place].isOver { tick(place) }
            }
            _ = place
        }
    }
}
