package import TrainingEngine

/// When a group writes checkpoints (`design.md` §7): rarely enough that they cost a twentieth of the time at
/// most, often enough that an interruption costs seconds.
///
/// Pure: the instants are handed in, in nanoseconds that never go back.
package struct CheckpointRule: Sendable {
    /// No two checkpoints are closer than this.
    package static let shortest: UInt64 = 100_000_000
    /// Nor closer than so many times what the last one cost.
    package static let share: UInt64 = 20
    /// Nor further apart than this, even in the middle of an epoch.
    package static let longest: UInt64 = 10_000_000_000

    private var last: UInt64
    private var cost: UInt64 = 0
    private var lastStep: Int

    /// Begins at `step`, whose checkpoint is there already when a run goes on.
    package init(step: Int, at now: UInt64) {
        last = now
        lastStep = step
    }

    /// Whether checkpoints should be taken now.
    package func isDue(at moment: CheckpointMoment, step: Int, now: UInt64) -> Bool {
        let passed = now - last
        let hasNews = step > lastStep
        switch moment {
        // Lanes that are stopped one after the other at the same step each want theirs.
        case .stop: return step > 0
        case .epochEnd: return hasNews && passed >= max(Self.shortest, Self.share * cost)
        // One that costs more than half a second comes less often all the same.
        case .midEpoch: return hasNews && passed >= max(Self.longest, Self.share * cost)
        }
    }

    /// Notes that the checkpoints of a step were taken, and how long that took.
    package mutating func taken(at step: Int, from start: UInt64, to end: UInt64) {
        lastStep = step
        cost = end - start
        last = end
    }
}
