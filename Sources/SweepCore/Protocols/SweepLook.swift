/// What of a sweep is new to a launch, whoever changed it: the answer to `RunStore.look`.
package struct SweepLook: Sendable, Equatable {
    package let state: SweepState
    /// Groups that have queued runs, among the runs that changed since the last look.
    package let queued: [QueuedGroup]
    /// Runs of the asking workers that somebody wants paused or cancelled.
    package let requested: [RunID]
    /// Running runs of other workers.
    package let runningElsewhere: Int
    /// Runs by state, diverged ones apart; `nil` for sweeps so large that counting takes too long.
    package let counts: Counts?
    /// Where the next look begins.
    package let rev: Int64

    /// Runs by state; the diverged ones are among the failed.
    package struct Counts: Sendable, Equatable {
        package let byState: [RunState: Int]
        package let diverged: Int

        package init(byState: [RunState: Int], diverged: Int) {
            self.byState = byState
            self.diverged = diverged
        }
    }

    package init(
        state: SweepState, queued: [QueuedGroup], requested: [RunID], runningElsewhere: Int,
        counts: Counts?, rev: Int64
    ) {
        self.state = state
        self.queued = queued
        self.requested = requested
        self.runningElsewhere = runningElsewhere
        self.counts = counts
        self.rev = rev
    }
}

/// A group of a sweep with runs that can be claimed.
package struct QueuedGroup: Sendable, Equatable {
    package let number: Int
    package let queuedCount: Int
    /// Of one of its runs; the others take as long.
    package let configuration: Configuration
    /// Whether one of its runs was lost again and again without getting any further: such a group may be
    /// what kills its workers, and is claimed last.
    package let isStalled: Bool

    package init(
        number: Int, queuedCount: Int, configuration: Configuration, isStalled: Bool = false
    ) {
        self.number = number
        self.queuedCount = queuedCount
        self.configuration = configuration
        self.isStalled = isStalled
    }
}
