/// Draws a chart with its frame, axes, curves and legend.
package enum Chart {
    /// Draws as much of it as the area has room for, down to a single cell.
    @discardableResult
    package static func draw(
        _ spec: ChartSpec, in area: Rect, glyphs: GlyphSet, into buffer: inout CellBuffer
    ) -> ChartReport {
        guard !area.isEmpty else { return ChartReport() }
        let inner = ChartFrame.draw(spec, in: area, glyphs: glyphs, into: &buffer)
        guard !inner.isEmpty else { return ChartReport() }
        let dotsAcross = DotCanvas.dots(glyphs).across
        // The width that the plot will most likely have, so that nothing is done twice.
        let width = ChartLayout.likelyWidth(of: inner)
        var plan = ChartPlan(spec, dots: width * dotsAcross)
        guard let layout = ChartLayout(plan, in: inner, glyphs: glyphs) else {
            ChartFrame.say(emptyText(plan, glyphs), in: inner, glyphs: glyphs, into: &buffer)
            var report = plan.report
            report.plot = inner
            return report
        }
        plan.trace(dots: layout.plot.width * dotsAcross)
        plan.countClipped()
        layout.drawAxes(glyphs: glyphs, into: &buffer)
        var painter = ChartPainter(plan, layout, glyphs)
        painter.draw(into: &buffer)
        if layout.legendRow != nil { painter.drawLegend(into: &buffer) }
        var report = plan.report
        report.plot = layout.plot
        ChartFrame.drawLeftOut(report, spec, in: area, glyphs: glyphs, into: &buffer)
        return report
    }

    /// All of the x axis, whatever part of it the spec shows; `nil` when there is nothing.
    static func wholeRange(_ spec: ChartSpec) -> ClosedRange<Double>? {
        var spec = spec
        spec.xRange = nil
        return ChartPlan(untraced: spec, dots: 1).x?.range
    }

    /// The chart as lines of text, for a pipe.
    package static func lines(_ spec: ChartSpec, size: Size, glyphs: GlyphSet) -> [String] {
        var buffer = CellBuffer(size)
        draw(spec, in: Rect(size), glyphs: glyphs, into: &buffer)
        return buffer.lines
    }

    private static func emptyText(_ plan: ChartPlan, _ glyphs: GlyphSet) -> String {
        if plan.spec.series.isEmpty {
            return plan.spec.emptyReason ?? "waiting for " + plan.spec.title
        }
        if plan.report.lacking.count == plan.spec.series.count {
            return "no run here has \(ChartFrame.need(plan.spec.options.xAxis)); x: another axis"
        }
        let hasPoints = plan.lines.contains { !$0.samples.isEmpty }
        let isOver = plan.spec.series.allSatisfy(\.hasEnded)
        guard hasPoints else { return isOver ? "no points were recorded" : "no points yet" }
        return plan.report.hiddenCount > 0
            ? "nothing above 0 for a logarithmic axis"
            : isOver ? "no finite points were recorded" : "no finite points yet"
    }
}
