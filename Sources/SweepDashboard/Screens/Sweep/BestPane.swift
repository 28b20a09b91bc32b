import SweepCore

/// The best objective value after each finished run.
enum BestPane {
    static func draw(_ context: PaneContext, into buffer: inout CellBuffer) {
        let title = "best so far"
        guard context.analysis.finishedCount > 0, let first = context.analysis.ranking.first,
            Int(first) < context.model.shown.runs.count
        else {
            let inside = buffer.pane(
                context.area, title: title, isFocused: context.isFocused,
                hasFrame: context.hasFrame, glyphs: context.glyphs)
            buffer.write(
                nothing(context), x: inside.x + 1, y: inside.y, limit: inside.width,
                Style(.dim))
            return
        }
        var options = ChartOptions()
        options.isLogY = context.model.chart.isLogY
        options.clipsOutliers = false
        options.xAxis = .step
        var spec = ChartSpec(
            title: "\(title)   n=\(context.analysis.finishedCount)", options: options)
        let run = context.model.shown.runs.rows[Int(first)]
        spec.series = [
            ChartSpec.Series(
                run: run.id, name: title, letter: nil, role: .best,
                curve: context.analysis.bestSoFar)
        ]
        spec.xName = "finished runs"
        spec.isFocused = context.isFocused
        spec.hasLegend = false
        spec.showsRaw = false
        spec.isFramed = context.hasFrame
        Chart.draw(spec, in: context.area, glyphs: context.glyphs, into: &buffer)
    }

    private static func nothing(_ context: PaneContext) -> String {
        guard let sweep = context.model.shown.sweep else { return "" }
        if sweep.objective == nil { return "the sweep has no objective" }
        if context.model.hasEmptiedSweep { return "no run matches the filter" }
        let hasEnded = sweep.counts.contains { $0.key.isFinished && $0.value > 0 }
        return hasEnded ? "no run that has ended has a value and a time" : "no run has ended yet"
    }
}

extension DashboardModel {
    /// Whether the filter leaves none of the sweep's runs.
    var hasEmptiedSweep: Bool {
        !runs.filterText.isEmpty && runs.list.problem == nil && runs.list.matchCount == 0
    }
}
