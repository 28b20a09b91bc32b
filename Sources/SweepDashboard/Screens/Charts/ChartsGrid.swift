import SweepCore

/// Which charts are on a page, and where.
package struct ChartsGrid {
    let metrics: [String]
    let columns: Int
    let rows: Int
    /// Of the chart under the cursor, in `metrics`.
    let selected: Int
    private let area: Rect

    /// Charts are at least this large where there is more than one.
    static let least = Size(columns: 34, rows: 8)

    init(_ model: DashboardModel, in area: Rect) {
        let metrics = Self.ordered(model.shown.sweep?.metricNames ?? [])
        self.metrics = metrics
        self.area = area
        let most = (
            columns: min(4, max(1, area.width / Self.least.columns)),
            rows: min(4, max(1, area.height / Self.least.rows))
        )
        let count = max(1, min(metrics.count, most.columns * most.rows))
        // As few empty places as possible, then charts about four times as wide as high.
        var best = (columns: most.columns, rows: most.rows, cost: Double.infinity)
        for columns in 1...most.columns {
            let rows = (count + columns - 1) / columns
            guard rows <= most.rows else { continue }
            let shape = Double(area.width * rows) / Double(max(1, area.height * columns))
            let cost = Double(columns * rows - count) + abs(shape - 4)
            if cost < best.cost { best = (columns, rows, cost) }
        }
        (columns, rows) = (best.columns, best.rows)
        selected = model.charts.selected.flatMap { metrics.firstIndex(of: $0) } ?? 0
    }

    /// What a run learns first, what was measured of the machine last.
    package static func ordered(_ names: [String]) -> [String] {
        names.filter { !TrainingMetricName.isMeasurement($0) }
            + names.filter(TrainingMetricName.isMeasurement)
    }

    var pageSize: Int { columns * rows }
    var page: Int { selected / pageSize }
    var pageCount: Int { max(1, (metrics.count + pageSize - 1) / pageSize) }

    /// The places in `metrics` of the page's charts.
    var shown: Range<Int> {
        min(page * pageSize, metrics.count)..<min((page + 1) * pageSize, metrics.count)
    }

    /// The area of a chart of the page.
    func tile(_ index: Int) -> Rect {
        let place = index - page * pageSize
        let (column, row) = (place % columns, place / columns)
        let x = area.x + area.width * column / columns
        let y = area.y + area.height * row / rows
        return Rect(
            x: x, y: y, width: area.x + area.width * (column + 1) / columns - x,
            height: area.y + area.height * (row + 1) / rows - y)
    }

    func index(atX x: Int, y: Int) -> Int? { shown.first { tile($0).contains(x: x, y: y) } }
}
