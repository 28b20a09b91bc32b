package import SweepCore

/// The page of one run.
package struct RunPageState: Sendable {
    package var run: RunID
    package init(run: RunID) { self.run = run }
}
