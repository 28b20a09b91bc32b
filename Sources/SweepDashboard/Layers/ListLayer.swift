import SweepCore

/// What help and menus have in common: typing narrows the list, other keys move in it.
///
/// Every printable character narrows, `j` and `q` too, so that any name can be found; arrows, Home, End, PgUp and
/// PgDn move, Backspace and ^W take back, ^U takes back all. Esc does so first, and closes when nothing is typed.
struct ListLayer: Equatable {
    var search: String
    /// Place among the lines that are left.
    var selected: Int

    /// Returns false for a key that is for somebody else. `count` says how many lines are left with a search.
    mutating func press(_ key: Key, page: Int, count: (String) -> Int) -> Bool {
        switch key {
        case .up, .control("p"): selected -= 1
        case .down, .control("n"): selected += 1
        case .pageUp: selected -= max(1, page)
        case .pageDown: selected += max(1, page)
        case .home: selected = 0
        case .end: selected = count(search) - 1
        case .escape where !search.isEmpty: narrow(to: "")
        case .character, .backspace, .control("w"), .control("u"):
            var line = LineEditor(search, cursor: search.unicodeScalars.count)
            guard line.press(key) else { return false }
            if line.text != search { narrow(to: line.text) }
        default: return false
        }
        selected = min(max(0, selected), max(0, count(search) - 1))
        return true
    }

    private mutating func narrow(to text: String) {
        search = text
        selected = 0
    }

    /// What has to be in a line for it to stay.
    static func words(of search: String) -> [Substring] {
        search.lowercased().split(separator: " ")
    }

    /// Whether a line has every word of the search in it, whatever the case.
    static func matches(_ text: String, _ words: [Substring]) -> Bool {
        guard !words.isEmpty else { return true }
        let text = text.lowercased()
        return words.allSatisfy { text.contains($0) }
    }

    /// The first row to show, so that the selected one is in sight with some around it.
    static func offset(selected: Int, count: Int, height: Int) -> Int {
        max(0, min(selected - height / 2, count - height))
    }

    /// A box in the middle, as large as needed and possible.
    static func box(columns: Int, rows: Int, in area: Rect) -> Rect {
        let width = min(area.width, max(12, columns))
        let height = min(area.height, max(3, rows))
        return Rect(
            x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2,
            width: width, height: height)
    }

    /// The rows of a list in its box, below a frame and `headRows` of head.
    static func rows(of box: Rect, headRows: Int) -> Rect {
        let inside = box.inset(columns: 1, rows: 1)
        guard inside.width > 4, inside.height > headRows else {
            return Rect(x: box.x, y: box.y, width: 0, height: 0)
        }
        return inside.split(top: headRows).bottom
    }

    /// The line in which the search stands.
    static func drawSearch(
        _ search: String, hint: String, in row: Rect, glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        guard row.width > 2, row.height > 0 else { return }
        buffer.write("/", x: row.x, y: row.y, Style(.keyHint))
        LineEditor(search, cursor: .max).draw(
            x: row.x + 1, y: row.y, columns: row.width - 1, glyphs: glyphs, into: &buffer)
        if search.isEmpty {
            buffer.write(
                hint, x: row.x + 3, y: row.y, limit: row.width - 3, Style(.dim),
                ellipsis: glyphs.ellipsis)
        }
    }
}
