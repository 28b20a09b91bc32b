/// Where a chart's parts are.
struct ChartLayout {
    /// The cells of the curves.
    private(set) var plot: Rect
    let x: AxisScale
    let y: AxisScale
    private(set) var rowLabels: [AxisLabels.Placed] = []
    private(set) var columnLabels: [AxisLabels.Placed] = []
    private(set) var legendRow: Int?
    let area: Rect
    private var hasColumnAxis = false
    private var hasRowAxis = false

    /// - Returns: `nil` when there is nothing to show.
    init?(_ plan: ChartPlan, in area: Rect, glyphs: GlyphSet) {
        guard let x = plan.x, let y = plan.y else { return nil }
        (self.x, self.y, self.area) = (x, y, area)
        let dots = DotCanvas.dots(glyphs)
        var rest = area
        if plan.spec.hasLegend, area.height >= 7, area.width >= 16 {
            (rest, _) = rest.split(top: rest.height - 1)
            legendRow = rest.endY
        }
        hasColumnAxis = rest.height >= 5 && rest.width >= 10
        if hasColumnAxis { (rest, _) = rest.split(top: rest.height - 2) }
        rowLabels = AxisLabels.rows(y, rows: rest.height, dotsDown: dots.down)
        let widest = rowLabels.map { TextWidth.columns(of: $0.tick.label) }.max() ?? 0
        let columns = max(widest, Self.labelWidth(of: area)) + 1
        hasRowAxis = rest.width >= 12 && columns + 8 <= rest.width
        if hasRowAxis { rest = rest.split(left: columns).right } else { rowLabels = [] }
        // A column for the letters at the curves' ends.
        if rest.width >= 12 { rest.width -= 1 }
        plot = rest
        guard hasColumnAxis else { return }
        columnLabels = AxisLabels.columns(
            x, TickKind(plan.spec.options.xAxis, offset: plan.spec.options.clockOffset),
            columns: plot.width, dotsAcross: dots.across,
            span: area.x - plot.x..<area.endX - plot.x)
    }

    /// Labels of fewer columns leave the rest empty, so that the plot stays where it is.
    private static func labelWidth(of area: Rect) -> Int { area.width >= 44 ? 6 : 4 }

    static func likelyWidth(of area: Rect) -> Int {
        area.width < 20 ? area.width : area.width - labelWidth(of: area) - 2
    }

    func drawAxes(glyphs: GlyphSet, into buffer: inout CellBuffer) {
        let (frame, text) = (Style(.frame), Style(.dim))
        if hasRowAxis {
            for y in plot.y..<plot.endY {
                buffer.set(glyphs.frame(.vertical), x: plot.x - 1, y: y, frame)
            }
            for label in rowLabels {
                let y = plot.y + label.place
                buffer.set(glyphs.isASCII ? "+" : "┤", x: plot.x - 1, y: y, frame)
                buffer.write(label.tick.label, endX: plot.x - 1, y: y, text)
            }
        }
        guard hasColumnAxis else { return }
        for x in plot.x..<min(plot.endX + 1, area.endX) {
            buffer.set(glyphs.frame(.horizontal), x: x, y: plot.endY, frame)
        }
        if hasRowAxis {
            buffer.set(glyphs.isASCII ? "+" : "└", x: plot.x - 1, y: plot.endY, frame)
        }
        for label in columnLabels {
            let tick: Unicode.Scalar = glyphs.isASCII ? "+" : "┴"
            buffer.set(tick, x: plot.x + label.place, y: plot.endY, frame)
            buffer.write(label.tick.label, x: plot.x + label.start, y: plot.endY + 1, text)
        }
    }
}
