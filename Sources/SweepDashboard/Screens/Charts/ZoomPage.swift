import SweepCore

/// One chart on the whole screen, with a cursor, a window that moves, and its runs in numbers.
package enum ZoomPage {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        guard let index = place(model), case .zoom(let state) = model.layers[index] else {
            return nil
        }
        var window = ZoomWindow(state, model)
        switch intent {
        case .left: window.moveCursor(by: -1)
        case .right: window.moveCursor(by: 1)
        case .top: window.moveCursor(to: 0)
        case .bottom: window.moveCursor(to: 1)
        case .zoomIn: window.zoom(by: 0.5)
        case .zoomOut: window.zoom(by: 2)
        case .panLeft: window.pan(by: -0.25)
        case .panRight: window.pan(by: 0.25)
        case .panUp: window.panVertically(by: 0.25)
        case .panDown: window.panVertically(by: -0.25)
        case .resetZoom: window.reset()
        case .follow: window.toggleFollowing()
        case .nextItem, .previousItem, .nextMetric:
            chooseMetric(by: intent == .previousItem ? -1 : 1, &model)
            return []
        case .up, .down, .pageUp, .pageDown, .nextPane, .previousPane: break
        default: return nil
        }
        model.layers[index] = .zoom(window.state)
        return []
    }

    package static func mouse(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        guard let index = place(model), case .zoom(let state) = model.layers[index] else {
            return []
        }
        var window = ZoomWindow(state, model)
        window.take(action)
        model.layers[index] = .zoom(window.state)
        return []
    }

    /// What is to be read point by point: the visible steps, in whole quarters of their number so that a small
    /// move asks for nothing new, where a curve has fewer samples there than two for each dot.
    static func closeUp(_ model: DashboardModel) -> WatchRequest.CloseUp? {
        guard let index = place(model), case .zoom(let state) = model.layers[index] else {
            return nil
        }
        let area = areas(Frame.body(of: model.size), model).chart
        let spec = spec(state, model, isFollowing: true)
        guard let range = spec.xRange else { return nil }
        let dots = area.width * DotCanvas.dots(model.glyphs).across
        var (low, high) = (Int64.max, Int64.min)
        var curves: [CurveKey] = []
        for series in spec.series where series.curve.isReduced {
            guard let abscissa = Abscissa(spec.options.xAxis, of: series) else { continue }
            let points = series.curve.points
            let from = points.lowerBound(abscissa.key(at: range.lowerBound), by: abscissa.key)
            let to = points.upperBound(abscissa.key(at: range.upperBound), by: abscissa.key)
            guard to - from < 2 * dots, from < points.count, to > 0 else { continue }
            low = min(low, points[max(0, from - 1)].step)
            high = max(high, points[min(points.count - 1, to)].step)
            curves.append(CurveKey(run: series.run, metric: spec.title))
        }
        guard !curves.isEmpty, low <= high else { return nil }
        var unit: Int64 = 1
        while unit < (high - low) / 8 { unit *= 2 }
        low -= ((low % unit) + unit) % unit
        high += unit - 1 - (((high % unit) + unit) % unit)
        return WatchRequest.CloseUp(curves: curves, steps: low...high)
    }

    @discardableResult
    static func draw(
        _ state: ZoomState, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) -> ChartReport {
        let (chart, table) = areas(area, model)
        var spec = spec(state, model, isFollowing: true)
        spec.isFocused = true
        spec.isFramed = area.width >= 60 && area.height >= 12
        spec.hasLegend = table.isEmpty
        spec.note = note(spec, state, model.glyphs)
        let total = model.shown.runs.count
        spec.title += total > 0 ? "   \(spec.series.count) of \(total) runs" : ""
        ZoomTable.draw(spec, model, in: table, into: &buffer)
        return Chart.draw(spec, in: chart, glyphs: model.glyphs, into: &buffer)
    }

    /// Where the chart and the numbers below it are.
    static func areas(_ area: Rect, _ model: DashboardModel) -> (chart: Rect, table: Rect) {
        let wanted = model.plots.runs.count + 1
        let rows = area.height >= 16 ? min(wanted, area.height / 3) : 0
        let (chart, table) = area.split(top: area.height - rows)
        return (chart, table)
    }

    /// The chart as it is shown; with `isFollowing` the window is where the newest point is.
    package static func spec(_ state: ZoomState, _ model: DashboardModel, isFollowing: Bool)
        -> ChartSpec
    {
        let metric = model.metric ?? state.metric
        var spec = model.chartSpec(metric)
        spec.yRange = metric == state.metric ? state.yRange : nil
        guard state.xAxis == model.chart.xAxis else { return spec }
        spec.xRange = state.xRange
        spec.cursor = state.cursor
        if let from = state.dragged, let to = state.cursor {
            spec.selection = min(from, to)...max(from, to)
        }
        if isFollowing, state.isFollowing, let range = state.xRange,
            let whole = Chart.wholeRange(spec)
        {
            let shift = whole.upperBound - range.upperBound
            spec.xRange = range.lowerBound + shift...range.upperBound + shift
        }
        return spec
    }

    private static func place(_ model: DashboardModel) -> Int? {
        model.layers.lastIndex {
            if case .zoom = $0 { true } else { false }
        }
    }

    /// `step 2,000 – 6,000 of 10,000`
    private static func note(_ spec: ChartSpec, _ state: ZoomState, _ glyphs: GlyphSet) -> String {
        guard let range = spec.xRange, let whole = Chart.wholeRange(spec) else { return "" }
        let text = { (value: Double) in
            switch spec.options.xAxis {
            case .step, .samples: NumberText.grouped(Int64(nearest: value))
            case .epoch: NumberText.trimmed(NumberText.fixed(value, decimals: 1))
            case .elapsed: TimeText.duration(milliseconds: Int64(nearest: value * 1000))
            case .clock: TimeText.clock(value, step: 1, offset: spec.options.clockOffset)
            }
        }
        let axis = spec.options.xAxis == .elapsed ? "" : spec.options.xAxis.rawValue + " "
        let part = [range.lowerBound, range.upperBound].map(text)
            .joined(separator: glyphs.isASCII ? " - " : " – ")
        return (state.isFollowing ? "follow  " : "") + "\(axis)\(part) of \(text(whole.upperBound))"
    }

    private static func chooseMetric(by count: Int, _ model: inout DashboardModel) {
        let names = ChartsGrid.ordered(model.shown.sweep?.metricNames ?? [])
        guard !names.isEmpty else { return }
        let index = model.metric.flatMap { names.firstIndex(of: $0) } ?? 0
        model.chart.metric = names[(index + count + names.count) % names.count]
        model.charts.selected = model.chart.metric
    }
}
