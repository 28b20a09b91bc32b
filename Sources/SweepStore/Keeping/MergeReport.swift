package import SweepCore

/// What a merge did.
package struct MergeReport: Sendable, Equatable {
    package internal(set) var addedSweepCount = 0
    package internal(set) var addedRunCount = 0
    /// Runs that were in both, and of which the other file had the newer attempt.
    package internal(set) var replacedRunCount = 0
    /// Runs that were in both and of which nothing was taken, the equal ones among them.
    package internal(set) var keptRunCount = 0
    package internal(set) var pointCount = 0
    package internal(set) var conflicts: [Conflict] = []

    /// A run that was executed in both files, with different results.
    package struct Conflict: Sendable, Equatable {
        /// The run's uid in this database.
        package let uid: UID
        package let name: String
        /// Whether the other file's results are now here; otherwise ours stayed.
        package let isTheirsTaken: Bool
        package let ours: RunVersion
        package let theirs: RunVersion
    }
}

/// How far a run has come; the larger one is the newer.
package struct RunVersion: Sendable, Hashable, Comparable {
    package let attempt: Int
    package let pointCount: Int
    /// 0 when it has not ended.
    package let endedAt: SweepInstant

    package static func < (a: RunVersion, b: RunVersion) -> Bool {
        (a.attempt, a.pointCount, a.endedAt) < (b.attempt, b.pointCount, b.endedAt)
    }
}
