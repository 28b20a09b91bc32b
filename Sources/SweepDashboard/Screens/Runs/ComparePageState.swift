package import SweepCore

/// Runs side by side.
package struct ComparePageState: Sendable {
    package var runs: [RunID]
    /// The column under the cursor.
    var column = 0
    var firstRow = 0
    /// Parameters that all of them share, too.
    var showsAllRows = false
    /// In small windows the chart in place of the table.
    var showsChart = false

    static let limit = 8

    package init(runs: [RunID]) { self.runs = runs }
}
