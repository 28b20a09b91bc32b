import SweepCore

/// Parallel coordinates: each run a line over an axis for each varied parameter and one for the objective.
enum ParallelPane {
    static func draw(_ context: PaneContext, into buffer: inout CellBuffer) {
        let axes = context.analysis.axes
        let brushes = SweepScreen.brushes(context.model)
        let note = brushes.isEmpty ? "b brush" : "b brush, \(brushes.count) on"
        let front =
            context.model.runs.filterText.isEmpty
            ? "top 20 %" : brushes.isEmpty ? "filtered" : "brushed"
        let inside = buffer.pane(
            context.area,
            title: "parallel coordinates   \(front) in front",
            note: note, isFocused: context.isFocused, hasFrame: context.hasFrame,
            glyphs: context.glyphs)
        guard !axes.axes.isEmpty else {
            buffer.write(
                context.model.shown.sweep?.objective == nil
                    ? "the sweep has no objective" : "no run has an objective value yet",
                x: inside.x + 1, y: inside.y,
                limit: inside.width, Style(.dim))
            return
        }
        let view = ParallelView(axes, axis: context.model.sweep.axis, in: inside)
        guard view.plot.height > 0, !view.shown.isEmpty else { return }
        let cursor =
            context.isFocused
            ? axes.line(nearest: context.model.sweep.place, axis: context.model.sweep.axis) : nil
        drawLines(axes, view, context, cursor: cursor, into: &buffer)
        drawAxes(axes, view, context, into: &buffer)
        drawFoot(axes, view, context, cursor: cursor, into: &buffer)
    }

    // MARK: Lines

    private static func drawLines(
        _ axes: ParallelAxes, _ view: ParallelView, _ context: PaneContext, cursor: Int?,
        into buffer: inout CellBuffer
    ) {
        // Whoever draws first keeps the cell.
        var canvas = DotCanvas(
            columns: view.plot.width, rows: view.plot.height, glyphs: context.glyphs)
        if let cursor {
            let ink = canvas.number(of: .init(Style(.cursor, .bold), mark: "@"))
            draw(axes, lines: cursor..<cursor + 1, view, ink: ink, on: &canvas) { _ in true }
        }
        let front = canvas.number(of: .init(Style(.best), mark: "#"))
        let back = canvas.number(of: .init(Style(.dim, .dim), mark: "."))
        let all = axes.ranking.indices
        if !context.model.runs.filterText.isEmpty, let isListed = context.analysis.key.isListed {
            draw(axes, lines: all, view, ink: front, on: &canvas) {
                isListed[Int(axes.ranking[$0])]
            }
        } else {
            draw(axes, lines: 0..<axes.topCount, view, ink: front, on: &canvas) { _ in true }
        }
        draw(axes, lines: all, view, ink: back, on: &canvas) { _ in true }
        canvas.copy(to: &buffer, x: view.plot.x, y: view.plot.y)
    }

    /// Draws the lines that `isWanted`; those that meet two axes at the same dots are drawn once, so the cost is
    /// bounded by the pane's size.
    private static func draw(
        _ axes: ParallelAxes, lines: Range<Int>, _ view: ParallelView, ink: UInt16,
        on canvas: inout DotCanvas, where isWanted: (Int) -> Bool
    ) {
        let height = canvas.height
        guard height > 0 else { return }
        var pairs = [Bool](repeating: false, count: height * height)
        for (index, axis) in view.shown.dropLast().enumerated() {
            for place in pairs.indices { pairs[place] = false }
            let x0 = view.offsets[index] * canvas.dotsAcross
            let x1 = view.offsets[index + 1] * canvas.dotsAcross
            for line in lines where isWanted(line) {
                let y0 = dot(axes.place(line: line, axis: axis), height)
                let y1 = dot(axes.place(line: line, axis: axis + 1), height)
                guard !pairs[y0 * height + y1] else { continue }
                pairs[y0 * height + y1] = true
                canvas.line(x0: x0, y0: y0, x1: x1, y1: y1, ink: ink)
            }
        }
    }

    private static func dot(_ place: Float, _ height: Int) -> Int {
        let fraction = place.isNaN ? 0 : min(max(place, 0), 1)
        return Int(((1 - fraction) * Float(height - 1)).rounded())
    }

    // MARK: Axes

    private static func drawAxes(
        _ axes: ParallelAxes, _ view: ParallelView, _ context: PaneContext,
        into buffer: inout CellBuffer
    ) {
        let glyphs = context.glyphs
        let brushes = SweepScreen.brushes(context.model)
        for (index, axis) in view.shown.enumerated() {
            let info = axes.axes[axis]
            let x = view.plot.x + view.offsets[index]
            let isHere = axis == context.model.sweep.axis && context.isFocused
            for y in view.plot.y..<view.plot.endY {
                buffer.set(
                    glyphs.frame(.vertical), x: x, y: y,
                    Style(isHere ? .cursor : .frame, isHere ? .bold : []))
            }
            if let brush = brushes[info.name] {
                mark(brush, glyphs.isASCII ? "%" : "█", Style(.warning), view, x, into: &buffer)
            }
            if isHere {
                let style = Style(.cursor, [.bold, .reverse])
                mark(
                    context.model.sweep.place, glyphs.isASCII ? "O" : "●", style, view, x,
                    into: &buffer)
            }
            let field = view.field(index)
            label(
                info.name, field, view.headY, x, Style(.title, isHere ? .bold : []), glyphs, &buffer
            )
            if view.hasEnds {
                label(info.top, field, view.headY + 1, x, Style(.dim), glyphs, &buffer)
                label(info.bottom, field, view.plot.endY, x, Style(.dim), glyphs, &buffer)
            }
        }
    }

    private static func mark(
        _ place: Float, _ glyph: Unicode.Scalar, _ style: Style, _ view: ParallelView, _ x: Int,
        into buffer: inout CellBuffer
    ) {
        buffer.set(glyph, x: x, y: view.plot.y + dot(place, view.plot.height), style)
    }

    /// Writes a label around the column of its axis, within a field.
    private static func label(
        _ text: String, _ field: Range<Int>, _ y: Int, _ x: Int, _ style: Style, _ glyphs: GlyphSet,
        _ buffer: inout CellBuffer
    ) {
        let cut = TextWidth.cut(
            text.visible, to: max(0, field.count - 1), ellipsis: glyphs.ellipsis)
        let columns = TextWidth.columns(of: cut)
        let start = min(max(field.lowerBound, x - columns / 2), field.upperBound - columns)
        buffer.write(cut, x: start, y: y, style)
    }

    private static func drawFoot(
        _ axes: ParallelAxes, _ view: ParallelView, _ context: PaneContext, cursor: Int?,
        into buffer: inout CellBuffer
    ) {
        guard let y = view.footY, let cursor else { return }
        let rows = context.model.shown.runs.rows
        let row = Int(axes.ranking[cursor])
        guard row < rows.count else { return }
        let value = Figure.short(axes.objectives[cursor]) + "  "
        let name = TextWidth.cutMiddle(
            rows[row].name.visible, to: view.area.width - 1 - value.count,
            ellipsis: context.glyphs.ellipsis)
        buffer.write(value + name, x: view.area.x + 1, y: y, Style(.cursor))
    }
}
