package import SweepCore

/// The page of one run.
package struct RunPageState: Sendable {
    package var run: RunID
    var pane = Pane.facts
    /// Parameters that are the same in every run, too.
    var showsAllParameters = true
    /// The first line of the parameters that is shown.
    var firstFact = 0
    /// The chart under the cursor.
    var chart = 0
    /// Lines of the log below the last one shown; 0 follows the newest.
    var logOffset = 0

    enum Pane: Int, CaseIterable, Sendable { case facts, charts, log }

    package init(run: RunID) { self.run = run }
}
