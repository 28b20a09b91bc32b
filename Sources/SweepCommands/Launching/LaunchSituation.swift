import SweepCore
import SweepScheduler
import SweepStore

/// What a launch finds in the database before it begins.
struct LaunchSituation {
    /// When the rest was read, at the latest.
    let rev: Int64
    let state: SweepState
    let queued: [QueuedGroup]
    let counts: LaunchProgress.Counts
    /// Of equal ones the run with the lowest number, as on the leaderboard.
    let best: LaunchProgress.Best?
    /// Runs that have not ended or never will, by state, without the empty ones.
    let unfinished: [(state: RunState, count: Int)]
    /// Whether workers of other processes are at some of them.
    var hasRunning: Bool { unfinished.contains { $0.state == .running } }

    init(of sweep: SweepID, in reader: StoreReader) throws {
        rev = try reader.rev()
        queued = try reader.queuedGroups(of: sweep)
        guard let overview = try reader.overview(of: sweep) else {
            throw Failure("the sweep has just been deleted from \(reader.path.visible)")
        }
        state = overview.sweep.state
        unfinished = [.queued, .running, .paused, .cancelled].compactMap { state in
            overview.counts[state].map { (state, $0) }
        }
        counts = LaunchProgress.Counts(
            SweepLook.Counts(byState: overview.counts, diverged: overview.divergedCount))
        best = overview.best.flatMap { run in
            guard let value = run.objective, let step = run.objectiveStep else { return nil }
            return LaunchProgress.Best(name: run.name, value: value, step: step)
        }
    }
}
