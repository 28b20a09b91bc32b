import SweepCore

/// What follows from new observations: the plotted runs, the selection, what was kept from the last time.
enum Observing {
    static func follow(_ model: inout DashboardModel) {
        model.plots.remove(model.plots.runs.filter { model.data.runs[$0] == nil })
        RunsScreen.follow(&model)
        WorkersScreen.follow(&model)
    }

    static func restore(_ preferences: Preferences, _ model: inout DashboardModel) {
        model.restored = preferences
        if let theme = preferences.theme.flatMap(Theme.named) { model.settings.theme = theme }
        if let smoothing = preferences.smoothing,
            ChartOptions.smoothingWeights.contains(smoothing)
        {
            model.chart.smoothing = smoothing
        }
        if let isLogY = preferences.isLogY { model.chart.isLogY = isLogY }
        if let isLogX = preferences.isLogX { model.chart.isLogX = isLogX }
        if let clips = preferences.clipsOutliers { model.chart.clipsOutliers = clips }
        if let axis = preferences.xAxis.flatMap(XAxis.init) { model.chart.xAxis = axis }
        if let columns = preferences.columns {
            model.runs.columns = columns.isEmpty ? nil : columns.map { RunColumn($0) }
        }
        if let column = preferences.sortColumn { model.runs.sort.column = RunColumn(column) }
        if let isInverted = preferences.isSortInverted { model.runs.sort.isInverted = isInverted }
        RunsScreen.follow(&model)
    }
}
