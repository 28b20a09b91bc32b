package import SweepCore
package import SweepScheduler

/// What a launch shows while it runs: pure text, from the progress alone.
package struct ProgressLines {
    private let name: String
    private let workers: [WorkerID]
    private let databasePath: String

    package init(
        name: String, workers: [WorkerID], databasePath: String = "experiments.db"
    ) {
        self.name = name
        self.workers = workers
        self.databasePath = databasePath
    }

    /// The live region: progress with the time left, a line per worker, the best so far.
    package func live(_ progress: LaunchProgress, columns: Int) -> [String] {
        let counts = progress.counts
        var head = "\(name.visible)  "
        let done = Double(counts.finished) / Double(max(1, counts.total))
        head += Self.bar(done, columns: min(24, max(8, columns / 4)))
        head +=
            "  \(NumberText.grouped(counts.finished)) of \(NumberText.grouped(counts.total)) runs"
        head += Self.troubles(counts)
        head += Self.left(progress)
        var lines = [head]
        if let how = howToGoOn(progress) { lines.append("  " + how) }
        for (index, worker) in workers.enumerated() {
            lines.append(
                "  worker \(index + 1)  " + activity(progress.activities[worker], progress))
        }
        if let best = progress.best {
            lines.append("  best      " + Self.best(best, progress.objective))
        }
        return lines
    }

    /// One line for a pipe or a log.
    package func plain(_ progress: LaunchProgress) -> String {
        let counts = progress.counts
        var line = "\(name.visible): \(counts.finished) of \(counts.total) runs"
        line += Self.troubles(counts)
        if let best = progress.best { line += " · best " + Self.best(best, progress.objective) }
        if let how = howToGoOn(progress) { line += " · " + how }
        return line + Self.left(progress)
    }

    /// A paused sweep has no time left to tell; nor have its paused runs.
    private static func left(_ progress: LaunchProgress) -> String {
        guard let left = progress.remainingMilliseconds, progress.sweepState != .paused,
            progress.counts.finished < progress.counts.total
        else { return "" }
        return " · \(NumberText.duration(milliseconds: left)) left"
    }

    /// What to type when the launch waits for somebody.
    private func howToGoOn(_ progress: LaunchProgress) -> String? {
        guard progress.sweepState == .paused else { return nil }
        return "paused; go on with: \(ResumeCommand.call(for: name, in: databasePath))"
    }

    private func activity(
        _ activity: LaunchProgress.Activity?, _ progress: LaunchProgress
    ) -> String {
        guard let activity, let first = activity.attempts.first else { return "idle" }
        var line = (activity.leader?.name ?? first.name).visible
        // Lanes of a group train together; the best of them stands for all.
        let others = activity.attempts.count - 1
        if others > 0 { line += " and \(others) more" }
        if let leader = activity.leader, let objective = progress.objective {
            line += "  step \(leader.step)  \(objective.metric.visible) "
            line += NumberText.short(leader.value)
        }
        let elapsed = progress.now.milliseconds - activity.began.milliseconds
        return line + "  " + NumberText.duration(milliseconds: elapsed)
    }

    private static func troubles(_ counts: LaunchProgress.Counts) -> String {
        (counts.diverged > 0 ? " · \(counts.diverged) diverged" : "")
            + (counts.failed > 0 ? " · \(counts.failed) failed" : "")
            + (counts.paused > 0 ? " · \(counts.paused) paused" : "")
            + (counts.cancelled > 0 ? " · \(counts.cancelled) cancelled" : "")
    }

    package static func best(_ best: LaunchProgress.Best, _ objective: Objective?) -> String {
        "\(objective?.metric.visible ?? "") \(NumberText.short(best.value))  \(best.name.visible)"
    }

    /// `[####····]`.
    private static func bar(_ fraction: Double, columns: Int) -> String {
        let full = Int((fraction * Double(columns)).rounded(.down))
        return "[" + String(repeating: "#", count: full)
            + String(repeating: "·", count: columns - full) + "]"
    }
}
