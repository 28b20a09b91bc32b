import SweepCore

/// Where the parts of the Runs screen are: for drawing, and for the mouse.
struct RunsLayout: Equatable {
    enum Shape: Equatable {
        /// List, charts and details, each in a frame.
        case framed
        /// The same in 80×24, without frames.
        case compact
        /// The list above the charts, for a terminal that stands upright.
        case upright
        /// One of them at a time.
        case single
    }

    let shape: Shape
    /// The list with its frame; empty when another pane has the screen.
    private(set) var list = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The line with the columns' names, and the lines below it.
    private(set) var header = Rect(x: 0, y: 0, width: 0, height: 0)
    private(set) var rows = Rect(x: 0, y: 0, width: 0, height: 0)
    private(set) var details = Rect(x: 0, y: 0, width: 0, height: 0)
    private(set) var charts: [Tile] = []

    struct Tile: Equatable {
        let metric: String
        let area: Rect
    }

    /// Number of panes that Tab goes through.
    var paneCount: Int { shape == .single ? 3 : 1 + charts.count }

    init(_ model: DashboardModel, in area: Rect) {
        let size = model.size
        let metrics = Self.metrics(model)
        switch (size.columns, size.rows) {
        case (..<84, 46...): shape = .upright
        case (96..., 28...): shape = .framed
        case (72..., 20...): shape = .compact
        default: shape = .single
        }
        guard !area.isEmpty else { return }
        switch shape {
        case .framed:
            let parts = area.split(left: metrics.isEmpty ? area.width : Self.listWidth(model))
            placeList(parts.left, detailRows: area.height >= 25 ? 6 : 4, isFramed: true)
            charts = Self.tiles(metrics, in: parts.right)
        case .upright:
            let rowCount = min(area.height - 22, max(14, area.height * 2 / 5))
            let parts = area.split(top: rowCount)
            placeList(parts.top, detailRows: 4, isFramed: true)
            charts = Self.tiles(Array(metrics.prefix(3)), in: parts.bottom)
        case .compact:
            let parts = area.split(left: max(43, size.columns - 64))
            placeList(parts.left, detailRows: 2, isFramed: false)
            let rest = parts.right.split(left: 1).right
            charts = metrics.first.map { [Tile(metric: $0, area: rest)] } ?? []
        case .single:
            switch model.runs.pane {
            case 1: charts = metrics.first.map { [Tile(metric: $0, area: area)] } ?? []
            case 2: details = area
            default: placeList(area, detailRows: area.height >= 12 ? 1 : 0, isFramed: false)
            }
        }
    }

    /// The metrics that have a chart, the large one's first, then the objective's.
    static func metrics(_ model: DashboardModel) -> [String] {
        guard let first = model.metric, let sweep = model.shown.sweep else { return [] }
        let leading = [first] + [sweep.objective?.metric].compactMap { $0 }.filter { $0 != first }
        return leading + ChartsGrid.ordered(sweep.metricNames).filter { !leading.contains($0) }
    }

    /// Wider for columns that a person has chosen, where there is room for them.
    private static func listWidth(_ model: DashboardModel) -> Int {
        let columns = model.size.columns
        let usual = min(84, max(44, columns * 42 / 100 + 5))
        guard let chosen = model.runs.columns else { return usual }
        let needed = chosen.reduce(30) { $0 + RunsTable.width(of: $1, model) + 1 }
        return min(max(usual, needed), columns * 6 / 10)
    }

    private mutating func placeList(_ area: Rect, detailRows: Int, isFramed: Bool) {
        list = area
        let inside = isFramed ? area.inset(columns: 1, rows: 1) : area
        let parts = inside.split(top: 1)
        header = parts.top
        // A rule, or without a frame an empty line, stands above the details.
        let hasDetails = detailRows > 0 && parts.bottom.height >= detailRows + 4
        let lines = parts.bottom.split(
            top: parts.bottom.height - (hasDetails ? detailRows + 1 : 0))
        rows = lines.top
        details = lines.bottom.split(top: 1).bottom
    }

    /// The first metric large and the others below it, or two by two where that leaves each room enough.
    static func tiles(_ metrics: [String], in area: Rect) -> [Tile] {
        guard let first = metrics.first, !area.isEmpty else { return [] }
        let rowHeight = 9
        guard metrics.count > 1, area.height >= 2 * rowHeight else {
            return [Tile(metric: first, area: area)]
        }
        let isEven = metrics.count >= 4 && area.height >= 30 && area.height < 44
        if isEven {
            let halves = area.split(top: (area.height + 1) / 2)
            return row(Array(metrics[0..<2]), in: halves.top)
                + row(Array(metrics[2..<4]), in: halves.bottom)
        }
        let perRow = max(1, min(area.width / 24, 3))
        let rowCount = min(
            (metrics.count - 1 + perRow - 1) / perRow, max(1, (area.height - 24) / 12 + 1))
        let largeRows = max(
            area.height - rowCount * max(11, area.height * 2 / 5 / rowCount), area.height / 3)
        var (tiles, rest) = (
            [
                Tile(
                    metric: first,
                    area: Rect(
                        x: area.x, y: area.y, width: area.width, height: largeRows))
            ],
            Array(metrics.dropFirst())
        )
        var below = area.split(top: largeRows).bottom
        for index in 0..<rowCount where !rest.isEmpty {
            let parts = below.split(top: below.height / (rowCount - index))
            tiles += row(Array(rest.prefix(perRow)), in: parts.top)
            rest.removeFirst(min(perRow, rest.count))
            below = parts.bottom
        }
        return tiles
    }

    private static func row(_ metrics: [String], in area: Rect) -> [Tile] {
        var rest = area
        return metrics.enumerated().map { index, metric in
            let parts = rest.split(left: rest.width / (metrics.count - index))
            rest = parts.right
            return Tile(metric: metric, area: parts.left)
        }
    }
}
