package import SweepCore

/// A group of queued runs that a launch may claim.
package struct PlannedGroup: Sendable, Hashable {
    /// The group's number within its sweep.
    package let number: Int
    /// The number of its queued runs.
    package let runCount: Int
    /// How long it takes compared with others, in any unit.
    package let cost: Double
    /// Whether it may be what kills its workers; such a group is claimed last.
    package let isStalled: Bool

    package init(number: Int, runCount: Int, cost: Double, isStalled: Bool = false) {
        self.number = number
        self.runCount = runCount
        self.cost = cost
        self.isStalled = isStalled
    }

    var costPerRun: Double { cost / Double(max(1, runCount)) }
}

/// How a launch ended.
package enum LaunchEnd: Sendable, Equatable {
    /// Nothing is left to do, here or elsewhere.
    case completed
    /// A person stopped this process; unfinished runs were put back.
    case interrupted
    /// Somebody stopped or cancelled the sweep.
    case ended(SweepState)
    /// The first runs all failed by themselves, so the others would too.
    case givenUp(String)
    /// The store could not write.
    case storeFailed(String)
}
