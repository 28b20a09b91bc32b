import SweepCore

/// Everything about one run: parameters, what it was executed with, all metrics, its log.
package enum RunPage {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        guard case .run(var state) = model.layers.last else { return nil }
        switch intent {
        case .nextItem: return step(by: 1, state, &model)
        case .previousItem: return step(by: -1, state, &model)
        case .nextPane: state.pane = pane(after: state.pane, by: 1)
        case .previousPane: state.pane = pane(after: state.pane, by: -1)
        case .down: scroll(by: 1, &state, model)
        case .up: scroll(by: -1, &state, model)
        case .pageDown: scroll(by: 10, &state, model)
        case .pageUp: scroll(by: -10, &state, model)
        case .top: scroll(by: -100_000, &state, model)
        case .bottom: scroll(by: 100_000, &state, model)
        case .left where state.pane == .charts: moveChart(by: -1, &state, model)
        case .right where state.pane == .charts: moveChart(by: 1, &state, model)
        case .follow: state.logOffset = 0
        case .allRows:
            state.showsAllParameters.toggle()
            state.firstFact = 0
        case .open:
            let metrics = metrics(model)
            guard state.pane == .charts, metrics.indices.contains(state.chart) else {
                state.pane = .charts
                break
            }
            model.layers.append(.zoom(ZoomState(metric: metrics[state.chart])))
            return []
        case .pin:
            RunsScreen.togglePin(state.run, &model)
            return []
        case .compare:
            if !model.plots.contains(state.run) { model.plots.plot(state.run) }
            RunsScreen.compare(&model)
            return []
        case .tag, .note, .copy, .cancel, .retry, .pauseOrResume:
            guard let run = model.shown.runs[state.run] else { return [] }
            return RunActs.perform(intent, run, &model)
        default: return nil
        }
        replace(state, &model)
        return []
    }

    private static func replace(_ state: RunPageState, _ model: inout DashboardModel) {
        guard case .run = model.layers.last else { return }
        model.layers[model.layers.count - 1] = .run(state)
    }

    /// The run before or after in the order of the list.
    private static func step(
        by runs: Int, _ state: RunPageState, _ model: inout DashboardModel
    ) -> [Command] {
        var state = state
        model.runs.selected = state.run
        RunsScreen.move(by: runs, &model)
        state.run = model.runs.selected ?? state.run
        state.logOffset = 0
        replace(state, &model)
        return []
    }

    private static func pane(after pane: RunPageState.Pane, by places: Int) -> RunPageState.Pane {
        let all = RunPageState.Pane.allCases
        return all[(pane.rawValue + places + all.count) % all.count]
    }

    private static func moveChart(
        by places: Int, _ state: inout RunPageState, _ model: DashboardModel
    ) {
        state.chart = min(max(0, state.chart + places), max(0, metrics(model).count - 1))
    }

    static func scroll(by lines: Int, _ state: inout RunPageState, _ model: DashboardModel) {
        let layout = RunPageLayout(model, state, in: Frame.body(of: model.size))
        switch state.pane {
        case .facts:
            let count = RunFacts.lines(state, model).count
            let last = max(0, count - max(1, layout.facts.height - 2))
            state.firstFact = min(max(0, state.firstFact + lines), last)
        case .charts:
            let count = metrics(model).count
            let step = lines.signum() * layout.chartsPerRow
            let next = lines.magnitude > 1_000 ? (lines < 0 ? 0 : count - 1) : state.chart + step
            if (0..<count).contains(next) { state.chart = next }
        case .log:
            let count = model.shown.portraits[state.run]?.events.count ?? 0
            let last = max(0, count - max(1, layout.log.height - 2))
            state.logOffset = min(max(0, state.logOffset - lines), last)
        }
    }

    // MARK: What is shown

    /// Every metric, the large chart's first.
    static func metrics(_ model: DashboardModel) -> [String] { RunsLayout.metrics(model) }

    /// The metrics whose charts are on the screen.
    package static func visibleMetrics(_ state: RunPageState, _ model: DashboardModel) -> [String] {
        let layout = RunPageLayout(model, state, in: Frame.body(of: model.size))
        return Array(metrics(model).dropFirst(layout.firstChart).prefix(layout.charts.count))
    }

    static func draw(
        _ state: RunPageState, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        let layout = RunPageLayout(model, state, in: area)
        let isTop =
            if case .run = model.layers.last { true } else { false }
        guard model.shown.runs[state.run] != nil else {
            buffer.write("This run is gone. Esc goes back.", x: area.x + 1, y: area.y + 1)
            return
        }
        if !layout.facts.isEmpty {
            RunFacts.draw(
                state, model, in: layout.facts, isFocused: isTop && state.pane == .facts,
                into: &buffer)
        }
        let names = metrics(model).dropFirst(layout.firstChart)
        for (index, (metric, place)) in zip(names, layout.charts).enumerated() {
            drawChart(
                metric, state, model, in: place,
                isFocused: isTop && state.pane == .charts
                    && state.chart == layout.firstChart + index, into: &buffer)
        }
        if !layout.log.isEmpty {
            RunLog.draw(
                state, model, in: layout.log, isFocused: isTop && state.pane == .log, into: &buffer)
        }
    }

    private static func drawChart(
        _ metric: String, _ state: RunPageState, _ model: DashboardModel, in area: Rect,
        isFocused: Bool, into buffer: inout CellBuffer
    ) {
        var spec = model.chartSpec(metric)
        spec.series.removeAll { $0.run != state.run }
        spec.isFocused = isFocused
        spec.hasLegend = false
        if !spec.series.isEmpty,
            let place = model.shown.sweep?.metricNames.firstIndex(of: metric),
            let run = model.shown.runs[state.run], place < run.latest.count,
            let latest = run.latest[place]
        {
            spec.title += "  " + RunText.value(latest.value)
        }
        Chart.draw(spec, in: area, glyphs: model.glyphs, into: &buffer)
    }
}
