import SweepCore

extension RunsScreen {
    /// Returns what the large chart left out; `nil` without one.
    static func draw(
        _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) -> ChartReport? {
        let layout = RunsLayout(model, in: area)
        let list = model.runList
        if !layout.list.isEmpty { drawList(model, list, layout, into: &buffer) }
        if layout.shape == .compact {
            for y in area.y..<area.endY {
                buffer.set(
                    model.glyphs.frame(.vertical), x: layout.list.endX, y: y, Style(.frame))
            }
        }
        let reports = layout.charts.enumerated().map { index, tile in
            drawChart(model, tile, index: index, layout, into: &buffer)
        }
        if !layout.details.isEmpty, let selected = model.runs.selected,
            let run = model.shown.runs[selected]
        {
            RunDetails.draw(run, model, list, in: layout.details, into: &buffer)
        }
        return reports.first
    }

    static func drawChart(
        _ model: DashboardModel, _ tile: RunsLayout.Tile, index: Int, _ layout: RunsLayout,
        into buffer: inout CellBuffer
    ) -> ChartReport {
        var spec = model.chartSpec(tile.metric)
        spec.isFocused = model.runs.pane == index + 1 && model.layers.isEmpty
        spec.hasLegend = index == 0
        spec.isFramed = layout.shape == .framed || layout.shape == .upright
        return Chart.draw(spec, in: tile.area, glyphs: model.glyphs, into: &buffer)
    }

    // MARK: The list

    private static func drawList(
        _ model: DashboardModel, _ list: RunList, _ layout: RunsLayout,
        into buffer: inout CellBuffer
    ) {
        let isFramed = layout.shape == .framed || layout.shape == .upright
        let count = RunsText.count(list)
        if isFramed {
            let hasNames = model.runs.isGrouped ? "Repeats" : "Runs"
            _ = buffer.frame(
                layout.list, title: "\(hasNames) \(count)", note: RunsText.sorting(model),
                isFocused: model.runs.pane == 0 && model.layers.isEmpty, glyphs: model.glyphs)
            if !layout.details.isEmpty {
                let style = Style(.frame)
                for x in layout.details.x..<layout.details.endX {
                    buffer.set(
                        model.glyphs.frame(.horizontal), x: x, y: layout.details.y - 1, style)
                }
            }
        }
        guard !list.lines.isEmpty else {
            RunsText.drawEmpty(model, list, in: layout.rows, into: &buffer)
            return
        }
        let height = layout.rows.height
        let first = min(model.runs.firstLine, max(0, list.lines.count - height))
        let last = min(list.lines.count, first + height)
        guard first < last else { return }
        let rows = model.shown.runs.rows
        let visible = list.lines[first..<last].map { rows[$0.place] }
        let names = zip(list.lines[first..<last], visible).map { line, run in
            line.group == nil ? run.name : RunText.nameWithoutSeed(run)
        }
        let table = RunsTable(model, list, in: layout.rows, visible: visible, names: names)
        drawHeader(model, table, layout.header, count: isFramed ? nil : count, into: &buffer)
        let painter = RunsRow(
            model, list, table,
            trends: Trend(model, visible), selectedLine: selectedLine(model, list))
        for index in first..<last {
            let isLast = index == last - 1 && last < list.lines.count
            let y = layout.rows.y + index - first
            if isLast, index != painter.selectedLine {
                let rest = list.lines.count - index
                buffer.write(
                    "\(model.glyphs.ellipsis) \(RunText.grouped(Int64(rest))) more",
                    x: layout.rows.x + 1, y: y, limit: layout.rows.width - 1, Style(.dim),
                    ellipsis: model.glyphs.ellipsis)
            } else {
                painter.draw(index, y: y, in: layout.rows, into: &buffer)
            }
        }
    }

    private static func drawHeader(
        _ model: DashboardModel, _ table: RunsTable, _ header: Rect, count: String?,
        into buffer: inout CellBuffer
    ) {
        guard header.height > 0 else { return }
        let sweep = model.shown.sweep
        let sort = model.runs.sort
        let arrow = sort.isAscending(sweep) ? model.glyphs.up : model.glyphs.down
        for place in [table.name] + table.columns where place.width > 0 {
            let isSorted = place.column == sort.column
            let room = place.width - (isSorted ? 1 : 0)
            var title = place.column.title(sweep)
            if place.column == .name, let count { title = count == "1" ? "1 run" : count + " runs" }
            title = RunsText.cutFront(title.visible, to: room, model.glyphs)
            if isSorted { title.unicodeScalars.append(arrow) }
            let style = Style(isSorted ? .title : .dim, isSorted ? .bold : [])
            if place.column.isNumeric(in: sweep) {
                buffer.write(title, endX: place.x + place.width, y: header.y, style)
            } else {
                buffer.write(title, x: place.x, y: header.y, limit: place.width, style)
            }
        }
        if table.hasMoreLeft { buffer.write("<", x: header.x, y: header.y, Style(.keyHint)) }
        if table.hasMoreRight {
            buffer.write(">", endX: header.endX, y: header.y, Style(.keyHint))
        }
    }

    /// The line of the cursor.
    package static func selectedLine(_ model: DashboardModel, _ list: RunList) -> Int? {
        model.runs.selected.flatMap {
            list.line(of: $0, asGroup: model.runs.isOnGroup, model.shown.runs)
        }
    }
}
