import SweepCore

extension RunsScreen {
    /// Keeps list, selection and plotted runs sensible when runs have come, changed or gone.
    static func follow(_ model: inout DashboardModel) {
        if model.runs.watching != model.data.watching { begin(&model) }
        let data = model.data
        model.runs.sweepName = data.sweep?.name
        model.runs.pinned.removeAll { data.runs.isComplete && data.runs[$0] == nil }
        if let start = model.runs.rangeStart, data.runs[start] == nil {
            model.runs.rangeStart = nil
        }
        refresh(&model)
        restoreChoices(&model)
        followBest(&model)
        noticeBest(&model)
        openOnlyRun(&model)
    }

    /// Plots the best runs that match the filter, unless somebody has chosen, or what was chosen last time waits for its
    /// runs to be read.
    private static func followBest(_ model: inout DashboardModel) {
        let isWaiting = model.restored?.slots?.isEmpty == false
        if model.frozen == nil, !isWaiting { model.plots.follow(model.runs.list.best) }
    }

    /// Another sweep: what belongs to runs of the one before is forgotten, the way of listing them stays.
    private static func begin(_ model: inout DashboardModel) {
        if let before = model.runs.watching {
            if !model.data.sweeps.contains(where: { $0.id == before }) { sayDeleted(&model) }
            model.plots.reset()
            model.layers.removeAll { $0.isPage }
            SweepScreen.letGo(&model)
        }
        model.runs.watching = model.data.watching
        model.runs.selected = nil
        model.runs.selectedLine = 0
        model.runs.firstLine = 0
        model.runs.pinned = []
        model.runs.unfolded = []
        model.runs.rangeStart = nil
        model.runs.best = nil
        model.runs.news = nil
        model.runs.hasOpenedOnlyRun = false
    }

    /// Nobody has asked for the sweep that is shown now.
    private static func sayDeleted(_ model: inout DashboardModel) {
        guard let name = model.runs.sweepName else { return }
        let now = model.data.sweep.map { "this is \($0.name)" } ?? "there is no other"
        model.notice = .init("the sweep \(name) was deleted; \(now)", isProblem: true)
    }

    /// Computes the list anew where it is out of date, and keeps the cursor on its run and in sight.
    static func refresh(_ model: inout DashboardModel) {
        model.runs.list = model.runList
        followBest(&model)
        if case .run = model.layers.last { computeTypical(&model) }
        let list = model.runs.list
        if selectedLine(model, list) == nil {
            let isOnPage = model.layers.contains { $0.isPage }
            // The run has gone, or is filtered out: the one that took its place.
            if !isOnPage || model.runs.selected.map({ model.shown.runs[$0] == nil }) ?? true {
                let line = min(model.runs.selectedLine, list.lines.count - 1)
                model.runs.selected = list.run(line, model.shown.runs)?.id
                model.runs.isOnGroup = line >= 0 && list.lines[line].group != nil
            }
        }
        model.runs.pane = min(
            model.runs.pane,
            max(0, RunsLayout(model, in: Frame.body(of: model.size)).paneCount - 1))
        guard let line = selectedLine(model, list) else { return }
        model.runs.selectedLine = line
        scroll(to: line, &model)
    }

    private static func computeTypical(_ model: inout DashboardModel) {
        let typical = model.runs.typical
        let data = model.shown
        guard typical.watching != data.watching || typical.runCount != data.runs.count else {
            return
        }
        model.runs.typical = TypicalParameters(data)
    }

    private static func scroll(to line: Int, _ model: inout DashboardModel) {
        let height = max(1, pageRows(model))
        let count = model.runs.list.lines.count
        let last = max(0, count - height)
        var first = min(max(0, model.runs.firstLine), last)
        if line < first { first = line }
        // The last line on the screen says how many more there are.
        let isWithMore = first + height < count && height > 2
        if line >= first + height - (isWithMore ? 1 : 0) { first = line - height + 2 }
        model.runs.firstLine = min(max(0, first), last)
    }

    /// Slots and pins of the last time, once their runs have been read.
    private static func restoreChoices(_ model: inout DashboardModel) {
        guard let restored = model.restored, model.data.sweep != nil else { return }
        let slots = restored.slots ?? [:]
        let wanted = Set(slots.keys).union(restored.pinned ?? [])
        var ids: [String: RunID] = [:]
        for run in model.data.runs.rows where wanted.contains(run.uid.description) {
            ids[run.uid.description] = run.id
        }
        guard ids.count == wanted.count || model.data.runs.isComplete else { return }
        var kept: [RunID: Int] = [:]
        for (uid, slot) in slots {
            if let id = ids[uid] { kept[id] = slot }
        }
        model.plots.restore(kept, isChosen: restored.isPlotChosen ?? false)
        model.runs.pinned = (restored.pinned ?? []).compactMap { ids[$0] }
        model.restored = nil
        refresh(&model)
    }

    /// Says so when a run becomes the best one while somebody watches.
    private static func noticeBest(_ model: inout DashboardModel) {
        let data = model.data
        guard let objective = data.sweep?.objective, model.frozen == nil,
            let first = model.runs.list.best.first, let run = data.runs[first],
            !run.hasDiverged, let value = run.objective
        else { return }
        let before = model.runs.best
        model.runs.best = .init(run: first, value: value)
        guard let before, data.runs.isComplete, objective.isBetter(value, than: before.value) else {
            return
        }
        let text =
            "new best \(objective.metric) \(RunText.value(value)) \(run.name) "
            + "(was \(RunText.value(before.value)))"
        model.runs.news = .init(text: text, time: model.now)
    }

    /// A sweep of one run has no list worth looking at.
    private static func openOnlyRun(_ model: inout DashboardModel) {
        guard !model.runs.hasOpenedOnlyRun, model.data.runs.isComplete else { return }
        guard model.data.runs.count > 0 else { return }
        model.runs.hasOpenedOnlyRun = true
        guard model.data.runs.count == 1, model.screen == .runs, model.layers.isEmpty,
            let only = model.data.runs.rows.first
        else { return }
        open(only.id, &model)
    }
}
