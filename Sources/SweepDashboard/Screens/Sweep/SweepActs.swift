import SweepCore

/// Questions before a sweep is changed, with how many runs that concerns.
enum SweepActs {
    /// Asks for an act on the whole sweep; what makes no sense in its state is said instead.
    static func ask(_ intent: Intent, _ model: inout DashboardModel) {
        guard let sweep = model.data.sweep else {
            model.notice = .init("there is no sweep", isProblem: true)
            return
        }
        switch intent {
        case .pauseOrResume: pauseOrResume(sweep, &model)
        case .stop: stop(sweep, &model)
        case .cancel: cancel(sweep, &model)
        case .retry: retry(sweep, &model)
        default: break
        }
    }

    private static func pauseOrResume(_ sweep: WatchedSweep, _ model: inout DashboardModel) {
        switch sweep.state {
        case .paused, .stopping, .stopped:
            push(
                "Resume sweep \(sweep.name)?",
                "\(waiting(sweep)) can be executed again.", .resumeSweep(sweep.id), &model)
        case .expanding, .active:
            push(
                "Pause sweep \(sweep.name)?",
                pauseDetail(sweep), .pauseSweep(sweep.id),
                &model)
        case .completed, .cancelled: refuse(sweep, "paused", &model)
        }
    }

    private static func stop(_ sweep: WatchedSweep, _ model: inout DashboardModel) {
        switch sweep.state {
        case .expanding, .active, .paused:
            push(
                "Stop sweep \(sweep.name)?",
                stopDetail(sweep), .stopSweep(sweep.id),
                &model)
        case .stopping, .stopped, .completed, .cancelled: refuse(sweep, "stopped", &model)
        }
    }

    private static func cancel(_ sweep: WatchedSweep, _ model: inout DashboardModel) {
        let open = RunState.allCases.filter { !$0.isFinished }
            .reduce(0) { $0 + (sweep.counts[$1] ?? 0) }
        guard sweep.state != .cancelled, open > 0 || sweep.state != .completed else {
            refuse(sweep, "cancelled", &model)
            return
        }
        push(
            "Cancel sweep \(sweep.name)?",
            "\(count(open, "run")) that \(open == 1 ? "has" : "have") not ended "
                + "will be cancelled, \(running(sweep)) of them running. What is recorded stays.",
            .cancelSweep(sweep.id), &model)
    }

    /// Two questions when there are both kinds: first about the failed runs, then about the diverged ones.
    private static func retry(_ sweep: WatchedSweep, _ model: inout DashboardModel) {
        let diverged = sweep.divergedCount
        let failed = max(0, (sweep.counts[.failed] ?? 0) - diverged)
        guard diverged + failed > 0 else {
            model.notice = .init("no run of \(sweep.name) has failed")
            return
        }
        if diverged > 0 {
            push(
                "Retry \(count(diverged, "diverged run"))?",
                "The same configuration and seed diverge again, unless the program has changed.",
                .retryDiverged(sweep.id), &model)
        }
        if failed > 0 {
            let more =
                diverged > 0 ? " Next question: \(count(diverged, "diverged run"))." : ""
            push(
                "Retry \(count(failed, "failed run"))?",
                "\(failed == 1 ? "It goes" : "They go") back to the queue." + more,
                .retryFailed(sweep.id), &model)
        }
    }

    /// Asks whether the run that a worker is at is to be cancelled.
    static func askCancel(_ run: WatchedRun, worker: WatchedWorker, _ model: inout DashboardModel) {
        let others = worker.runs.count - 1
        let rest =
            others > 0
            ? " The other \(count(others, "run")) of its group \(others == 1 ? "goes" : "go") on."
            : ""
        push(
            "Cancel run \(run.name)?",
            "Worker \(worker.name) stops it after the current step." + rest, .cancelRun(run.id),
            &model)
    }

    // MARK: Words

    static func pauseDetail(_ sweep: WatchedSweep) -> String {
        "Running runs save a checkpoint and wait (\(running(sweep)) now); "
            + "\(queued(sweep)) stay queued\(withLost(sweep))."
    }

    static func stopDetail(_ sweep: WatchedSweep) -> String {
        "No new runs; running ones go on to their end (\(running(sweep)) now), "
            + "\(queued(sweep)) stay queued\(withLost(sweep))."
    }

    private static func push(
        _ question: String, _ detail: String, _ act: Act, _ model: inout DashboardModel
    ) {
        model.layers.append(.confirm(Confirmation(question: question, detail: detail, act: act)))
    }

    private static func refuse(
        _ sweep: WatchedSweep, _ word: String, _ model: inout DashboardModel
    ) {
        model.notice = .init(
            "sweep \(sweep.name) is \(sweep.state.rawValue) and cannot be \(word)", isProblem: true)
    }

    private static func running(_ sweep: WatchedSweep) -> Int {
        (sweep.counts[.running] ?? 0) - sweep.lostCount
    }

    private static func queued(_ sweep: WatchedSweep) -> String {
        Figure.grouped(Int64((sweep.counts[.queued] ?? 0) + sweep.lostCount))
    }

    /// Lost runs go back to the queue before anything is done to their sweep.
    private static func withLost(_ sweep: WatchedSweep) -> String {
        sweep.lostCount > 0 ? ", \(count(sweep.lostCount, "lost run")) among them" : ""
    }

    private static func waiting(_ sweep: WatchedSweep) -> String {
        count(
            (sweep.counts[.queued] ?? 0) + (sweep.counts[.paused] ?? 0) + sweep.lostCount, "run")
    }

    private static func count(_ value: Int, _ noun: String) -> String {
        "\(Figure.grouped(Int64(value))) \(noun)\(value == 1 ? "" : "s")"
    }
}
