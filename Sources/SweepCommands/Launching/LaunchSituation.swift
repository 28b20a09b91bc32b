import SweepCore
import SweepScheduler
import SweepStore

/// What a launch finds in the database before it begins.
struct LaunchSituation {
    struct QueuedGroup {
        let number: Int
        let runCount: Int
        /// Of one of its runs; the others take as long.
        let configuration: Configuration
    }

    let queued: [QueuedGroup]
    let counts: LaunchProgress.Counts
    /// Of equal ones the run with the lowest number, as on the leaderboard.
    let best: LaunchProgress.Best?
    /// Runs that have not ended or never will, by state, without the empty ones.
    let unfinished: [(state: RunState, count: Int)]

    init(of sweep: SweepID, in reader: StoreReader) throws {
        queued = try reader.queuedGroups(of: sweep).map {
            QueuedGroup(number: $0.group, runCount: $0.queuedCount, configuration: $0.configuration)
        }
        guard let overview = try reader.overview(of: sweep) else {
            throw Failure("the sweep has just been deleted from \(reader.path.visible)")
        }
        unfinished = [.queued, .running, .paused, .cancelled].compactMap { state in
            overview.counts[state].map { (state, $0) }
        }
        let diverged = overview.divergedCount
        counts = LaunchProgress.Counts(
            total: overview.runCount,
            completed: (overview.counts[.completed] ?? 0) + (overview.counts[.pruned] ?? 0),
            diverged: diverged, failed: (overview.counts[.failed] ?? 0) - diverged)
        best = overview.best.flatMap { run in
            guard let value = run.objective, let step = run.objectiveStep else { return nil }
            return LaunchProgress.Best(name: run.name, value: value, step: step)
        }
    }
}
