import SweepCore

/// What a key means wherever nobody else has a meaning for it.
enum General {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command] {
        switch intent {
        case .quit: return [.keep(model.preferences.changed(from: model.configured)), .quit]
        case .back: goBack(&model)
        case .help: model.layers.append(.help(HelpState(about: model.context)))
        case .palette: PromptLayer.open(.palette, &model)
        case .filter: search(&model)
        case .showRuns: show(.runs, &model)
        case .showCharts: show(.charts, &model)
        case .showSweep: show(.sweep, &model)
        case .showWorkers: show(.workers, &model)
        case .repaint: return [.repaint]
        case .reread: return [.reread]
        case .suspend: return [.suspend]
        case .freeze: model.frozen = model.frozen == nil ? model.data : nil
        case .releaseMouse:
            model.takesMouse.toggle()
            return [.takeMouse(model.takesMouse)]
        case .theme: use(nextTheme(model), &model)
        case .smoothMore: smooth(by: 1, &model)
        case .smoothLess: smooth(by: -1, &model)
        case .logY: model.chart.isLogY.toggle()
        case .logX: model.chart.isLogX.toggle()
        case .clip: model.chart.clipsOutliers.toggle()
        case .band: model.chart.showsBands.toggle()
        case .nextMetric: nextMetric(&model)
        case .xAxis: openAxes(&model)
        case .metric: openMetrics(&model)
        case .chooseSweep: openSweeps(&model)
        case .write: openFiles(&model)
        case .tag, .note, .copy: return label(intent, &model)
        default: break
        }
        return []
    }

    static func show(_ screen: DashboardModel.Screen, _ model: inout DashboardModel) {
        model.layers = []
        model.screen = screen
        if screen == .sweep { SweepScreen.comeBack(&model) }
    }

    /// Watches another sweep; pages about runs of the one before are closed.
    static func watch(_ sweep: SweepID, _ model: inout DashboardModel) {
        guard sweep != model.data.watching || model.wantedSweep != nil else { return }
        model.wantedSweep = sweep
        model.layers = []
        model.frozen = nil
        model.search = nil
    }

    static func use(_ theme: Theme, _ model: inout DashboardModel) {
        model.settings.theme = theme
        model.notice = .init("theme \(theme.name)")
    }

    /// Shows the metric in the large chart, or in the zoomed one where there is one.
    static func choose(metric: String, _ model: inout DashboardModel) {
        guard model.screen != .sweep || model.layers.contains(where: \.isPage) else {
            model.sweep.metric = metric
            return
        }
        model.chart.metric = metric
        if case .zoom(var zoom) = model.layers.last {
            zoom.metric = metric
            model.layers[model.layers.count - 1] = .zoom(zoom)
        }
    }

    /// The run that is meant: that of the page, or the one under the cursor.
    static func run(_ model: DashboardModel) -> WatchedRun? {
        let page = model.layers.reversed().lazy.compactMap { layer in
            if case .run(let page) = layer { page.run } else { nil }
        }.first
        return (page ?? model.runs.selected).flatMap { model.shown.runs[$0] }
    }

    private static func goBack(_ model: inout DashboardModel) {
        if !model.layers.isEmpty {
            model.layers.removeLast()
        } else if model.screen != .runs {
            model.screen = .runs
        }
    }

    private static func nextTheme(_ model: DashboardModel) -> Theme {
        let all = Theme.all
        let index = all.firstIndex { $0.name == model.settings.theme.name } ?? -1
        return all[(index + 1) % all.count]
    }

    private static func smooth(by steps: Int, _ model: inout DashboardModel) {
        let weights = ChartOptions.smoothingWeights
        let index = weights.firstIndex(of: model.chart.smoothing) ?? 0
        model.chart.smoothing = weights[min(max(0, index + steps), weights.count - 1)]
    }

    /// The metric that a choice would take the place of: of the heat map, or of the charts.
    static func presentMetric(_ model: DashboardModel) -> String? {
        if case .zoom(let zoom) = model.layers.last { return zoom.metric }
        let isOnMap = model.screen == .sweep && !model.layers.contains(where: \.isPage)
        return isOnMap ? model.sweep.metric ?? model.shown.sweep?.objective?.metric : model.metric
    }

    private static func nextMetric(_ model: inout DashboardModel) {
        let names = model.shown.sweep?.metricNames ?? []
        guard !names.isEmpty else { return }
        let index = presentMetric(model).flatMap { names.firstIndex(of: $0) } ?? -1
        choose(metric: names[(index + 1) % names.count], &model)
    }

    /// A filter of the runs, or a search where a log is on the screen.
    private static func search(_ model: inout DashboardModel) {
        switch model.context {
        case .workers, .run: PromptLayer.open(.search, text: model.search ?? "", &model)
        default: PromptLayer.open(.filter, text: RunsScreen.filterText(model), &model)
        }
    }

    private static func label(_ intent: Intent, _ model: inout DashboardModel) -> [Command] {
        guard let run = run(model) else { return [] }
        switch intent {
        case .tag: PromptLayer.open(.tag(run.id), &model)
        case .note: PromptLayer.open(.note(run.id), text: run.note ?? "", &model)
        default: return [.copy(run.uid.description)]
        }
        return []
    }
}
