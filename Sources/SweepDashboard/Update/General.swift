import SweepCore

/// What a key means wherever nobody else has a meaning for it.
enum General {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command] {
        switch intent {
        case .quit: return [.quit]
        case .back: goBack(&model)
        case .help: model.layers.append(.help(HelpState(about: model.context)))
        case .palette: model.layers.append(.prompt(PromptState(.palette)))
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
        case .smoothMore: smooth(by: 1, &model)
        case .smoothLess: smooth(by: -1, &model)
        case .logY: model.chart.isLogY.toggle()
        case .logX: model.chart.isLogX.toggle()
        case .clip: model.chart.clipsOutliers.toggle()
        case .band: model.chart.showsBands.toggle()
        case .xAxis:
            let all = XAxis.allCases
            let index = all.firstIndex(of: model.chart.xAxis) ?? 0
            model.chart.xAxis = all[(index + 1) % all.count]
        case .nextMetric: nextMetric(&model)
        default: break
        }
        return []
    }

    static func show(_ screen: DashboardModel.Screen, _ model: inout DashboardModel) {
        model.layers = []
        model.screen = screen
    }

    private static func goBack(_ model: inout DashboardModel) {
        if !model.layers.isEmpty {
            model.layers.removeLast()
        } else if model.screen != .runs {
            model.screen = .runs
        }
    }

    private static func smooth(by steps: Int, _ model: inout DashboardModel) {
        let weights = ChartOptions.smoothingWeights
        let index = weights.firstIndex(of: model.chart.smoothing) ?? 0
        model.chart.smoothing = weights[min(max(0, index + steps), weights.count - 1)]
    }

    private static func nextMetric(_ model: inout DashboardModel) {
        let names = model.shown.sweep?.metricNames ?? []
        guard !names.isEmpty else { return }
        let index = model.metric.flatMap { names.firstIndex(of: $0) } ?? -1
        model.chart.metric = names[(index + 1) % names.count]
    }
}

extension DashboardModel {
    /// The metric of the large chart: the chosen one, the objective's, or the first that there is.
    package var metric: String? {
        chart.metric ?? shown.sweep?.objective?.metric ?? shown.sweep?.metricNames.first
    }
}
