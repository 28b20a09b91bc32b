/// A group of queued runs that a launch may claim.
package struct PlannedGroup: Sendable, Hashable {
    /// The group's number within its sweep.
    package let number: Int
    /// The number of its queued runs.
    package let runCount: Int
    /// How long it takes compared with others, in any unit.
    package let cost: Double

    package init(number: Int, runCount: Int, cost: Double) {
        self.number = number
        self.runCount = runCount
        self.cost = cost
    }
}

/// How a launch ended.
package enum LaunchEnd: Sendable, Equatable {
    /// Nothing is left for this launch to do.
    case completed
    /// A person stopped it; unfinished runs were put back.
    case interrupted
    /// The store could not write.
    case storeFailed(String)
}
