import SweepCore

/// A line of facts side by side: each is written whole or not at all, so that what matters stands first.
struct TextLine {
    private(set) var x: Int
    let y: Int
    let endX: Int
    let gap: Int
    private var isEmpty = true

    init(in area: Rect, row: Int, gap: Int = 3) {
        x = area.x
        y = area.y + row
        endX = row < area.height ? area.endX : area.x
        self.gap = gap
    }

    var room: Int { max(0, endX - x - (isEmpty ? 0 : gap)) }

    /// Writes a fact made of differently styled pieces when all of it fits. Returns whether it did.
    @discardableResult
    mutating func add(_ pieces: [(String, Style)], into buffer: inout CellBuffer) -> Bool {
        let columns = pieces.reduce(0) { $0 + TextWidth.columns(of: $1.0.visible) }
        guard columns > 0, columns <= room else { return false }
        if !isEmpty { x += gap }
        isEmpty = false
        for (text, style) in pieces { x = buffer.write(text, x: x, y: y, style) }
        return true
    }

    @discardableResult
    mutating func add(
        _ text: String, _ style: Style = Style(.text), into buffer: inout CellBuffer
    ) -> Bool {
        add([(text, style)], into: &buffer)
    }
}

extension CellBuffer {
    /// Writes a text into a field, cut by columns; at its right end when `isRight`.
    mutating func field(
        _ text: String, x: Int, y: Int, width: Int, isRight: Bool = false,
        _ style: Style = Style(.text), glyphs: GlyphSet
    ) {
        let cut = TextWidth.cut(text.visible, to: max(0, width), ellipsis: glyphs.ellipsis)
        let start = isRight ? x + width - TextWidth.columns(of: cut) : x
        write(cut, x: start, y: y, style)
    }

    /// A bar of `width` cells, filled to `fraction`.
    mutating func bar(
        _ fraction: Double, x: Int, y: Int, width: Int, _ style: Style, glyphs: GlyphSet
    ) {
        guard width > 0 else { return }
        let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        let full = Int((share * Double(width)).rounded(.down))
        for index in 0..<width {
            let isFull = index < full
            set(
                isFull ? glyphs.bar.full : glyphs.bar.empty, x: x + index, y: y,
                isFull ? style : Style(.dim))
        }
    }

    /// A frame, or only a line of title where a screen is too small for frames; returns the area inside.
    mutating func pane(
        _ area: Rect, title: String, note: String = "", isFocused: Bool, hasFrame: Bool,
        glyphs: GlyphSet
    ) -> Rect {
        if hasFrame {
            return frame(area, title: title, note: note, isFocused: isFocused, glyphs: glyphs)
        }
        guard !area.isEmpty else { return area }
        let end = write(
            title, x: area.x + 1, y: area.y, limit: area.width - 2,
            Style(.title, isFocused ? .bold : []), ellipsis: glyphs.ellipsis)
        let columns = TextWidth.columns(of: note.visible)
        if columns > 0, area.endX - 1 - columns > end {
            write(note, endX: area.endX - 1, y: area.y, Style(.dim))
        }
        return area.insidePane(hasFrame: false)
    }
}

extension Rect {
    /// What a pane leaves inside its frame, or below its title.
    func insidePane(hasFrame: Bool) -> Rect {
        if hasFrame { return inset(columns: 1, rows: 1) }
        let inside = split(top: 1).bottom
        return Rect(x: inside.x + 1, y: inside.y, width: inside.width - 2, height: inside.height)
    }
}
