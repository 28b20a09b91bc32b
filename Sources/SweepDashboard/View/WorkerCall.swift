import SweepCore

/// The command with which a person brings a worker to the watched sweep.
enum WorkerCall {
    /// Names the sweep where that is needed: without a name a worker looks for queued runs, and lost ones are none.
    static func text(_ model: DashboardModel, isForLostRun: Bool = false) -> String {
        let sweep = model.shown.sweep
        let hasOnlyLost = sweep.map { $0.lostCount > 0 && ($0.counts[.queued] ?? 0) == 0 } ?? false
        var text = "sweep worker"
        if let sweep, isForLostRun || hasOnlyLost { text += " --sweep " + Shell.quoted(sweep.name) }
        if let health = model.shown.health, health.path != "experiments.db" {
            text += " --db " + Shell.quoted(health.path)
        }
        return text
    }

    /// Whether there is something to do that nobody may be at: not once all of a sweep's runs have ended.
    static func isNeeded(_ workers: [WatchedWorker], _ model: DashboardModel) -> Bool {
        let isDone =
            model.shown.sweep.map { sweep in
                !sweep.counts.isEmpty
                    && sweep.counts.allSatisfy { $0.key.isFinished || $0.value == 0 }
            } ?? false
        return !isDone && !workers.contains { WorkerCondition(of: $0, now: model.now).mayWork }
    }

    /// Says of a run that nobody is at how it goes on; acts on it would wait for a worker that never comes.
    static func sayLost(_ run: WatchedRun, _ model: inout DashboardModel) {
        model.notice = .init(
            "\(run.name) is lost; go on with: \(text(model, isForLostRun: true))", isProblem: true)
    }

    /// Says that runs are lost and nobody is there who would take them: what was left of a kill looks like a
    /// standstill otherwise.
    static func lostNote(_ model: DashboardModel) -> String? {
        guard let sweep = model.shown.sweep, sweep.lostCount > 0,
            (sweep.counts[.running] ?? 0) <= sweep.lostCount
        else { return nil }
        let what = sweep.lostCount == 1 ? "1 run is lost" : "\(sweep.lostCount) runs are lost"
        return "\(what); go on with: \(text(model, isForLostRun: true))"
    }
}
