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

    /// Says of a run that nobody is at how it goes on; acts on it would wait for a worker that never comes.
    static func sayLost(_ run: WatchedRun, _ model: inout DashboardModel) {
        model.notice = .init(
            "\(run.name) is lost; go on with: \(text(model, isForLostRun: true)), "
                + "or launch its file again", isProblem: true)
    }
}
