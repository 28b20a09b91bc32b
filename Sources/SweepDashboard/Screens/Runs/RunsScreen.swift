package import SweepCore

/// The Runs screen, where one begins: the list of runs, their charts, and the selected one's details.
package enum RunsScreen {
    /// `nil` for what is the same everywhere.
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        switch intent {
        case .down: move(by: 1, &model)
        case .up: move(by: -1, &model)
        case .pageDown: move(by: max(1, pageRows(model) - 1), &model)
        case .pageUp: move(by: -max(1, pageRows(model) - 1), &model)
        case .top: select(line: 0, &model)
        case .bottom: select(line: model.runList.lines.count - 1, &model)
        case .left: scrollColumns(by: -1, &model)
        case .right: scrollColumns(by: 1, &model)
        case .nextPane: movePane(by: 1, &model)
        case .previousPane: movePane(by: -1, &model)
        case .open: open(&model)
        case .plot: RunsPlotting.toggle(&model)
        case .plotRange: RunsPlotting.range(&model)
        case .invertPlotted: RunsPlotting.invert(&model)
        case .unplotAll: RunsPlotting.reset(&model)
        case .filter:
            PromptLayer.open(.filter, text: model.runs.filterText, &model)
        case .sort: model.layers.append(.menu(RunsMenus.sorting(model)))
        case .columns: model.layers.append(.menu(RunsMenus.columns(model)))
        case .sortNext: moveSort(by: 1, &model)
        case .sortPrevious: moveSort(by: -1, &model)
        case .invertSort: model.runs.sort.isInverted.toggle()
        case .group: toggleGroups(&model)
        case .fold: fold(&model)
        case .pin: pin(&model)
        case .sharedScale: model.runs.hasSharedScale.toggle()
        case .compare: compare(&model)
        case .back: return stepBack(&model) ? [] : nil
        case .tag, .note, .copy, .cancel, .retry:
            guard let run = selectedRun(model) else { return [] }
            return RunActs.perform(intent, run, &model)
        case .pauseOrResume, .stop: RunActs.askAboutSweep(intent, &model)
        default: return nil
        }
        return []
    }

    package static func selectedRun(_ model: DashboardModel) -> WatchedRun? {
        model.runs.selected.flatMap { model.shown.runs[$0] }
    }

    // MARK: Moving

    static func move(by lines: Int, _ model: inout DashboardModel) {
        let line = selectedLine(model, model.runList) ?? model.runs.selectedLine
        select(line: line + lines, &model)
    }

    /// Selects the run of a line, or of the nearest one that there is.
    static func select(line: Int, _ model: inout DashboardModel) {
        let list = model.runList
        let line = min(max(0, line), list.lines.count - 1)
        guard let run = list.run(line, model.shown.runs) else {
            model.runs.selected = nil
            return
        }
        model.runs.selected = run.id
        model.runs.isOnGroup = list.lines[line].group != nil
        model.runs.selectedLine = line
        refresh(&model)
    }

    /// Selects a run wherever it stands; for palette, run pages and other screens.
    static func select(_ run: RunID, _ model: inout DashboardModel) {
        model.runs.selected = run
        model.runs.isOnGroup = false
        refresh(&model)
    }

    package static func pageRows(_ model: DashboardModel) -> Int {
        RunsLayout(model, in: Frame.body(of: model.size)).rows.height
    }

    private static func scrollColumns(by columns: Int, _ model: inout DashboardModel) {
        guard model.runs.pane == 0 else { return }
        let count = model.runs.columns?.count ?? 3
        if columns > 0, !table(model).hasMoreRight { return }
        model.runs.firstColumn = min(max(0, model.runs.firstColumn + columns), max(0, count - 1))
    }

    /// The columns as they stand now, for scrolling and for clicks.
    static func table(_ model: DashboardModel) -> RunsTable {
        let layout = RunsLayout(model, in: Frame.body(of: model.size))
        let list = model.runList
        let lines = list.lines.dropFirst(model.runs.firstLine).prefix(layout.rows.height)
        let rows = model.shown.runs.rows
        return RunsTable(model, list, in: layout.rows, visible: lines.map { rows[$0.place] })
    }

    private static func movePane(by panes: Int, _ model: inout DashboardModel) {
        let count = RunsLayout(model, in: Frame.body(of: model.size)).paneCount
        model.runs.pane = (model.runs.pane + panes + count) % count
    }

    private static func open(_ model: inout DashboardModel) {
        let layout = RunsLayout(model, in: Frame.body(of: model.size))
        let chart = layout.shape == .single ? 0 : model.runs.pane - 1
        if model.runs.pane > 0, layout.charts.indices.contains(chart) {
            model.layers.append(.zoom(ZoomState(metric: layout.charts[chart].metric)))
        } else if let run = selectedRun(model) {
            open(run.id, &model)
        }
    }

    /// Opens a run's page.
    static func open(_ run: RunID, _ model: inout DashboardModel) {
        select(run, &model)
        model.layers.append(.run(RunPageState(run: run)))
    }

    /// Ends what was begun: a range, a filter, a look at another pane.
    private static func stepBack(_ model: inout DashboardModel) -> Bool {
        if model.runs.rangeStart != nil {
            model.runs.rangeStart = nil
        } else if model.runs.pane != 0 {
            model.runs.pane = 0
        } else if !model.runs.filterText.isEmpty {
            _ = setFilter("", &model)
        } else {
            return false
        }
        return true
    }

    // MARK: Order

    private static func moveSort(by places: Int, _ model: inout DashboardModel) {
        let shown = [.name] + table(model).columns.map(\.column)
        let sortable = shown.filter { $0 != .trend }
        let place = sortable.firstIndex(of: model.runs.sort.column)
        let next = place.map { ($0 + places + sortable.count) % sortable.count } ?? 0
        model.runs.sort = RunSort(sortable[next])
    }

    /// Sorts by a column; by the same one the other way around.
    static func sort(by column: RunColumn, _ model: inout DashboardModel) {
        let column = column == .trend || column == .rank ? .objective : column
        let isSame = model.runs.sort.column == column
        model.runs.sort = RunSort(column, isInverted: isSame && !model.runs.sort.isInverted)
        refresh(&model)
    }

    private static func toggleGroups(_ model: inout DashboardModel) {
        model.runs.isGrouped.toggle()
        model.runs.isOnGroup = model.runs.isGrouped
        if model.runs.isGrouped { model.runs.unfolded = [] }
    }

    private static func fold(_ model: inout DashboardModel) {
        let list = model.runList
        guard let run = model.runs.selected,
            let group = list.groups.first(where: { $0.members.contains(run) })
        else {
            model.notice = .init("B groups the repeats of a configuration first")
            return
        }
        if model.runs.unfolded.remove(group.id) != nil {
            model.runs.isOnGroup = true
        } else {
            model.runs.unfolded.insert(group.id)
        }
    }

    private static func pin(_ model: inout DashboardModel) {
        guard let run = model.runs.selected else { return }
        togglePin(run, &model)
    }

    static func togglePin(_ run: RunID, _ model: inout DashboardModel) {
        if let place = model.runs.pinned.firstIndex(of: run) {
            model.runs.pinned.remove(at: place)
        } else {
            model.runs.pinned.append(run)
        }
        refresh(&model)
    }

    /// Opens the page that compares the plotted runs, the selected one among them.
    static func compare(_ model: inout DashboardModel) {
        var runs = model.plots.runs
        if runs.count < 2, let selected = model.runs.selected, !runs.contains(selected) {
            runs.append(selected)
        }
        guard runs.count >= 2 else {
            model.notice = .init("plot two to eight runs with Space, then compare them")
            return
        }
        if runs.count > ComparePageState.limit {
            let limit = ComparePageState.limit
            model.notice = .init("the first \(limit) of \(runs.count) plotted runs are compared")
        }
        model.layers.append(
            .compare(ComparePageState(runs: Array(runs.prefix(ComparePageState.limit)))))
    }

    // MARK: Filter

    static func filterText(_ model: DashboardModel) -> String { model.runs.filterText }

    /// Lists the runs that match a filter's text.
    ///
    /// - Returns: What is wrong with the text, and at which column; the list is as it was then.
    package static func setFilter(_ text: String, _ model: inout DashboardModel) -> String? {
        do throws(FilterError) {
            let filter = try FilterParser.parse(text)
            _ = try RunMatcher(filter, for: model.shown.sweep)
            model.runs.filter = filter
            model.runs.filterText = filter == .everything ? "" : text
            // The best of other runs than before is no news.
            model.runs.best = nil
        } catch {
            return error.description
        }
        refresh(&model)
        return nil
    }
}
