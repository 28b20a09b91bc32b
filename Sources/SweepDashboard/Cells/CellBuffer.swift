import SweepCore

/// A screen before it reaches the terminal: rows of cells. Whatever is drawn outside of it is left out.
package struct CellBuffer: Equatable, Sendable {
    package let size: Size
    package private(set) var cells: [Cell]

    package init(_ size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// - Precondition: the place is on the screen.
    package subscript(x: Int, y: Int) -> Cell { cells[y * size.columns + x] }

    /// One row as a slice of `cells`.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        cells[y * size.columns..<(y + 1) * size.columns]
    }

    package mutating func set(_ cell: Cell, x: Int, y: Int) {
        guard x >= 0, x < size.columns, y >= 0, y < size.rows else { return }
        cells[y * size.columns + x] = cell
    }

    package mutating func set(_ scalar: Unicode.Scalar, x: Int, y: Int, _ style: Style) {
        set(Cell(scalar, style), x: x, y: y)
    }

    package mutating func fill(_ area: Rect, with cell: Cell = .blank) {
        for y in max(0, area.y)..<max(0, area.y, min(size.rows, area.endY)) {
            for x in max(0, area.x)..<max(0, area.x, min(size.columns, area.endX)) {
                cells[y * size.columns + x] = cell
            }
        }
    }

    /// Changes the style of what is there.
    package mutating func restyle(_ area: Rect, _ change: (Style) -> Style) {
        for y in max(0, area.y)..<max(0, area.y, min(size.rows, area.endY)) {
            for x in max(0, area.x)..<max(0, area.x, min(size.columns, area.endX)) {
                let index = y * size.columns + x
                cells[index].style = change(cells[index].style)
            }
        }
    }

    /// Writes a text from (x, y) on, in at most `limit` columns, and returns the column after it.
    ///
    /// What steers a terminal is made visible first (`String.visible`), so a name from outside can be passed
    /// as it is. Where the text is cut, `…` or the glyph set's sign stands last.
    @discardableResult
    package mutating func write(
        _ text: String, x: Int, y: Int, limit: Int = .max, _ style: Style = Style(.text),
        ellipsis: String = "…"
    ) -> Int {
        let room = min(limit, size.columns - x)
        guard room > 0, y >= 0, y < size.rows else { return x }
        var column = x
        for scalar in TextWidth.cut(text.visible, to: room, ellipsis: ellipsis).unicodeScalars {
            let width = TextWidth.columns(of: scalar)
            if width == 0 {
                // Joins what stands before it; format characters have no shape.
                let index = y * size.columns + column - 1
                let isMark = scalar.properties.generalCategory != .format
                if isMark, column > max(0, x), cells[index].scalar != 0, cells[index].mark == 0 {
                    cells[index].mark = scalar.value
                }
                continue
            }
            set(scalar, x: column, y: y, style)
            if width == 2 {
                var half = Cell(" ", style)
                half.scalar = 0
                set(half, x: column + 1, y: y)
            }
            column += width
        }
        return column
    }

    /// The same, ending at the column before `endX`.
    package mutating func write(
        _ text: String, endX: Int, y: Int, limit: Int = .max, _ style: Style = Style(.text)
    ) {
        let cut = TextWidth.cut(text.visible, to: max(0, limit), ellipsis: "…")
        write(cut, x: endX - TextWidth.columns(of: cut), y: y, style)
    }

    /// The screen as text, for tests and `--snapshot`; blanks at the ends of lines are left out.
    package var lines: [String] {
        (0..<size.rows).map { y in
            var line = row(y).reduce(into: "") { $0 += $1.text }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
