import SweepCore

/// The part of a heat map that fits, with the cursor in it.
struct HeatView {
    let area: Rect
    /// The cells' rows, below the header.
    let table: Rect
    /// Columns for the rows' labels, one blank included.
    let headColumns: Int
    let rows: Range<Int>
    let columns: Range<Int>
    /// Where the lines below the table begin; `nil` where there is no room for them.
    let footY: Int?

    init(_ heat: HeatMap, row: Int, column: Int, in area: Rect, glyphs: GlyphSet) {
        self.area = area
        let names = heat.rows.prefix(200).map { TextWidth.columns(of: $0.label(glyphs).visible) }
        let nameColumns = TextWidth.columns(of: heat.columnName.text.visible) + 1
        let widest = max(names.max() ?? 0, min(nameColumns, 12)) + 1
        headColumns = max(4, min(widest, area.width / 3, 16))
        let headRows = area.height > 1 ? 1 : 0
        let footRows = area.height >= heat.rows.count + headRows + 2 ? 2 : area.height >= 6 ? 1 : 0
        let (body, _) = area.split(top: area.height - footRows)
        table = body.split(top: headRows).bottom
        rows = Self.window(count: heat.rows.count, fitting: table.height, around: row)
        let fitting = max(0, (area.width - headColumns) / HeatPane.cellColumns)
        columns = Self.window(count: heat.columns.count, fitting: fitting, around: column)
        // One blank line above the legend where there is room for it.
        let below = table.y + rows.count
        footY = footRows == 0 ? nil : min(below + 1, area.endY - footRows)
    }

    func cellX(_ index: Int) -> Int { area.x + headColumns + index * HeatPane.cellColumns }

    /// As many places as fit, with `place` near their middle where they do not all fit.
    static func window(count: Int, fitting: Int, around place: Int) -> Range<Int> {
        guard count > fitting else { return 0..<count }
        let start = min(max(0, place - fitting / 2), count - fitting)
        return start..<start + max(0, fitting)
    }
}
