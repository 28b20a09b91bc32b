import SweepCore

/// Questions before something is changed: about a run, or about the sweep.
enum RunActs {
    /// What the keys of a list or a page mean for one run. Acts push a question; the run's state decides which.
    static func perform(
        _ intent: Intent, _ run: WatchedRun, _ model: inout DashboardModel
    ) -> [Command] {
        switch intent {
        case .tag: PromptLayer.open(.tag(run.id), &model)
        case .note: PromptLayer.open(.note(run.id), text: run.note ?? "", &model)
        case .copy:
            model.notice = .init("copied \(run.uid)")
            return [.copy(run.uid.description)]
        case .cancel where run.isLost, .retry where run.isLost, .pauseOrResume where run.isLost:
            WorkerCall.sayLost(run, &model)
        case .cancel: askToCancel(run, &model)
        case .retry: askToRetry(run, &model)
        case .pauseOrResume: askToPause(run, &model)
        default: break
        }
        return []
    }

    private static func ask(
        _ question: String, _ detail: String, _ act: Act, _ model: inout DashboardModel
    ) {
        model.layers.append(
            .confirm(Confirmation(question: question, detail: detail, act: act)))
    }

    private static func askToCancel(_ run: WatchedRun, _ model: inout DashboardModel) {
        guard !run.state.isFinished else {
            model.notice = .init("\(run.name) is \(run.state.rawValue); there is nothing to cancel")
            return
        }
        let detail =
            run.state == .running
            ? "It ends after its current step; its points stay, and R retries it later."
            : "It is not executed; R retries it later."
        ask("Cancel \(run.name)?", detail, .cancelRun(run.id), &model)
    }

    private static func askToRetry(_ run: WatchedRun, _ model: inout DashboardModel) {
        guard run.state == .failed || run.state == .cancelled else {
            model.notice = .init(
                "\(run.name) is \(run.state.rawValue); only failed and cancelled runs are retried")
            return
        }
        let detail =
            run.hasDiverged
            ? "It is queued again, and will diverge again unless something else has changed."
            : "It is queued again and goes on from its last checkpoint, if it has one."
        ask("Retry \(run.name)?", detail, .retryRun(run.id), &model)
    }

    private static func askToPause(_ run: WatchedRun, _ model: inout DashboardModel) {
        switch run.state {
        case .paused:
            ask(
                "Resume \(run.name)?", "It is queued again and goes on where it was paused.",
                .resumeRun(run.id), &model)
        case .queued, .running:
            ask(
                "Pause \(run.name)?",
                run.state == .running
                    ? "It saves a checkpoint after its current step and waits until P resumes it."
                    : "It waits, and is not executed until P resumes it.", .pauseRun(run.id),
                &model)
        case .completed, .pruned, .failed, .cancelled:
            model.notice = .init("\(run.name) is \(run.state.rawValue); there is nothing to pause")
        }
    }

    /// Pauses, resumes or stops the sweep, whatever of that its state allows.
    static func askAboutSweep(_ intent: Intent, _ model: inout DashboardModel) {
        guard let sweep = model.shown.sweep else {
            model.notice = .init("there is no sweep")
            return
        }
        let nothing = "\(sweep.name) is \(sweep.state.rawValue)"
        switch (intent, sweep.state) {
        case (.stop, .active), (.stop, .paused), (.stop, .expanding):
            ask(
                "Stop \(sweep.name)?",
                SweepActs.stopDetail(sweep),
                .stopSweep(sweep.id), &model)
        case (.stop, _): model.notice = .init("\(nothing); there is nothing to stop")
        case (_, .active), (_, .expanding):
            ask(
                "Pause \(sweep.name)?",
                SweepActs.pauseDetail(sweep),
                .pauseSweep(sweep.id), &model)
        case (_, .paused), (_, .stopping), (_, .stopped):
            ask(
                "Resume \(sweep.name)?", "Workers take up its waiting runs again.",
                .resumeSweep(sweep.id), &model)
        case (_, .completed), (_, .cancelled):
            model.notice = .init("\(nothing); there is nothing to pause")
        }
    }
}
