import SweepCore

/// The Charts screen: every metric of the sweep, in pages.
package enum ChartsScreen {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        let grid = grid(model)
        switch intent {
        case .left: move(by: -1, grid, &model)
        case .right: move(by: 1, grid, &model)
        case .up: move(by: -grid.columns, grid, &model)
        case .down: move(by: grid.columns, grid, &model)
        case .top: select(0, grid, &model)
        case .bottom: select(grid.metrics.count - 1, grid, &model)
        case .nextMetric, .nextPane:
            select((grid.selected + 1) % max(1, grid.metrics.count), grid, &model)
        case .previousPane: move(by: -1, grid, &model)
        case .nextItem, .pageDown: turn(by: 1, grid, &model)
        case .previousItem, .pageUp: turn(by: -1, grid, &model)
        case .open, .zoomIn: open(grid, &model)
        case .unplotAll:
            model.plots.reset()
            RunsScreen.follow(&model)
        case .plot: model.notice = .init("runs are chosen on the Runs screen (1)")
        case .compare:
            guard model.plots.runs.count > 1 else {
                model.notice = .init("plot two runs or more to compare them")
                break
            }
            let runs = Array(model.plots.runs.prefix(Role.seriesCount))
            model.layers.append(.compare(ComparePageState(runs: runs)))
        case .zoomOut, .resetZoom, .follow: break
        default: return nil
        }
        return []
    }

    package static func mouse(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        let grid = grid(model)
        switch action.kind {
        case .wheelUp: turn(by: -1, grid, &model)
        case .wheelDown: turn(by: 1, grid, &model)
        case .press, .doubleClick:
            guard let index = grid.index(atX: action.x, y: action.y) else { break }
            select(index, grid, &model)
            if action.kind == .doubleClick { open(self.grid(model), &model) }
        case .release, .drag: break
        }
        return []
    }

    /// The metrics of the charts on the page, the one under the cursor first.
    package static func page(_ model: DashboardModel) -> [String] {
        let grid = grid(model)
        guard !grid.metrics.isEmpty else { return [] }
        let selected = grid.metrics[grid.selected]
        return [selected] + grid.shown.map { grid.metrics[$0] }.filter { $0 != selected }
    }

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {
        let grid = ChartsGrid(model, in: area.split(top: area.height - 1).top)
        guard !grid.metrics.isEmpty else {
            let text = model.shown.sweep == nil ? "no sweep yet" : "no metrics yet"
            ChartFrame.say(text, in: area, glyphs: model.glyphs, into: &buffer)
            return
        }
        for index in grid.shown {
            let tile = grid.tile(index)
            var spec = model.chartSpec(grid.metrics[index])
            spec.isFocused = index == grid.selected
            spec.isFramed = tile.width >= 30 && tile.height >= 8
            spec.hasLegend = grid.pageSize == 1
            Chart.draw(spec, in: tile, glyphs: model.glyphs, into: &buffer)
            if !spec.isFramed, spec.isFocused, grid.pageSize > 1 {
                buffer.set(model.glyphs.pointer, x: tile.x, y: tile.y, Style(.title, .bold))
            }
        }
        drawFoot(grid, model, y: area.endY - 1, width: area.endX, into: &buffer)
    }

    /// Which letter is which run, and which charts these are.
    private static func drawFoot(
        _ grid: ChartsGrid, _ model: DashboardModel, y: Int, width: Int,
        into buffer: inout CellBuffer
    ) {
        var place = ""
        if grid.pageCount > 1 {
            let last = grid.shown.upperBound
            let dash = model.glyphs.isASCII ? "-" : "–"
            let first = grid.shown.lowerBound + 1
            place = (first < last ? "charts \(first)\(dash)\(last)" : "chart \(last)")
            place += " of \(grid.metrics.count)"
        }
        buffer.write(place, endX: width - 1, y: y, Style(.dim))
        // A chart that is alone has them in its legend.
        guard grid.pageSize > 1 else { return }
        let end = width - 1 - TextWidth.columns(of: place) - 2
        var x = 1
        for (index, run) in model.plots.runs.enumerated() {
            guard let row = model.shown.runs[run], let letter = model.plots.letter(of: run) else {
                continue
            }
            let name = TextWidth.cutMiddle(
                row.name.visible, to: 24, ellipsis: model.glyphs.ellipsis)
            let left = model.plots.runs.count - index
            let room = end - x - (left > 1 ? 9 : 0)
            guard TextWidth.columns(of: name) + 4 <= room else {
                buffer.write("+\(left) more", x: x, y: y, limit: max(0, end - x), Style(.dim))
                return
            }
            buffer.set(letter, x: x, y: y, Style(model.plots.role(of: run), .bold))
            x = buffer.write(name, x: x + 2, y: y, Style(.text)) + 2
        }
    }

    private static func grid(_ model: DashboardModel) -> ChartsGrid {
        let body = Frame.body(of: model.size)
        return ChartsGrid(model, in: body.split(top: body.height - 1).top)
    }

    private static func move(by count: Int, _ grid: ChartsGrid, _ model: inout DashboardModel) {
        let index = grid.selected + count
        guard grid.metrics.indices.contains(index) else {
            // Down from the last full row goes to the last chart.
            let rowsLeft = (grid.metrics.count - 1) / grid.columns - grid.selected / grid.columns
            if count > 1, rowsLeft > 0 { select(grid.metrics.count - 1, grid, &model) }
            return
        }
        select(index, grid, &model)
    }

    private static func turn(by pages: Int, _ grid: ChartsGrid, _ model: inout DashboardModel) {
        let page = min(max(0, grid.page + pages), grid.pageCount - 1)
        guard page != grid.page else { return }
        select(page * grid.pageSize, grid, &model)
    }

    private static func select(_ index: Int, _ grid: ChartsGrid, _ model: inout DashboardModel) {
        guard grid.metrics.indices.contains(index) else { return }
        model.charts.selected = grid.metrics[index]
    }

    private static func open(_ grid: ChartsGrid, _ model: inout DashboardModel) {
        guard !grid.metrics.isEmpty else { return }
        let metric = grid.metrics[grid.selected]
        model.chart.metric = metric
        model.layers.append(.zoom(ZoomState(metric: metric)))
    }
}
