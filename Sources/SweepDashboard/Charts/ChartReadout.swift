import SweepCore

/// The box beside the cursor: what each run has there, smoothed and raw.
struct ChartReadout {
    private let plan: ChartPlan
    private let layout: ChartLayout
    private let glyphs: GlyphSet
    private let cursor: Double

    /// - Returns: `nil` without a cursor or without room.
    init?(_ plan: ChartPlan, _ layout: ChartLayout, _ glyphs: GlyphSet) {
        guard let cursor = plan.spec.cursor, layout.x.range.contains(cursor),
            layout.plot.width >= 30, layout.plot.height >= 5
        else { return nil }
        (self.plan, self.layout, self.glyphs, self.cursor) = (plan, layout, glyphs, cursor)
    }

    func draw(into buffer: inout CellBuffer) {
        let plot = layout.plot
        let limit = plot.height - 3
        var rows = self.rows
        guard !rows.isEmpty else { return }
        if rows.count > limit {
            let left = rows.count - limit + 1
            rows =
                rows.prefix(limit - 1) + [
                    Row(mark: " ", style: Style(.dim), name: "+\(left) more", values: "")
                ]
        }
        let nameWidth = min(20, rows.map { TextWidth.columns(of: $0.name) }.max() ?? 0)
        let valueWidth = rows.map { TextWidth.columns(of: $0.values) }.max() ?? 0
        let title = self.title
        let foot = elapsed
        let width = min(
            plot.width,
            max(nameWidth + valueWidth + 7, TextWidth.columns(of: title) + 6, foot.count + 4))
        let column = layout.x.dot(cursor, of: plot.width)
        let right = plot.x + column + 2
        let x = right + width <= plot.endX ? right : max(plot.x, plot.x + column - 1 - width)
        let box = Rect(x: x, y: plot.y + 1, width: width, height: rows.count + 2)
        buffer.fill(box)
        let inside = buffer.frame(box, title: title, glyphs: glyphs)
        if !foot.isEmpty {
            buffer.write(" " + foot + " ", endX: box.endX - 1, y: box.endY - 1, Style(.dim))
        }
        for (index, row) in rows.enumerated() {
            let y = inside.y + index
            buffer.set(row.mark, x: inside.x + 1, y: y, row.style.with(.bold))
            let name = TextWidth.cutMiddle(row.name, to: nameWidth, ellipsis: glyphs.ellipsis)
            buffer.write(name, x: inside.x + 3, y: y, limit: nameWidth, Style(.text))
            buffer.write(row.values, endX: inside.endX - 1, y: y, limit: inside.width, Style(.text))
        }
    }

    private struct Row {
        var mark: Unicode.Scalar
        var style: Style
        var name: String
        var values: String
    }

    private var rows: [Row] {
        plan.spec.series.compactMap { series in
            guard series.role != .context || series.letter != nil else { return nil }
            let reading = series.reading(at: cursor, plan.spec.options)
            var values =
                reading.map { NumberText.short($0.smoothed.value) } ?? (glyphs.isASCII ? "-" : "–")
            if plan.spec.options.smoothing > 0, let reading {
                values += "  raw " + NumberText.short(reading.raw.value)
            }
            return Row(
                mark: series.letter ?? "*", style: Style(series.role), name: series.name.visible,
                values: values)
        }
    }

    private var title: String {
        let axis = plan.spec.options.xAxis
        switch axis {
        case .step, .samples:
            return axis.rawValue + " " + NumberText.grouped(Int64(nearest: cursor))
        case .epoch: return "epoch " + NumberText.trimmed(NumberText.fixed(cursor, decimals: 2))
        case .elapsed:
            return TimeText.duration(milliseconds: Int64(nearest: cursor * 1000))
        case .clock:
            return TimeText.clock(cursor, step: 1, offset: plan.spec.options.clockOffset)
        }
    }

    /// How long the first of the runs had been running.
    private var elapsed: String {
        guard plan.spec.options.xAxis != .elapsed else { return "" }
        let first = plan.spec.series.lazy.compactMap { $0.reading(at: cursor, plan.spec.options) }
            .first
        return first.map { TimeText.duration(milliseconds: $0.raw.time) + " elapsed" } ?? ""
    }
}

extension ChartSpec.Series {
    /// What the curve has at a place of the x axis; `nil` before its first and after its last point, and on an
    /// axis that the run lacks.
    func reading(at x: Double, _ options: ChartOptions) -> (raw: CurvePoint, smoothed: CurvePoint)?
    {
        guard let abscissa = Abscissa(options.xAxis, of: self), let last = curve.points.last else {
            return nil
        }
        let key = abscissa.key(at: x)
        let isPast = key > Double(last[keyPath: abscissa.key]) * (1 + 1e-12) + 1e-6
        guard !isPast,
            let whole = curve.reading(at: key, by: abscissa.key, smoothing: options.smoothing)
        else { return nil }
        guard let near = closeUp?.points.last(atOrBefore: key, by: abscissa.key),
            near.step > whole.raw.step
        else { return whole }
        return (near, options.smoothing > 0 ? whole.smoothed : near)
    }
}
