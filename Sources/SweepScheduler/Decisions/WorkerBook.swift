import SweepCore

/// What the machine knows of one worker.
struct WorkerBook: Sendable {
    /// Groups of less than this many milliseconds are claimed ahead, so that the worker need not wait for
    /// a commit; a longer one claimed ahead might keep another worker idle at the end.
    private static let quick: Int64 = 50
    private static let instant: Int64 = 5

    /// Runs of the present group that have not ended, with their attempts; `nil` while the worker is ready.
    ///
    /// The attempt counts: a run whose lease expired may be claimed again by another worker of this process
    /// while an older attempt of it still goes on here.
    private var executing: [RunID: Int]?
    private var startedAt = SweepInstant(milliseconds: 0)
    private var isReady = false
    private var claims: [Int] = []
    /// How many groups to have at hand or asked for while one is executed.
    private var depth = 0
    /// Claimed, committed and not started, in the order of the claims.
    var ahead: [ClaimedGroup] = []

    var unfinished: some Sequence<RunID> { (executing ?? [:]).keys }
    var isAtRest: Bool { executing == nil && ahead.isEmpty && claims.isEmpty }

    /// Whether one more group should be claimed for the worker.
    var wantsClaim: Bool {
        let wanted = executing == nil ? max(1, depth) : depth
        return (isReady || executing != nil) && claims.count + ahead.count < wanted
    }

    mutating func becomeReady(at now: SweepInstant) {
        if let executing {
            precondition(
                executing.isEmpty, "a worker is ready with \(executing.count) unfinished runs")
            let took = now.milliseconds - startedAt.milliseconds
            depth = took < Self.instant ? 16 : took < Self.quick ? 2 : 0
        }
        executing = nil
        isReady = true
    }

    mutating func beginClaim(of group: Int) { claims.append(group) }

    mutating func endClaim(of group: Int) {
        if let place = claims.firstIndex(of: group) { claims.remove(at: place) }
    }

    mutating func forgetClaims() {
        claims = []
        ahead = []
    }

    /// Takes the next group at hand when the worker is ready for one.
    mutating func startNext(at now: SweepInstant) -> ClaimedGroup? {
        guard isReady, executing == nil, !ahead.isEmpty else { return nil }
        let group = ahead.removeFirst()
        executing = Dictionary(
            uniqueKeysWithValues: group.attempts.map { ($0.run, $0.number) })
        startedAt = now
        isReady = false
        return group
    }

    mutating func end(_ attempt: Attempt) {
        guard executing?[attempt.run] == attempt.number else { return }
        executing?[attempt.run] = nil
    }

    /// Takes these runs out of what has not been started.
    mutating func removeAhead(_ runs: Set<RunID>) -> [Attempt] {
        let removed = ahead.flatMap(\.attempts).filter { runs.contains($0.run) }
        guard !removed.isEmpty else { return [] }
        ahead = ahead.compactMap { group in
            let left = group.attempts.filter { !runs.contains($0.run) }
            guard !left.isEmpty else { return nil }
            return ClaimedGroup(
                sweep: group.sweep, group: group.group, slots: group.slots, worker: group.worker,
                attempts: left, checkpoints: group.checkpoints)
        }
        return removed
    }
}
