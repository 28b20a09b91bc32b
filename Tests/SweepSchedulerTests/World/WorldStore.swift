import SweepCore
import SweepScheduler

/// The run table as design.md §7 describes it, in memory: what is true, whatever the processes believe.
struct WorldStore {
    struct Row {
        let group: Int
        let slot: Int
        var state = RunState.queued
        var attempt = 0
        var worker: WorkerID?
        var leaseEnds: Int64 = 0
        var request: RunRequest?
        var requestedAt: Int64 = 0
        var failures = 0
        var rev: Int64
        /// How often an attempt of it was accepted as completed.
        var completions = 0
    }

    static let lease: Int64 = 30_000

    var rows: [Row] = []
    var sweepState = SweepState.active
    var rev: Int64 = 1
    var groupCount = 0
    /// Workers whose process is gone.
    var gone: Set<WorkerID> = []
    private(set) var problems: [String] = []

    mutating func addGroup(of count: Int) {
        rev += 1
        for slot in 0..<count { rows.append(Row(group: groupCount, slot: slot, rev: rev)) }
        groupCount += 1
    }

    var isOpen: Bool { sweepState == .active || sweepState == .expanding }

    mutating func report(_ problem: String) { problems.append(problem) }

    mutating func change(_ run: RunID, _ body: (inout Row) -> Void) {
        rev += 1
        body(&rows[Int(run.rawValue)])
        rows[Int(run.rawValue)].rev = rev
    }

    // MARK: What processes ask

    mutating func claim(group: Int, worker: WorkerID, now: Int64, defect: Defect?) -> ClaimedGroup?
    {
        guard isOpen else { return nil }
        var attempts: [Attempt] = []
        for index in rows.indices where rows[index].group == group {
            let row = rows[index]
            let isFree =
                row.state == .queued
                || (defect == .doubleClaim && row.state == .running)
            guard isFree else { continue }
            if row.state == .running, row.leaseEnds >= now, let holder = row.worker,
                !gone.contains(holder)
            {
                report("run \(index) was claimed while worker \(holder.rawValue) holds its lease")
            }
            change(RunID(Int64(index))) { row in
                row.state = .running
                row.attempt += 1
                row.worker = worker
                row.leaseEnds = now + Self.lease
            }
            attempts.append(
                .sample(run: RunID(Int64(index)), number: rows[index].attempt, slot: row.slot))
        }
        guard !attempts.isEmpty else { return nil }
        return ClaimedGroup(
            sweep: SweepID(1), group: group, slots: attempts.count, worker: worker,
            attempts: attempts)
    }

    mutating func end(
        _ attempt: Attempt, _ outcome: RunOutcome, retries: Bool, defect: Defect?
    ) -> RunState? {
        let row = rows[Int(attempt.run.rawValue)]
        let isCurrent = row.attempt == attempt.number && row.state == .running
        guard isCurrent || defect == .staleEnd else { return nil }
        if !isCurrent { report("an old attempt of run \(attempt.run.rawValue) was accepted") }
        change(attempt.run) { row in
            switch outcome {
            case .completed, .outOfPatience:
                row.state = .completed
                row.completions += 1
            case .diverged: row.state = .failed
            case .failed:
                row.failures += 1
                row.state = retries ? Self.queuedOr(row.request) : .failed
            case .interrupted: row.state = Self.queuedOr(row.request)
            }
            row.request = nil
            row.worker = nil
        }
        settle()
        return rows[Int(attempt.run.rawValue)].state
    }

    mutating func renew(_ workers: [WorkerID], now: Int64) {
        for index in rows.indices where rows[index].state == .running {
            guard let worker = rows[index].worker, workers.contains(worker) else { continue }
            rows[index].leaseEnds = now + Self.lease
        }
    }

    mutating func reclaim(now: Int64, defect: Defect?) {
        for index in rows.indices where rows[index].state == .running {
            let row = rows[index]
            let isGone = row.worker.map(gone.contains) ?? true
            guard row.leaseEnds < now || isGone || defect == .eagerReclaim else { continue }
            if row.leaseEnds >= now, !isGone {
                report("run \(index) was put back although its lease holds")
            }
            change(RunID(Int64(index))) { row in
                row.state = Self.queuedOr(row.request)
                row.request = nil
                row.worker = nil
            }
        }
        settle()
    }

    func look(since: Int64, workers: [WorkerID], defect: Defect?) -> SweepChange? {
        guard rev != since || since == 0 else { return nil }
        var counts: [Int: Int] = [:]
        var requested: [RunID] = []
        var elsewhere = 0
        for (index, row) in rows.enumerated() {
            if row.state == .queued, row.rev > since { counts[row.group, default: 0] += 1 }
            guard row.state == .running else { continue }
            let isOurs = row.worker.map(workers.contains) ?? false
            if isOurs, row.request != nil { requested.append(RunID(Int64(index))) }
            if !isOurs { elsewhere += 1 }
        }
        let queued = counts.sorted { $0.key < $1.key }.map {
            PlannedGroup(number: $0.key, runCount: $0.value, cost: 1)
        }
        return SweepChange(
            state: sweepState, queued: defect == .blindLook ? [] : queued,
            requested: defect == .deafLook ? [] : requested, runningElsewhere: elsewhere, rev: rev)
    }

    // MARK: What people ask

    mutating func setSweep(_ state: SweepState, now: Int64) {
        rev += 1
        sweepState = state
        switch state {
        case .paused, .cancelled:
            let request: RunRequest = state == .paused ? .pause : .cancel
            for index in rows.indices { ask(RunID(Int64(index)), request, now: now) }
        case .active:
            for index in rows.indices {
                if rows[index].state == .paused {
                    change(RunID(Int64(index))) { $0.state = .queued }
                } else if rows[index].request == .pause {
                    change(RunID(Int64(index))) { $0.request = nil }
                }
            }
        default: settle()
        }
    }

    /// Asks for a pause or an end of one run.
    mutating func ask(_ run: RunID, _ request: RunRequest, now: Int64) {
        switch (rows[Int(run.rawValue)].state, request) {
        case (.running, _):
            guard rows[Int(run.rawValue)].request != .cancel else { return }
            change(run) {
                $0.requestedAt = $0.request == nil ? now : $0.requestedAt
                $0.request = request
            }
        case (.queued, .pause) where sweepState != .paused: change(run) { $0.state = .paused }
        case (.queued, .cancel), (.paused, .cancel): change(run) { $0.state = .cancelled }
        default: break
        }
    }

    private mutating func settle() {
        guard sweepState == .stopping, !rows.contains(where: { $0.state == .running }) else {
            return
        }
        rev += 1
        sweepState = .stopped
    }

    private static func queuedOr(_ request: RunRequest?) -> RunState {
        switch request {
        case .cancel: .cancelled
        case .pause: .paused
        case nil: .queued
        }
    }
}

/// Mistakes that the invariants must notice.
enum Defect: String, CaseIterable {
    /// The store gives a run to two workers.
    case doubleClaim
    /// The store takes the end of an attempt that is no longer the current one.
    case staleEnd
    /// The store puts back runs whose lease holds.
    case eagerReclaim
    /// A look does not see what is queued.
    case blindLook
    /// A look does not see what people ask for.
    case deafLook
    /// The shell starts a group twice.
    case doubleStart
    /// The shell forgets to put an interrupted run back.
    case lostPutBack
    /// The shell forgets to renew leases.
    case noRenewal
    /// A worker's readiness is lost.
    case lostWorker
    /// The end of a run is told, and never stored.
    case lostEnd
    /// A person's stop is lost.
    case lostStop
}
