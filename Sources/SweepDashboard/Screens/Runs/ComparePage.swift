import SweepCore

/// Two to eight runs side by side: where they differ, and how they did.
enum ComparePage {
    private static let columnWidth = 12

    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        guard case .compare(var state) = model.layers.last else { return nil }
        let layout = layout(state, model, in: Frame.body(of: model.size))
        switch intent {
        case .right: state.column += 1
        case .left: state.column -= 1
        case .down: state.firstRow += 1
        case .up: state.firstRow -= 1
        case .pageDown: state.firstRow += max(1, layout.table.height - 4)
        case .pageUp: state.firstRow -= max(1, layout.table.height - 4)
        case .top: state.firstRow = 0
        case .bottom: state.firstRow = .max
        case .nextPane, .previousPane: state.showsChart.toggle()
        case .allRows: state.showsAllRows.toggle()
        case .plot where state.runs.indices.contains(state.column):
            guard state.runs.count > 2 else {
                model.notice = .init("two runs are the least that can be compared")
                return []
            }
            model.plots.unplot(state.runs.remove(at: state.column))
        case .open where state.runs.indices.contains(state.column):
            RunsScreen.open(state.runs[state.column], &model)
            return []
        case .copy where state.runs.indices.contains(state.column):
            guard let run = model.shown.runs[state.runs[state.column]] else { return [] }
            return RunActs.perform(intent, run, &model)
        default: return nil
        }
        state.column = min(max(0, state.column), max(0, state.runs.count - 1))
        let rows = CompareTable(state, model).rows.count
        state.firstRow = min(max(0, state.firstRow), max(0, rows - (layout.table.height - 4)))
        if state.runs.indices.contains(state.column) {
            model.runs.selected = state.runs[state.column]
        }
        model.layers[model.layers.count - 1] = .compare(state)
        return []
    }

    struct Layout: Equatable {
        var table = Rect(x: 0, y: 0, width: 0, height: 0)
        var chart = Rect(x: 0, y: 0, width: 0, height: 0)
    }

    static func layout(
        _ state: ComparePageState, _ model: DashboardModel, in area: Rect
    ) -> Layout {
        guard area.width >= 72 else {
            return state.showsChart ? Layout(chart: area) : Layout(table: area)
        }
        let needed = titleWidth + 3 + (columnWidth + 1) * state.runs.count
        if area.height >= 40, needed > area.width * 6 / 10 {
            let parts = area.split(top: area.height / 2)
            return Layout(table: parts.top, chart: parts.bottom)
        }
        let parts = area.split(left: min(max(needed, 40), area.width * 6 / 10))
        return Layout(table: parts.left, chart: parts.right)
    }

    private static let titleWidth = 16

    static func draw(
        _ state: ComparePageState, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        let layout = layout(state, model, in: area)
        if !layout.table.isEmpty { drawTable(state, model, in: layout.table, into: &buffer) }
        guard !layout.chart.isEmpty, let metric = model.metric else { return }
        var spec = model.chartSpec(metric)
        spec.series.removeAll { !state.runs.contains($0.run) }
        Chart.draw(spec, in: layout.chart, glyphs: model.glyphs, into: &buffer)
    }

    private static func drawTable(
        _ state: ComparePageState, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        let table = CompareTable(state, model)
        let inside = buffer.frame(
            area, title: "compare \(table.runs.count) runs",
            note: state.showsAllRows ? "all rows" : "what differs", isFocused: true,
            glyphs: model.glyphs)
        let glyphs = model.glyphs
        let firstX = inside.x + titleWidth + 1
        let fitting = max(1, (inside.endX - firstX) / (columnWidth + 1))
        let first = min(max(0, state.column - fitting + 1), max(0, table.runs.count - fitting))
        let visible = first..<min(table.runs.count, first + fitting)
        func x(_ index: Int) -> Int { firstX + (index - first) * (columnWidth + 1) }
        func room(_ index: Int) -> Int { min(columnWidth, inside.endX - x(index)) }
        guard inside.height > 2 else { return }
        for index in visible {
            let run = table.runs[index]
            let style = Style(model.plots.role(of: run.id), .bold)
            if let letter = model.plots.letter(of: run.id) {
                buffer.set(letter, x: x(index), y: inside.y, style)
            }
            let isHere = index == state.column
            let nameStyle = Style(.title, isHere ? [.bold, .underline] : .bold)
            // A name goes on in the second line.
            let head = TextWidth.cut(run.name.visible, to: room(index) - 2, ellipsis: "")
            buffer.write(head, x: x(index) + 2, y: inside.y, nameStyle)
            let rest = TextWidth.cutMiddle(
                String(run.name.visible.dropFirst(head.count)), to: room(index) - 2,
                ellipsis: glyphs.ellipsis)
            buffer.write(rest, x: x(index) + 2, y: inside.y + 1, nameStyle)
        }
        if first > 0 { buffer.write("<", x: firstX - 1, y: inside.y, Style(.keyHint)) }
        if visible.upperBound < table.runs.count {
            buffer.write(">", endX: inside.endX, y: inside.y, Style(.keyHint))
        }
        let body = inside.split(top: 2).bottom
        for (offset, row) in table.rows.dropFirst(state.firstRow).prefix(body.height).enumerated() {
            let y = body.y + offset
            let limit = row.isHeading ? body.width : titleWidth
            let title =
                row.isHeading
                ? row.title.visible : RunsText.cutFront(row.title.visible, to: limit, glyphs)
            buffer.write(
                title, x: body.x, y: y, limit: limit,
                row.isHeading ? Style(.title, .underline) : Style(.dim), ellipsis: glyphs.ellipsis)
            guard !row.isHeading else { continue }
            for index in visible where index < row.cells.count {
                var cell = row.cells[index]
                if index == state.column { cell.style = cell.style.with(.selected) }
                buffer.write(
                    cell.text, x: x(index), y: y, limit: room(index), cell.style,
                    ellipsis: glyphs.ellipsis)
            }
        }
    }
}
