import SweepCore

/// The small curves in the list: the most telling metric of each visible run.
package struct Trend {
    private let metric: String?
    private let curves: [CurveKey: Curve]
    private let glyphs: GlyphSet
    /// The range that all of them share; `nil` for each its own.
    private let range: ClosedRange<Double>?
    private let isLog: Bool

    /// At most so many curves are read for the list, beside the plotted ones.
    package static let limit = 40

    init(_ model: DashboardModel, _ visible: [WatchedRun]) {
        metric = model.tellingMetric
        curves = model.shown.curves
        glyphs = model.glyphs
        isLog = model.chart.isLogY
        range = model.runs.hasSharedScale ? Self.range(curves, metric, visible) : nil
    }

    private static func range(
        _ curves: [CurveKey: Curve], _ metric: String?, _ visible: [WatchedRun]
    ) -> ClosedRange<Double>? {
        guard let metric else { return nil }
        var range: ClosedRange<Double>?
        for run in visible {
            guard let curve = curves[CurveKey(run: run.id, metric: metric)],
                let lowest = curve.summary.minimum?.value,
                let highest = curve.summary.maximum?.value
            else { continue }
            let low = min(range?.lowerBound ?? lowest, lowest)
            range = low...max(range?.upperBound ?? highest, highest)
        }
        return range
    }

    func draw(_ run: WatchedRun, in area: Rect, into buffer: inout CellBuffer) {
        guard let metric, let curve = curves[CurveKey(run: run.id, metric: metric)] else { return }
        Sparkline.draw(
            curve, x: area.x, y: area.y, columns: area.width, range: range, isLog: isLog,
            hasDiverged: run.hasDiverged, glyphs: glyphs, Style(.dim), into: &buffer)
    }
}
