/// Where the parts of a run's page are.
struct RunPageLayout: Equatable {
    private(set) var facts = Rect(x: 0, y: 0, width: 0, height: 0)
    private(set) var log = Rect(x: 0, y: 0, width: 0, height: 0)
    private(set) var charts: [Rect] = []
    /// How many charts stand beside each other.
    private(set) var chartsPerRow = 1
    /// The metric of the first chart.
    private(set) var firstChart = 0

    init(_ model: DashboardModel, _ state: RunPageState, in area: Rect) {
        let count = RunPage.metrics(model).count
        guard area.width >= 72, area.height >= 17 else {
            switch state.pane {
            case .facts: facts = area
            case .charts: placeCharts(in: area, count: count, selected: state.chart)
            case .log: log = area
            }
            return
        }
        let logRows = min(14, max(5, area.height / 4))
        let parts = area.split(top: area.height - logRows)
        log = parts.bottom
        let halves = parts.top.split(left: min(48, max(34, area.width * 38 / 100)))
        facts = halves.left
        placeCharts(in: halves.right, count: count, selected: state.chart)
    }

    /// A grid of charts that are large enough to be read; the rows scroll with the selected one.
    private mutating func placeCharts(in area: Rect, count: Int, selected: Int) {
        guard count > 0, !area.isEmpty else { return }
        chartsPerRow = min(count, max(1, area.width / 28))
        let neededRows = (count + chartsPerRow - 1) / chartsPerRow
        let rowCount = min(neededRows, max(1, area.height / 8))
        let selectedRow = min(max(0, selected), count - 1) / chartsPerRow
        let firstRow = min(max(0, selectedRow - rowCount + 1), neededRows - rowCount)
        firstChart = firstRow * chartsPerRow
        var rest = area
        for row in 0..<rowCount {
            let parts = rest.split(top: rest.height / (rowCount - row))
            rest = parts.bottom
            var line = parts.top
            let inRow = min(chartsPerRow, count - (firstRow + row) * chartsPerRow)
            for column in 0..<max(0, inRow) {
                let pieces = line.split(left: line.width / (inRow - column))
                line = pieces.right
                charts.append(pieces.left)
            }
        }
    }
}
