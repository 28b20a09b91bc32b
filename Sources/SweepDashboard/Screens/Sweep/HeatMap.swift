package import SweepCore

/// The runs of a sweep by the levels of two parameters.
package struct HeatMap: Sendable {
    package enum Measure: String, Sendable, CaseIterable { case best, median, count }

    package struct Cell: Sendable, Equatable {
        /// Of `Measure`; `nil` when no run of the cell has one.
        package var value: Double?
        package var runCount = 0
        /// Runs that have a value.
        package var valueCount = 0
        package var runningCount = 0
        package var divergedCount = 0
        /// Failed otherwise.
        package var failedCount = 0
        /// Completed or pruned.
        package var endedCount = 0
        /// Row of the table of the best run.
        package var bestRow: Int32?

        fileprivate mutating func take(_ new: Double, row: Int32, of metric: MeasuredMetric) {
            valueCount += 1
            if let value, !metric.isBetter(new, than: value) { return }
            value = new
            bestRow = row
        }
    }

    package let measure: Measure
    package let metric: MeasuredMetric?
    /// As they stand from top to bottom and from left to right.
    package let rows: [Level]
    package let columns: [Level]
    package let rowName: RunFilter.Name
    package let columnName: RunFilter.Name
    /// Row by row.
    package private(set) var cells: [Cell]
    /// The finite values' range, the worse end first; `nil` when there are none.
    package private(set) var range: (worst: Double, best: Double)?
    /// The rank of each value that occurs, from 0 to 1.
    private var ranks: [Double: Double] = [:]
    /// Index of the cell with the best value.
    package private(set) var bestCell: Int?

    package subscript(row: Int, column: Int) -> Cell { cells[row * columns.count + column] }

    /// `isListed` says by place which runs count; `nil` for all.
    package init(
        rows rowColumn: ParameterColumn, columns columnColumn: ParameterColumn,
        metric: MeasuredMetric?, measure: Measure, runs: [WatchedRun], isListed: [Bool]? = nil
    ) {
        self.measure = measure
        self.metric = metric
        let rowOrder = Self.order(rowColumn, isUpward: true)
        let columnOrder = Self.order(columnColumn, isUpward: false)
        rows = rowOrder.map { rowColumn.levels[$0] }
        columns = columnOrder.map { columnColumn.levels[$0] }
        rowName = rowColumn.filterName
        columnName = columnColumn.filterName
        cells = Array(repeating: Cell(), count: rows.count * columns.count)
        var rowPlace = [Int](repeating: 0, count: rows.count)
        for (place, level) in rowOrder.enumerated() { rowPlace[level] = place }
        var columnPlace = [Int](repeating: 0, count: columns.count)
        for (place, level) in columnOrder.enumerated() { columnPlace[level] = place }
        var values: [[Double]] = Array(repeating: [], count: measure == .median ? cells.count : 0)
        for run in runs.indices where isListed?[run] ?? true {
            let row = rowPlace[rowColumn.level(ofRow: run)]
            let column = columnPlace[columnColumn.level(ofRow: run)]
            let place = row * columns.count + column
            // What a queued run has is of an attempt before, which the next one may take back.
            let value = runs[run].state == .queued ? nil : metric?.value(in: runs, at: run)
            Self.count(runs, run, in: &cells[place])
            guard let metric, let value else { continue }
            cells[place].take(value, row: Int32(run), of: metric)
            if measure == .median { values[place].append(value) }
        }
        if measure == .median {
            for place in cells.indices where !values[place].isEmpty {
                cells[place].value = Importance.quantile(values[place].sorted(), 0.5)
            }
        } else if measure == .count {
            for place in cells.indices where cells[place].runCount > 0 {
                cells[place].value = Double(cells[place].runCount)
            }
        }
        rank()
    }

    /// Levels as they are laid out: numbers upward where they stand in rows, what is missing always last.
    private static func order(_ column: ParameterColumn, isUpward: Bool) -> [Int] {
        let all = Array(column.levels.indices)
        guard isUpward, column.isNumeric else { return all }
        let present = all.filter { column.levels[$0] != .missing }
        return present.reversed() + all.filter { column.levels[$0] == .missing }
    }

    /// Reads fields one by one: taking a run out of the array counts references a dozen times.
    private static func count(_ runs: [WatchedRun], _ place: Int, in cell: inout Cell) {
        cell.runCount += 1
        if runs[place].state == .running, !runs[place].isLost { cell.runningCount += 1 }
        guard runs[place].state == .failed else {
            if [.completed, .pruned].contains(runs[place].state) { cell.endedCount += 1 }
            return
        }
        if RunOrder.hasDiverged(runs, place) {
            cell.divergedCount += 1
        } else {
            cell.failedCount += 1
        }
    }

    private mutating func rank() {
        let isHighBetter = measure == .count || metric?.goal == .maximize
        let values = Set(cells.compactMap(\.value)).sorted()
        for (place, value) in values.enumerated() {
            let rank = Double(place) / Double(max(1, values.count - 1))
            ranks[value] = isHighBetter ? rank : 1 - rank
        }
        for (place, cell) in cells.enumerated() {
            guard let value = cell.value else { continue }
            guard let (worst, best) = range else {
                range = (value, value)
                bestCell = place
                continue
            }
            if isHighBetter ? value > best : value < best {
                range = (worst, value)
                bestCell = place
            } else if isHighBetter ? value < worst : value > worst {
                range = (value, best)
            }
        }
    }

    /// Where the value of a cell stands among all cells, from the worst, 0, to the best, 1: by rank, so that one
    /// very bad cell does not make the others look alike; counts in proportion. `nil` without a value.
    package func fraction(row: Int, column: Int) -> Double? {
        guard let value = self[row, column].value, let (worst, best) = range else { return nil }
        if measure == .count { return best > 0 ? value / best : 1 }
        guard worst != best else { return 1 }
        return ranks[value]
    }

    /// The filter that the runs of a cell match, and no other runs of the sweep.
    package func filter(row: Int, column: Int) -> String {
        guard rows.indices.contains(row), columns.indices.contains(column) else { return "" }
        let terms = rows[row].terms(for: rowName) + columns[column].terms(for: columnName)
        return terms.isEmpty ? "" : "\(terms.count == 1 ? terms[0] : RunFilter.all(terms))"
    }
}
