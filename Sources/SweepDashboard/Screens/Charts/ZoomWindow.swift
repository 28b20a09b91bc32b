import SweepCore

/// How cursor and window of a zoomed chart move.
struct ZoomWindow {
    private(set) var state: ZoomState
    private let report: ChartReport
    private let whole: ClosedRange<Double>?
    private let isLogX: Bool
    private let isLogY: Bool
    private let dots: Int
    private let xAxis: XAxis

    init(_ state: ZoomState, _ model: DashboardModel) {
        self.state = state
        xAxis = model.chart.xAxis
        let metric = model.metric ?? state.metric
        if state.xAxis != xAxis {
            self.state.xAxis = xAxis
            self.state.xRange = nil
            self.state.cursor = nil
            self.state.dragged = nil
            self.state.isFollowing = false
        }
        self.state.metric = metric
        (isLogX, isLogY) = (model.chart.isLogX, model.chart.isLogY)
        // Drawn once more to know where everything is: nothing of it has to be kept and go stale.
        var buffer = CellBuffer(model.size)
        report = ZoomPage.draw(
            self.state, model, in: Frame.body(of: model.size), into: &buffer)
        whole = Chart.wholeRange(ZoomPage.spec(self.state, model, isFollowing: false))
        dots = report.plot.width * DotCanvas.dots(model.glyphs).across
    }

    private var x: AxisScale? {
        report.xRange.map { AxisScale($0.lowerBound, $0.upperBound, isLog: isLogX) }
    }

    /// By dots; at the edge of a part the window moves along.
    mutating func moveCursor(by count: Int) {
        guard let x, dots > 1 else { return }
        guard let cursor = state.cursor, x.range.contains(cursor) else {
            return moveCursor(to: 0.5)
        }
        let step = Double(count) / Double(dots - 1)
        let fraction = x.fraction(cursor) + step
        if !(0...1).contains(fraction), state.xRange != nil { pan(by: step) }
        let now = state.xRange.map { AxisScale($0.lowerBound, $0.upperBound, isLog: isLogX) } ?? x
        state.cursor = now.value(at: min(1, max(0, fraction)))
    }

    mutating func moveCursor(to fraction: Double) {
        state.cursor = x?.value(at: fraction)
    }

    /// Makes the window so many times as long, around the cursor or its middle.
    mutating func zoom(by factor: Double, at place: Double? = nil) {
        guard let x else { return }
        var anchor = place ?? 0.5
        if place == nil, let cursor = state.cursor, x.range.contains(cursor) {
            anchor = x.fraction(cursor)
        }
        if state.isFollowing { anchor = 1 }
        show(x.part(anchor * (1 - factor), anchor + (1 - anchor) * factor))
    }

    /// By a part of the window's length.
    mutating func pan(by fraction: Double) {
        guard let x, state.xRange != nil, let whole else { return }
        state.isFollowing = false
        let all = AxisScale(whole.lowerBound, whole.upperBound, isLog: isLogX)
        let ends = (x.fraction(all.lower), x.fraction(all.upper))
        let shift = min(max(fraction, ends.0), max(0, ends.1 - 1))
        show(x.part(shift, 1 + shift))
    }

    mutating func panVertically(by fraction: Double) {
        guard let range = report.yRange else { return }
        let y = AxisScale(range.lowerBound, range.upperBound, isLog: isLogY)
        state.yRange = y.part(fraction, 1 + fraction).range
    }

    mutating func reset() {
        state.xRange = nil
        state.yRange = nil
        state.isFollowing = false
    }

    /// Follows with the window as it is, or with the last quarter of the curve.
    mutating func toggleFollowing() {
        guard let x, let whole else { return }
        let isFollowing = !state.isFollowing
        if isFollowing, state.xRange == nil { show(x.part(0.75, 1)) }
        if !isFollowing { state.xRange = report.xRange }
        state.isFollowing = isFollowing && state.xRange != nil
        if isFollowing, let range = state.xRange {
            let shift = whole.upperBound - range.upperBound
            state.xRange = range.lowerBound + shift...range.upperBound + shift
        }
    }

    mutating func take(_ action: MouseAction) {
        let plot = report.plot
        guard let x, plot.width > 1 else { return }
        let column = min(max(0, action.x - plot.x), plot.width - 1)
        let fraction = Double(column) / Double(plot.width - 1)
        let isInside = plot.contains(x: action.x, y: action.y)
        switch action.kind {
        case .press where isInside:
            state.cursor = x.value(at: fraction)
            state.dragged = state.cursor
        case .drag where state.dragged != nil: state.cursor = x.value(at: fraction)
        case .release:
            defer { state.dragged = nil }
            guard let from = state.dragged, let to = state.cursor else { return }
            let (low, high) = (min(from, to), max(from, to))
            let isWide = (x.fraction(high) - x.fraction(low)) * Double(plot.width) >= 1.5
            if isWide {
                state.isFollowing = false
                show(AxisScale(low, high, isLog: isLogX))
            }
        case .wheelUp where isInside: zoom(by: 0.5, at: fraction)
        case .wheelDown where isInside: zoom(by: 2, at: fraction)
        case .doubleClick where isInside: reset()
        default: break
        }
    }

    /// Shows a part, no shorter than a few steps and no longer than all.
    private mutating func show(_ part: AxisScale) {
        guard let whole else { return }
        let least = xAxis == .step || xAxis == .samples ? 4.0 : 0.01
        let length = part.upper - part.lower
        guard length >= least, length > max(abs(part.lower), abs(part.upper)) * 1e-8 else { return }
        let low = max(part.lower, whole.lowerBound)
        let high = min(part.upper, whole.upperBound)
        guard low < high else { return }
        let isWhole = low <= whole.lowerBound && high >= whole.upperBound
        state.xRange = isWhole ? nil : low...high
        if isWhole { state.isFollowing = false }
    }
}
