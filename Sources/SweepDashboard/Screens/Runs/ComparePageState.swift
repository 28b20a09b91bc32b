package import SweepCore

/// Runs side by side.
package struct ComparePageState: Sendable {
    package var runs: [RunID]
    package init(runs: [RunID]) { self.runs = runs }
}
