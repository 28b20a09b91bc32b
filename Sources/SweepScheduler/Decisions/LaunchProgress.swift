package import SweepCore

/// What a launch has done so far: the display's data, and nothing a decision depends on.
package struct LaunchProgress: Sendable {
    /// Runs of the sweep by what became of them, those of earlier launches included.
    package struct Counts: Sendable, Equatable {
        package var total: Int
        package var completed: Int
        package var diverged: Int
        package var failed: Int
        package var paused: Int
        package var cancelled: Int
        package var interrupted = 0

        package init(
            total: Int, completed: Int = 0, diverged: Int = 0, failed: Int = 0, paused: Int = 0,
            cancelled: Int = 0
        ) {
            self.total = total
            self.completed = completed
            self.diverged = diverged
            self.failed = failed
            self.paused = paused
            self.cancelled = cancelled
        }

        /// Runs that have ended, whatever the outcome.
        package var finished: Int { completed + diverged + failed }
    }

    /// What one worker is at: the runs of a group that have begun and not ended.
    package struct Activity: Sendable, Equatable {
        package let began: SweepInstant
        /// In slot order.
        package fileprivate(set) var attempts: [Attempt]
        /// The run that does best just now; before any has reported, the first.
        package fileprivate(set) var leader: Best?
    }

    package struct Best: Sendable, Equatable {
        package let name: String
        package let value: Double
        package let step: Int64

        package init(name: String, value: Double, step: Int64) {
            self.name = name
            self.value = value
            self.step = step
        }
    }

    package private(set) var counts: Counts
    package let objective: Objective?
    package let startedAt: SweepInstant
    package internal(set) var now: SweepInstant
    /// By worker, the run it executes now.
    package private(set) var activities: [WorkerID: Activity] = [:]

    /// The sweep's state as it was last seen, and how many runs others are at.
    package private(set) var sweepState = SweepState.active
    package private(set) var runningElsewhere = 0

    private var totalCost: Double
    private var doneCost = 0.0
    private var bestEnded: Best?
    /// Runs that are claimed and have not ended.
    private var claimed: [RunID: Claim] = [:]

    private struct Claim {
        let worker: WorkerID
        let name: String
        let cost: Double
        var best: Best?
    }

    /// Begins with the counts and the best run of earlier launches; `totalCost` is the sum of the costs of
    /// all groups of this one.
    package init(
        counts: Counts, objective: Objective?, startedAt: SweepInstant, totalCost: Double,
        best: Best? = nil
    ) {
        self.counts = counts
        self.objective = objective
        self.startedAt = startedAt
        now = startedAt
        self.totalCost = totalCost
        bestEnded = best
    }

    /// Milliseconds until the launch is done at the pace so far, or `nil` before anything has ended.
    package var remainingMilliseconds: Int64? {
        guard doneCost > 0 else { return nil }
        let elapsed = Double(now.milliseconds - startedAt.milliseconds)
        return Int64(elapsed * max(0, totalCost - doneCost) / doneCost)
    }

    /// The best objective value so far: of runs that ended well, and of those still running.
    package var best: Best? {
        claimed.values.compactMap(\.best).reduce(bestEnded, better)
    }

    /// Takes in what others have done to the sweep.
    mutating func see(_ change: SweepChange) {
        sweepState = change.state
        runningElsewhere = change.runningElsewhere
        if var counts = change.counts {
            counts.interrupted = self.counts.interrupted
            self.counts = counts
        }
    }

    /// Adds a group that was not known at the start.
    mutating func expect(cost: Double) { totalCost += cost }

    mutating func claim(_ group: ClaimedGroup, costPerRun: Double) {
        for attempt in group.attempts {
            claimed[attempt.run] = Claim(worker: group.worker, name: attempt.name, cost: costPerRun)
        }
    }

    mutating func begin(_ attempt: Attempt) {
        guard let worker = claimed[attempt.run]?.worker else { return }
        activities[worker, default: Activity(began: now, attempts: [])].attempts.append(attempt)
    }

    mutating func report(_ run: RunID, _ report: ObjectiveReport) {
        guard var claim = claimed[run] else { return }
        let latest = Best(name: claim.name, value: report.value, step: report.step)
        if let leader = activities[claim.worker]?.leader, leader.step == latest.step {
            let best = better(leader, latest)
            activities[claim.worker]?.leader = best
        } else {
            activities[claim.worker]?.leader = latest
        }
        if objective?.summary == .last {
            claim.best =
                report.value.isFinite
                ? Best(name: claim.name, value: report.value, step: report.step) : nil
        } else if let best = report.best {
            claim.best = better(
                claim.best, Best(name: claim.name, value: best.value, step: best.step))
        }
        claimed[run] = claim
    }

    /// Notes that an attempt is over; it counts once its end is stored.
    mutating func end(_ attempt: Attempt, _ outcome: RunOutcome) {
        guard let claim = claimed.removeValue(forKey: attempt.run) else { return }
        doneCost += claim.cost
        if outcome == .completed || outcome == .outOfPatience {
            bestEnded = better(bestEnded, claim.best)
        }
        activities[claim.worker]?.attempts.removeAll { $0.run == attempt.run }
        if activities[claim.worker]?.attempts.isEmpty == true { activities[claim.worker] = nil }
    }

    mutating func count(_ outcome: RunOutcome) {
        switch outcome {
        case .completed, .outOfPatience: counts.completed += 1
        case .diverged: counts.diverged += 1
        case .failed: counts.failed += 1
        case .interrupted: counts.interrupted += 1
        }
    }

    /// The better of two; of equal ones the first.
    private func better(_ a: Best?, _ b: Best?) -> Best? {
        guard let a, let b else { return a ?? b }
        guard let objective else { return a }
        return objective.isBetter(b.value, than: a.value) ? b : a
    }
}
