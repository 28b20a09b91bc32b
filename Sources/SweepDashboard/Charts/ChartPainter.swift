import SweepCore

/// Draws the curves of a chart and what stands on them.
struct ChartPainter {
    let plan: ChartPlan
    let layout: ChartLayout
    let glyphs: GlyphSet
    private var canvas: DotCanvas
    private let bands: [ChartBand]

    init(_ plan: ChartPlan, _ layout: ChartLayout, _ glyphs: GlyphSet) {
        self.plan = plan
        self.layout = layout
        self.glyphs = glyphs
        canvas = DotCanvas(
            columns: layout.plot.width, rows: layout.plot.height, glyphs: glyphs)
        bands = plan.spec.options.showsBands ? ChartBand.bands(of: plan, dots: canvas.width) : []
    }

    private var plot: Rect { layout.plot }
    private var spec: ChartSpec { plan.spec }

    mutating func draw(into buffer: inout CellBuffer) {
        let inBands = Set(bands.flatMap(\.members))
        for band in bands {
            let ink = canvas.number(of: ink(of: spec.series[band.leader], isUnderlay: false))
            band.drawMedian(&canvas, layout.y, ink: ink)
        }
        for isUnderlay in [false, true] {
            for line in plan.lines
            where line.isUnderlay == isUnderlay && !inBands.contains(line.index) {
                let series = spec.series[line.index]
                let ink = canvas.number(of: ink(of: series, isUnderlay: isUnderlay))
                line.trace.draw(&canvas, layout.y, ink: ink)
            }
        }
        canvas.copy(to: &buffer, x: plot.x, y: plot.y)
        for band in bands { drawShade(band, into: &buffer) }
        drawClipped(into: &buffer)
        drawSelection(into: &buffer)
        drawCursor(into: &buffer)
        drawEnds(except: inBands.subtracting(bands.map(\.leader)), into: &buffer)
        drawLacking(into: &buffer)
        ChartReadout(plan, layout, glyphs)?.draw(into: &buffer)
    }

    private func ink(of series: ChartSpec.Series, isUnderlay: Bool) -> DotCanvas.Ink {
        let mark: Unicode.Scalar = series.letter ?? (series.role == .context ? "." : "*")
        return DotCanvas.Ink(
            Style(series.role, isUnderlay ? .dim : []), mark: isUnderlay ? "." : mark)
    }

    private func row(_ value: Double) -> Int {
        (canvas.height - 1 - layout.y.dot(value, of: canvas.height)) / canvas.dotsDown
    }

    private func drawShade(_ band: ChartBand, into buffer: inout CellBuffer) {
        for column in 0..<plot.width {
            guard let range = band.range(column * canvas.dotsAcross, canvas.dotsAcross) else {
                continue
            }
            for row in row(range.upperBound)...row(range.lowerBound)
            where canvas.isEmpty(column: column, row: row) {
                buffer.set(
                    glyphs.isASCII ? ":" : "░", x: plot.x + column, y: plot.y + row, Style(.band))
            }
        }
    }

    /// Signs on the edge rows where values lie outside.
    private func drawClipped(into buffer: inout CellBuffer) {
        guard plot.height >= 2 else { return }
        for line in plan.lines.reversed() {
            let style = Style(spec.series[line.index].role)
            for column in line.trace.columns where !column.isOutside {
                let x = plot.x + column.column / canvas.dotsAcross
                if column.high > layout.y.upper {
                    buffer.set(glyphs.up, x: x, y: plot.y, style)
                }
                if column.low < layout.y.lower {
                    buffer.set(glyphs.down, x: x, y: plot.endY - 1, style)
                }
            }
        }
    }

    private func drawCursor(into buffer: inout CellBuffer) {
        guard let cursor = spec.cursor, layout.x.range.contains(cursor) else { return }
        let column = layout.x.dot(cursor, of: canvas.width) / canvas.dotsAcross
        for row in 0..<plot.height where canvas.isEmpty(column: column, row: row) {
            buffer.set(
                glyphs.isASCII ? "|" : "┊", x: plot.x + column, y: plot.y + row, Style(.cursor))
        }
    }

    private func drawSelection(into buffer: inout CellBuffer) {
        guard let selection = spec.selection else { return }
        let from = layout.x.dot(selection.lowerBound, of: plot.width)
        let to = layout.x.dot(selection.upperBound, of: plot.width)
        let part = Rect(x: plot.x + from, y: plot.y, width: to - from + 1, height: plot.height)
        buffer.restyle(part) { $0.with(.reverse) }
    }

    /// Letters at the ends of the curves, and where runs diverged.
    private func drawEnds(except hidden: Set<Int>, into buffer: inout CellBuffer) {
        var taken: [(row: Int, from: Int, to: Int)] = []
        func isFree(_ row: Int, _ from: Int, _ to: Int) -> Bool {
            row >= 0 && row < plot.height
                && !taken.contains { $0.row == row && from < $0.to && $0.from < to }
        }
        let ends = plan.lines.filter { !$0.isUnderlay && !hidden.contains($0.index) }
        for line in ends where spec.series[line.index].divergence != nil {
            guard let last = line.trace.columns.last, !last.isOutside else { continue }
            let series = spec.series[line.index]
            let letter = series.letter.map { String($0) + " " } ?? ""
            let text = letter + (series.divergence ?? "")
            let column = last.column / canvas.dotsAcross
            let width = TextWidth.columns(of: text)
            let isRight = column + 2 + width <= plot.width
            let start = isRight ? column + 2 : column - 1 - width
            let fits = start >= 0
            let (from, to) =
                fits ? (min(start, column), max(column + 1, start + width)) : (column, column + 1)
            guard let row = (0..<min(4, plot.height)).first(where: { isFree($0, from, to) }) else {
                continue
            }
            taken.append((row, from, to))
            buffer.set(
                glyphs.cross, x: plot.x + column, y: plot.y + row, Style(.error, .bold))
            if fits { buffer.write(text, x: plot.x + start, y: plot.y + row, Style(.error)) }
        }
        for line in ends where spec.series[line.index].divergence == nil {
            let series = spec.series[line.index]
            guard let letter = series.letter,
                let last = line.trace.columns.last(where: { !$0.isOutside })
            else { continue }
            let column = min(last.column / canvas.dotsAcross + 1, layout.area.endX - 1 - plot.x)
            let place = row(last.last)
            guard plot.width >= 8,
                let row = [place, place - 1, place + 1, place - 2, place + 2].first(where: {
                    isFree($0, column, column + 1)
                })
            else { continue }
            taken.append((row, column, column + 1))
            buffer.set(
                letter, x: plot.x + column, y: plot.y + row, Style(series.role, .bold))
        }
    }

    private func drawLacking(into buffer: inout CellBuffer) {
        let names = plan.report.lacking
        guard let first = names.first, plot.width >= 20, plot.height >= 4 else { return }
        let more = names.count > 1 ? " +\(names.count - 1)" : ""
        let text = "without \(ChartFrame.need(spec.options.xAxis)): \(first)\(more)"
        let cut = TextWidth.cut(text.visible, to: plot.width - 2, ellipsis: glyphs.ellipsis)
        buffer.write(cut, endX: plot.endX - 1, y: plot.y, Style(.warning))
    }
}
