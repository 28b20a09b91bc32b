import SweepCore

extension ChartPainter {
    /// `a lr3e-3-w256 .0812  b lr1e-3-w512 .0833  +3 more`: however little room there is, every curve is named or
    /// counted.
    func drawLegend(into buffer: inout CellBuffer) {
        guard let y = layout.legendRow else { return }
        let all = plan.spec.series
        let endX = layout.area.endX
        var x = layout.area.x + 1
        var left = all.count
        for series in all where series.letter != nil || series.role != .context {
            let reserved = left > 1 ? Self.more(left - 1).count + 2 : 0
            let value =
                series.divergence ?? series.curve.summary.last.map { NumberText.short($0.value) }
                ?? (glyphs.isASCII ? "-" : "–")
            // The first one is there in any case, with less of its name.
            let isFirst = left == all.count
            let room = endX - x - reserved - 3 - value.count
            let name = TextWidth.cutMiddle(
                series.name.visible, to: isFirst ? min(24, max(3, room)) : 24,
                ellipsis: glyphs.ellipsis)
            guard isFirst || TextWidth.columns(of: name) <= room else { break }
            let hasDiverged = series.divergence != nil
            buffer.set(series.letter ?? "*", x: x, y: y, Style(series.role, .bold))
            x = buffer.write(name, x: x + 2, y: y, Style(hasDiverged ? .error : .text))
            if isFirst, room < 3 {
                x += 1
            } else {
                x = buffer.write(" " + value, x: x, y: y, Style(hasDiverged ? .error : .dim)) + 2
            }
            left -= 1
        }
        if left > 0 { buffer.write(Self.more(left), x: x, y: y, limit: endX - x, Style(.dim)) }
    }

    private static func more(_ count: Int) -> String { "+\(count) more" }
}
