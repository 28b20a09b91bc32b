import SweepCore

/// What clicks and the wheel mean.
enum Mouse {
    static func take(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        let size = model.size
        guard action.x >= 0, action.y >= 0, action.x < size.columns, action.y < size.rows,
            size.columns >= Frame.smallest.columns, size.rows >= Frame.smallest.rows
        else { return [] }
        if case .press = action.kind {
            model.notice = nil
            if action.y == size.rows - 1 { return pressHint(at: action.x, &model) }
        }
        switch model.layers.last {
        case .none: break
        case .run: return onRunPage(action, &model)
        case .zoom: return ZoomPage.mouse(action, &model)
        case .help where isClick(action): return HelpLayer.click(action, &model)
        case .menu where isClick(action): return MenuLayer.click(action, &model)
        case .compare, .help, .menu, .confirm, .prompt: return scroll(action, &model)
        }
        if case .press = action.kind, action.y == 0 {
            if let screen = Header.screen(atX: action.x, model) { General.show(screen, &model) }
            return []
        }
        switch model.screen {
        case .runs: return onRuns(action, &model)
        case .charts: return ChartsScreen.mouse(action, &model)
        case .sweep: return isClick(action) ? onSweep(action, &model) : scroll(action, &model)
        case .workers: return isClick(action) ? onWorkers(action, &model) : scroll(action, &model)
        }
    }

    static func isClick(_ action: MouseAction) -> Bool {
        action.kind == .press || action.kind == .doubleClick
    }

    /// The wheel is Up and Down where nobody else has a meaning for it.
    private static func scroll(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        switch action.kind {
        case .wheelUp: Dispatch.key(.up, &model)
        case .wheelDown: Dispatch.key(.down, &model)
        case .press, .release, .drag, .doubleClick: []
        }
    }

    /// A click on a hint presses its key.
    private static func pressHint(at x: Int, _ model: inout DashboardModel) -> [Command] {
        Frame.hint(atX: x, model).map { Dispatch.key($0, &model) } ?? []
    }

    // MARK: The Runs screen

    private static func onRuns(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        let layout = RunsLayout(model, in: Frame.body(of: model.size))
        let (x, y) = (action.x, action.y)
        switch action.kind {
        case .wheelUp where layout.list.contains(x: x, y: y): RunsScreen.move(by: -3, &model)
        case .wheelDown where layout.list.contains(x: x, y: y): RunsScreen.move(by: 3, &model)
        case .press where layout.header.contains(x: x, y: y):
            if let column = RunsScreen.table(model).column(atX: x) {
                RunsScreen.sort(by: column, &model)
            }
        case .press where layout.rows.contains(x: x, y: y):
            model.runs.pane = 0
            _ = selectRow(at: y, layout, &model)
        case .doubleClick where layout.rows.contains(x: x, y: y):
            if selectRow(at: y, layout, &model), let run = model.runs.selected {
                RunsScreen.open(run, &model)
            }
        case .press:
            let chart = layout.charts.firstIndex { $0.area.contains(x: x, y: y) }
            if let chart, layout.shape != .single { model.runs.pane = chart + 1 }
        case .doubleClick:
            if let chart = layout.charts.first(where: { $0.area.contains(x: x, y: y) }) {
                model.layers.append(.zoom(ZoomState(metric: chart.metric)))
            }
        case .wheelUp, .wheelDown, .release, .drag: break
        }
        return []
    }

    /// Returns false where there is no run.
    private static func selectRow(
        at y: Int, _ layout: RunsLayout, _ model: inout DashboardModel
    ) -> Bool {
        let line = model.runs.firstLine + y - layout.rows.y
        guard model.runList.lines.indices.contains(line) else { return false }
        RunsScreen.select(line: line, &model)
        return true
    }

    // MARK: A run's page

    private static func onRunPage(
        _ action: MouseAction, _ model: inout DashboardModel
    ) -> [Command] {
        guard case .run(var state) = model.layers.last else { return [] }
        let layout = RunPageLayout(model, state, in: Frame.body(of: model.size))
        let (x, y) = (action.x, action.y)
        let chart = layout.charts.firstIndex { $0.contains(x: x, y: y) }
        switch action.kind {
        case .press, .doubleClick, .wheelUp, .wheelDown:
            if layout.facts.contains(x: x, y: y) { state.pane = .facts }
            if layout.log.contains(x: x, y: y) { state.pane = .log }
            if chart != nil { state.pane = .charts }
        case .release, .drag: return []
        }
        switch action.kind {
        case .wheelUp: RunPage.scroll(by: -3, &state, model)
        case .wheelDown: RunPage.scroll(by: 3, &state, model)
        default: if let chart { state.chart = layout.firstChart + chart }
        }
        model.layers[model.layers.count - 1] = .run(state)
        guard case .doubleClick = action.kind, chart != nil else { return [] }
        return Dispatch.perform(.open, &model)
    }
}
