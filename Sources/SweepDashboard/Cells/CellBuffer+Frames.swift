import SweepCore

extension CellBuffer {
    /// Draws a frame with a title in its upper edge and returns the area inside.
    ///
    /// `title` begins at the left, `note` ends at the right; what does not fit is cut, the note first.
    package mutating func frame(
        _ area: Rect, title: String, note: String = "", isFocused: Bool = false, glyphs: GlyphSet
    ) -> Rect {
        let style = Style(isFocused ? .frameFocused : .frame)
        guard area.width >= 2, area.height >= 2 else {
            return Rect(x: area.x, y: area.y, width: 0, height: 0)
        }
        let (right, bottom) = (area.endX - 1, area.endY - 1)
        for x in area.x...right {
            set(glyphs.frame(.horizontal), x: x, y: area.y, style)
            set(glyphs.frame(.horizontal), x: x, y: bottom, style)
        }
        for y in area.y...bottom {
            set(glyphs.frame(.vertical), x: area.x, y: y, style)
            set(glyphs.frame(.vertical), x: right, y: y, style)
        }
        set(glyphs.frame(.topLeft), x: area.x, y: area.y, style)
        set(glyphs.frame(.topRight), x: right, y: area.y, style)
        set(glyphs.frame(.bottomLeft), x: area.x, y: bottom, style)
        set(glyphs.frame(.bottomRight), x: right, y: bottom, style)
        let room = area.width - 4
        var end = area.x + 2
        if room > 2, !title.isEmpty {
            end = write(
                " " + title + " ", x: area.x + 1, y: area.y, limit: room + 2,
                Style(.title, isFocused ? .bold : []), ellipsis: glyphs.ellipsis)
        }
        let noteColumns = TextWidth.columns(of: note.visible) + 2
        if !note.isEmpty, right - 1 - noteColumns >= end {
            write(" " + note + " ", endX: right - 1, y: area.y, Style(.dim))
        }
        return area.inset(columns: 1, rows: 1)
    }
}
