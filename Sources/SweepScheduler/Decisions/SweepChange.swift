package import SweepCore

/// What of the sweep has changed, whoever changed it.
package struct SweepChange: Sendable, Equatable {
    package let state: SweepState
    /// Groups with queued runs, among what changed.
    package let queued: [PlannedGroup]
    /// Our runs that somebody wants paused or cancelled.
    package let requested: [RunID]
    /// Running runs of other processes.
    package let runningElsewhere: Int
    /// What became of the sweep's runs; `nil` where counting them would take too long.
    package let counts: LaunchProgress.Counts?
    /// Where the next look begins.
    package let rev: Int64

    package init(
        state: SweepState = .active, queued: [PlannedGroup] = [], requested: [RunID] = [],
        runningElsewhere: Int = 0, counts: LaunchProgress.Counts? = nil, rev: Int64
    ) {
        self.state = state
        self.queued = queued
        self.requested = requested
        self.runningElsewhere = runningElsewhere
        self.counts = counts
        self.rev = rev
    }

    /// Takes the store's answer; the executor says how long the groups take.
    init(_ look: SweepLook, executor: any RunExecutor) {
        self.init(
            state: look.state,
            queued: look.queued.map { PlannedGroup($0, executor: executor) },
            requested: look.requested, runningElsewhere: look.runningElsewhere,
            counts: look.counts.map(LaunchProgress.Counts.init), rev: look.rev)
    }
}

extension PlannedGroup {
    /// Takes a group as the store knows it; the executor says how long it takes.
    package init(_ group: QueuedGroup, executor: any RunExecutor) {
        self.init(
            number: group.number, runCount: group.queuedCount,
            cost: executor.estimatedCost(of: group.configuration) * Double(group.queuedCount),
            isStalled: group.isStalled)
    }
}

extension LaunchProgress.Counts {
    /// Takes the numbers of runs by state.
    package init(_ counts: SweepLook.Counts) {
        let byState = counts.byState
        self.init(
            total: byState.values.reduce(0, +),
            completed: (byState[.completed] ?? 0) + (byState[.pruned] ?? 0),
            diverged: counts.diverged, failed: (byState[.failed] ?? 0) - counts.diverged,
            paused: byState[.paused] ?? 0, cancelled: byState[.cancelled] ?? 0)
    }
}
