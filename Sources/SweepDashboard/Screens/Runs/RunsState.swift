package import SweepCore

/// What a person has chosen on the Runs screen.
package struct RunsState: Sendable {
    package var selected: RunID?
    /// Whether the cursor is on the line of its group.
    package var isOnGroup = false
    /// The line that the selected run was last seen on, for when it goes.
    var selectedLine = 0
    /// The first line on the screen.
    package var firstLine = 0
    /// The first column on the screen, where they do not all fit.
    var firstColumn = 0
    /// 0 is the list; then come the charts, and in small windows the details.
    package var pane = 0

    /// As typed; empty for none.
    package internal(set) var filterText = ""
    var filter = RunFilter.everything
    package var sort = RunSort()
    /// `nil` for as many of the usual ones as there is room for.
    package var columns: [RunColumn]?
    package var pinned: [RunID] = []
    var hasSharedScale = false
    var isGrouped = false
    /// Groups whose runs are shown, by their ids.
    var unfolded: Set<RunID> = []
    /// Where a range of runs to plot begins.
    package var rangeStart: RunID?

    /// The list as it was last computed.
    var list = RunList()
    /// For the marks on a run's page; computed while one is open.
    var typical = TypicalParameters()
    /// The sweep that all this is about.
    var watching: SweepID?
    /// Its name when it was last seen.
    var sweepName: String?
    /// The best run so far, to notice a better one.
    var best: Best?
    /// What happened last: a new best run.
    var news: News?
    /// A sweep with a single run opens that run's page, once.
    var hasOpenedOnlyRun = false

    struct Best: Sendable, Equatable {
        var run: RunID
        var value: Double
    }

    struct News: Sendable, Equatable {
        var text: String
        var time: SweepInstant
    }

    package init() {}
}
