import SweepCore

extension WorkersScreen {
    /// `nil` when an intent is for somebody else.
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        switch intent {
        case .nextPane: turnPane(by: 1, &model)
        case .previousPane: turnPane(by: -1, &model)
        case .up: move(by: -1, &model)
        case .down: move(by: 1, &model)
        case .pageUp: move(by: -10, &model)
        case .pageDown: move(by: 10, &model)
        case .top: move(by: -1_000_000, &model)
        case .bottom: move(by: 1_000_000, &model)
        case .follow: toggleFollow(&model)
        case .nextMatch: findMatch(isForward: true, &model)
        case .previousMatch: findMatch(isForward: false, &model)
        case .open: open(&model)
        case .cancel: cancel(&model)
        case .pauseOrResume, .stop: SweepActs.ask(intent, &model)
        default: return nil
        }
        return []
    }

    private static func turnPane(by step: Int, _ model: inout DashboardModel) {
        let count = WorkersState.Pane.allCases.count
        let next = (model.workers.pane.rawValue + step + count) % count
        model.workers.pane = WorkersState.Pane(rawValue: next) ?? .workers
    }

    private static func move(by step: Int, _ model: inout DashboardModel) {
        switch model.workers.pane {
        case .workers:
            let all = listed(model.shown)
            guard !all.isEmpty else { return }
            let place = all.firstIndex { $0.id == model.workers.selected } ?? 0
            model.workers.selected = all[min(max(0, place + step), all.count - 1)].id
        case .events: scroll(by: step, &model)
        case .use, .database: break
        }
    }

    // MARK: Events

    private static func scroll(by step: Int, _ model: inout DashboardModel) {
        let events = model.shown.events
        guard !events.isEmpty else { return }
        let place = EventsPane.lastShown(model) + step
        let last = events.count - 1
        // At the end one follows again.
        model.workers.lastEvent = place >= last ? nil : events[max(0, place)].id
    }

    private static func toggleFollow(_ model: inout DashboardModel) {
        model.workers.lastEvent =
            model.workers.lastEvent == nil ? model.shown.events.last?.id : nil
    }

    /// Moves to the next event after the last shown one that has the text, or the one before; goes around.
    private static func findMatch(isForward: Bool, _ model: inout DashboardModel) {
        let (text, events) = (model.search ?? "", model.shown.events)
        guard !text.isEmpty, !events.isEmpty else {
            model.notice = .init("/ searches the events first")
            return
        }
        let place = EventsPane.lastShown(model)
        let count = events.count
        for distance in 1...count {
            let index = (place + (isForward ? distance : count - distance % count)) % count
            if EventText.matches(events[index], text) {
                model.workers.lastEvent = events[index].id
                model.workers.pane = .events
                return
            }
        }
        model.notice = .init("no event has \"\(text)\"")
    }

    // MARK: From here on

    private static func open(_ model: inout DashboardModel) {
        switch model.workers.pane {
        case .workers:
            guard let run = selected(model)?.runs.first, model.shown.runs[run] != nil else {
                model.notice = .init("this worker is not at a run of the sweep")
                return
            }
            model.layers.append(.run(RunPageState(run: run)))
        case .events:
            let events = model.shown.events
            guard !events.isEmpty, let run = events[EventsPane.lastShown(model)].run,
                model.shown.runs[run] != nil
            else { return }
            model.layers.append(.run(RunPageState(run: run)))
        case .use, .database: break
        }
    }

    private static func cancel(_ model: inout DashboardModel) {
        guard let worker = selected(model), let run = worker.runs.first,
            let row = model.data.runs[run]
        else {
            model.notice = .init("this worker is not at a run of the sweep", isProblem: true)
            return
        }
        guard !row.isLost else {
            WorkerCall.sayLost(row, &model)
            return
        }
        SweepActs.askCancel(row, worker: worker, &model)
    }
}
