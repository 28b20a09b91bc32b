/// Draws a chart with its frame, axes, curves and legend. (Stub.)
package enum Chart {
    @discardableResult
    package static func draw(
        _ spec: ChartSpec, in area: Rect, glyphs: GlyphSet, into buffer: inout CellBuffer
    ) -> ChartReport {
        _ = buffer.frame(area, title: spec.title, isFocused: spec.isFocused, glyphs: glyphs)
        return ChartReport()
    }
}
