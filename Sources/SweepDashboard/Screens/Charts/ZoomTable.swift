import SweepCore

/// The runs of a zoomed chart in numbers.
enum ZoomTable {
    static func draw(
        _ spec: ChartSpec, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        guard !area.isEmpty else { return }
        let isMaximized =
            model.shown.sweep?.objective.map {
                $0.metric == model.metric && $0.goal == .maximize
            } ?? false
        let nameWidth = min(
            28, max(8, spec.series.map { TextWidth.columns(of: $0.name.visible) }.max() ?? 0))
        let first = spec.series.first?.letter.map { String($0) } ?? "first"
        let titles = [
            "last", isMaximized ? "max" : "min", "@step", "at cursor",
            "\(delta(model)) to \(first)",
        ]
        let widths = [9, 9, 9, 11, 11]
        buffer.write("run", x: area.x + 3, y: area.y, limit: area.width - 3, Style(.dim))
        write(
            titles, widths, x: area.x + 3 + nameWidth, y: area.y, area, Style(.dim), into: &buffer)
        let stateX = area.x + 3 + nameWidth + widths.reduce(0, +) + 4
        buffer.write("state", x: stateX, y: area.y, limit: area.endX - stateX, Style(.dim))
        let rows = area.height - 1
        let reference = spec.series.first.flatMap { value(of: $0, spec) }
        for (index, series) in spec.series.prefix(rows).enumerated() {
            let y = area.y + 1 + index
            if index == rows - 1, spec.series.count > rows {
                let text = "+\(spec.series.count - index) more"
                buffer.write(text, x: area.x + 3, y: y, limit: area.width - 3, Style(.dim))
                return
            }
            buffer.set(
                series.letter ?? "*", x: area.x + 1, y: y, Style(series.role, .bold))
            let name = TextWidth.cutMiddle(
                series.name.visible, to: min(nameWidth, area.width - 3),
                ellipsis: model.glyphs.ellipsis)
            buffer.write(name, x: area.x + 3, y: y, Style(.text))
            let summary = series.curve.summary
            let best = isMaximized ? summary.maximum : summary.minimum
            let none = model.glyphs.isASCII ? "-" : "–"
            let here = value(of: series, spec)
            var change = none
            if index > 0, let here, let reference { change = NumberText.change(here - reference) }
            let cells = [
                series.divergence ?? summary.last.map { NumberText.short($0.value) } ?? none,
                best.map { NumberText.short($0.value) } ?? none,
                best.map { NumberText.count($0.step) } ?? none,
                here.map(NumberText.short) ?? none, change,
            ]
            write(cells, widths, x: area.x + 3 + nameWidth, y: y, area, Style(.text), into: &buffer)
            drawState(of: series.run, model, x: stateX, y: y, endX: area.endX, into: &buffer)
        }
    }

    /// The change's sign; ASCII has no Δ.
    private static func delta(_ model: DashboardModel) -> String {
        model.glyphs.isASCII ? "diff" : "Δ"
    }

    private static func write(
        _ cells: [String], _ widths: [Int], x: Int, y: Int, _ area: Rect, _ style: Style,
        into buffer: inout CellBuffer
    ) {
        var end = x
        for (cell, width) in zip(cells, widths) {
            end += width
            guard end <= area.endX else { return }
            buffer.write(cell, endX: end, y: y, limit: width - 1, style)
        }
    }

    private static func value(of series: ChartSpec.Series, _ spec: ChartSpec) -> Double? {
        spec.cursor.flatMap { series.reading(at: $0, spec.options)?.smoothed.value }
    }

    private static func drawState(
        of run: RunID, _ model: DashboardModel, x: Int, y: Int, endX: Int,
        into buffer: inout CellBuffer
    ) {
        guard let row = model.shown.runs[run], x < endX else { return }
        let mark = RunText.mark(of: row)
        buffer.set(model.glyphs.state(mark), x: x, y: y, Style(mark.role))
        let worker = row.worker.flatMap { id in model.shown.workers.first { $0.id == id } }
        var text = row.isLost ? "lost" : row.state.rawValue
        if row.state == .running, let worker { text += " " + worker.name }
        if row.state == .failed, let reason = row.reason { text = reason }
        buffer.write(
            text, x: x + 2, y: y, limit: endX - x - 2, Style(mark.role),
            ellipsis: model.glyphs.ellipsis)
    }
}
