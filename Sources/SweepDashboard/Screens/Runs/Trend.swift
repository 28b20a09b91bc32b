import SweepCore

/// The small curves in the list: the objective's metric of each visible run.
struct Trend {
    private let metric: String?
    private let curves: [CurveKey: Curve]
    private let glyphs: GlyphSet
    /// The range that all of them share; `nil` for each its own.
    private let range: ClosedRange<Double>?

    /// At most so many curves are read for the list, beside the plotted ones.
    static let limit = 40

    static func scale(_ model: DashboardModel, _ visible: [WatchedRun]) -> Trend {
        let metric = model.shown.sweep?.objective?.metric ?? model.metric
        var range: ClosedRange<Double>?
        if model.runs.hasSharedScale, let metric {
            for run in visible {
                let key = CurveKey(run: run.id, metric: metric)
                for point in model.shown.curves[key]?.points ?? [] where point.value.isFinite {
                    let (low, high) = (range?.lowerBound, range?.upperBound)
                    range =
                        min(
                            low ?? point.value, point.value)...max(
                            high ?? point.value, point.value)
                }
            }
        }
        return Trend(
            metric: metric, curves: model.shown.curves, glyphs: model.glyphs, range: range)
    }

    func draw(_ run: WatchedRun, in area: Rect, into buffer: inout CellBuffer) {
        guard let metric, let curve = curves[CurveKey(run: run.id, metric: metric)] else { return }
        let points = curve.points
        let hasEnd = run.hasDiverged
        let width = area.width - (hasEnd ? 1 : 0)
        guard width > 0, !points.isEmpty else { return }
        let finite = points.map(\.value).filter(\.isFinite)
        guard let low = range?.lowerBound ?? finite.min(),
            let high = range?.upperBound ?? finite.max()
        else { return }
        let levels = glyphs.levels
        for column in 0..<min(width, points.count) {
            let value = points[column * points.count / min(width, points.count)].value
            guard value.isFinite else { continue }
            let share = high > low ? (value - low) / (high - low) : 0
            let level = min(levels.count - 1, max(0, Int(share * Double(levels.count))))
            buffer.set(levels[level], x: area.x + column, y: area.y, Style(.dim))
        }
        if hasEnd {
            let x = area.x + min(width, points.count)
            buffer.set(glyphs.cross, x: x, y: area.y, Style(.failed))
        }
    }
}
