import SweepCore

/// The heat map: a table of two parameters' levels with a number and a shade in each cell.
enum HeatPane {
    /// `[.0812]`: brackets mark the best cell; in their places stand the mark of running runs and the shade.
    static let cellColumns = 7

    static func draw(_ context: PaneContext, into buffer: inout CellBuffer) {
        let glyphs = context.glyphs
        let heat = context.model.sweep.heat
        let note = "v \(context.model.sweep.measure.rawValue)  p parameters"
        let inside = buffer.pane(
            context.area, title: heat.map(title) ?? "heat map", note: note,
            isFocused: context.isFocused, hasFrame: context.hasFrame, glyphs: glyphs)
        guard let heat, !heat.cells.isEmpty else {
            buffer.write(
                "no runs yet", x: inside.x + 1, y: inside.y, limit: inside.width, Style(.dim))
            return
        }
        let view = HeatView(
            heat, row: context.model.sweep.row, column: context.model.sweep.column, in: inside,
            glyphs: glyphs)
        drawHeader(heat, view, context, into: &buffer)
        for (index, row) in view.rows.enumerated() {
            drawRow(heat, row, y: view.table.y + index, view, context, into: &buffer)
        }
        drawMoreRows(heat, view, glyphs, into: &buffer)
        drawFoot(heat, view, context, into: &buffer)
    }

    /// The cell at a place of the screen; `nil` beside the cells.
    static func cell(
        atX x: Int, y: Int, in area: Rect, hasFrame: Bool, _ model: DashboardModel
    ) -> (row: Int, column: Int)? {
        guard let heat = model.sweep.heat, !heat.cells.isEmpty else { return nil }
        let view = HeatView(
            heat, row: model.sweep.row, column: model.sweep.column,
            in: area.insidePane(hasFrame: hasFrame), glyphs: model.glyphs)
        let (row, offset) = (y - view.table.y, x - view.cellX(0))
        guard row >= 0, offset >= 0, row < view.rows.count,
            offset / cellColumns < view.columns.count
        else { return nil }
        return (view.rows.lowerBound + row, view.columns.lowerBound + offset / cellColumns)
    }

    private static func title(_ heat: HeatMap) -> String {
        let metric = heat.metric?.title ?? "no metric"
        let measure = heat.measure == .count ? "runs" : "\(heat.measure.rawValue) \(metric)"
        let names = [heat.rowName.text, heat.columnName.text].filter { !$0.isEmpty }
        return names.isEmpty ? measure : measure + "  " + names.joined(separator: " x ")
    }

    // MARK: Header

    private static func drawHeader(
        _ heat: HeatMap, _ view: HeatView, _ context: PaneContext, into buffer: inout CellBuffer
    ) {
        guard view.table.y > view.area.y else { return }
        let y = view.table.y - 1
        let glyphs = context.glyphs
        let arrow = glyphs.isASCII ? ">" : "→"
        if !heat.columnName.text.isEmpty {
            let room = view.headColumns - 2
            let name = TextWidth.cut(
                heat.columnName.text.visible, to: room, ellipsis: glyphs.ellipsis)
            buffer.write(name + arrow, x: view.area.x, y: y, Style(.dim))
        }
        for (index, column) in view.columns.enumerated() {
            let isHere = column == context.model.sweep.column && context.isFocused
            buffer.field(
                heat.columns[column].label(glyphs), x: view.cellX(index), y: y,
                width: Self.cellColumns - 1, isRight: true, Style(.title, isHere ? .bold : []),
                glyphs: glyphs)
        }
        if let first = view.columns.first, first > 0 {
            buffer.set(glyphs.isASCII ? "<" : "‹", x: view.cellX(0), y: y, Style(.warning))
        }
        if let last = view.columns.last, last < heat.columns.count - 1 {
            let x = view.cellX(view.columns.count)
            buffer.set(
                glyphs.isASCII ? ">" : "›", x: min(x, view.area.endX - 1), y: y, Style(.warning))
        }
    }

    /// That there are rows above or below those on the screen.
    private static func drawMoreRows(
        _ heat: HeatMap, _ view: HeatView, _ glyphs: GlyphSet, into buffer: inout CellBuffer
    ) {
        if let first = view.rows.first, first > 0 {
            buffer.set(glyphs.up, x: view.area.x, y: view.table.y, Style(.warning))
        }
        if let last = view.rows.last, last < heat.rows.count - 1 {
            let y = view.table.y + view.rows.count - 1
            buffer.set(glyphs.down, x: view.area.x, y: y, Style(.warning))
        }
    }

    // MARK: Cells

    private static func drawRow(
        _ heat: HeatMap, _ row: Int, y: Int, _ view: HeatView, _ context: PaneContext,
        into buffer: inout CellBuffer
    ) {
        let glyphs = context.glyphs
        let isHere = row == context.model.sweep.row && context.isFocused
        buffer.field(
            heat.rows[row].label(glyphs), x: view.area.x, y: y, width: view.headColumns - 1,
            isRight: true, Style(.title, isHere ? .bold : []), glyphs: glyphs)
        for (index, column) in view.columns.enumerated() {
            let x = view.cellX(index)
            drawCell(heat, row, column, x: x, y: y, context, into: &buffer)
            if isHere, column == context.model.sweep.column {
                let cell = Rect(x: x, y: y, width: Self.cellColumns, height: 1)
                buffer.restyle(cell) { $0.with(.reverse) }
            }
        }
    }

    private static func drawCell(
        _ heat: HeatMap, _ row: Int, _ column: Int, x: Int, y: Int, _ context: PaneContext,
        into buffer: inout CellBuffer
    ) {
        let glyphs = context.glyphs
        let cell = heat[row, column]
        let isBest = heat.bestCell == row * heat.columns.count + column
        let right = x + Self.cellColumns - 1
        if let value = cell.value {
            let fraction = heat.fraction(row: row, column: column) ?? 0
            let text =
                heat.measure == .count ? Figure.count(Int(value)) : Figure.short(value)
            let style = isBest ? Style(.best, .bold) : Style(.heat(fraction))
            buffer.field(
                text, x: x + 1, y: y, width: Self.cellColumns - 2, isRight: true, style,
                glyphs: glyphs)
            if isBest {
                buffer.set("[", x: max(x, right - 1 - text.utf8.count), y: y, style)
                buffer.set("]", x: right, y: y, style)
            } else if context.isMono {
                buffer.set(shade(fraction, glyphs), x: right, y: y, style)
            }
        } else if let (mark, role) = emptyMark(cell, context) {
            buffer.set(mark, x: right - 1, y: y, Style(role))
        }
        // May take the place of a bracket; the other one is still there.
        if cell.runningCount > 0 {
            buffer.set(glyphs.state(.running), x: x, y: y, Style(.running))
        }
    }

    /// `·` for not run, `✗` where every run that ended has diverged, `!` for other failures, `-` for runs that ended
    /// without a value; nothing where no run matches the filter.
    private static func emptyMark(
        _ cell: HeatMap.Cell, _ context: PaneContext
    ) -> (Unicode.Scalar, Role)? {
        let glyphs = context.glyphs
        if cell.runCount == 0, !context.model.runs.filterText.isEmpty { return nil }
        if cell.divergedCount > 0 { return (glyphs.state(.failed), .failed) }
        if cell.failedCount > 0 { return ("!", .error) }
        if cell.endedCount > 0 { return ("-", .dim) }
        return cell.runningCount > 0 ? nil : (glyphs.isASCII ? "." : "·", .dim)
    }

    /// Four shades, the best the darkest.
    static func shade(_ fraction: Double, _ glyphs: GlyphSet) -> Unicode.Scalar {
        let all: [Unicode.Scalar] = glyphs.isASCII ? [" ", ".", ":", "#"] : ["░", "▒", "▓", "█"]
        return all[fraction.isNaN ? 0 : min(3, max(0, Int(fraction * 4)))]
    }

    // MARK: Below the table

    private static func drawFoot(
        _ heat: HeatMap, _ view: HeatView, _ context: PaneContext, into buffer: inout CellBuffer
    ) {
        guard let y = view.footY else { return }
        let glyphs = context.glyphs
        let place = Rect(x: view.area.x, y: y, width: view.area.width, height: view.area.endY - y)
        var line = TextLine(in: place, row: 0, gap: 2)
        let (row, column) = (context.model.sweep.row, context.model.sweep.column)
        for (name, level) in [
            (heat.rowName, heat.rows[row]), (heat.columnName, heat.columns[column]),
        ]
        where !name.text.isEmpty {
            let text = "\(name.text.visible) \(level.range(glyphs))"
            let cut = TextWidth.cut(text, to: max(8, line.room), ellipsis: glyphs.ellipsis)
            line.add(cut, Style(.title), into: &buffer)
        }
        let cell = heat[row, column]
        line.add("\(cell.runCount) run\(cell.runCount == 1 ? "" : "s")", into: &buffer)
        if heat.measure != .count, let value = cell.value {
            line.add(Figure.short(value, columns: 7), Style(.best), into: &buffer)
        }
        if cell.divergedCount > 0 {
            line.add("\(cell.divergedCount) diverged", Style(.failed), into: &buffer)
        }
        var legend = TextLine(in: place, row: 1, gap: 3)
        if let range = heat.range, heat.measure != .count {
            let ramp = context.isMono ? rampText(glyphs) : ""
            let text =
                "\(Figure.short(range.best)) best \(ramp)\(Figure.short(range.worst)) worst"
            legend.add(text, Style(.dim), into: &buffer)
        }
        legend.add("\(glyphs.isASCII ? "." : "·") not run", Style(.dim), into: &buffer)
        legend.add(
            "\(glyphs.state(.failed)) diverged", Style(.dim), into: &buffer)
        legend.add("\(glyphs.state(.running)) running", Style(.dim), into: &buffer)
    }

    private static func rampText(_ glyphs: GlyphSet) -> String {
        var text = ""
        for level in [3, 2, 1, 0] { text.unicodeScalars.append(shade(Double(level) / 4, glyphs)) }
        return text + " "
    }
}
