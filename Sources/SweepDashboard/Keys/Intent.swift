/// What a key means. The raw value is its name in the configuration file, in the palette and in docs/keys.md.
package enum Intent: String, Sendable, CaseIterable {
    // Everywhere.
    case help, quit, back, palette, repaint, reread, suspend
    case showRuns = "show-runs"
    case showCharts = "show-charts"
    case showSweep = "show-sweep"
    case showWorkers = "show-workers"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case nextItem = "next-item"
    case previousItem = "previous-item"
    case chooseSweep = "choose-sweep"
    case freeze, write, theme
    case releaseMouse = "release-mouse"

    // Moving.
    case up, down, left, right, top, bottom
    case pageUp = "page-up"
    case pageDown = "page-down"
    case open

    // Lists of runs.
    case plot
    case plotRange = "plot-range"
    case invertPlotted = "invert-plotted"
    case unplotAll = "unplot-all"
    case filter, sort
    case sortNext = "sort-next"
    case sortPrevious = "sort-previous"
    case invertSort = "invert-sort"
    case columns, group, fold, pin, tag, note, copy, compare
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case sharedScale = "shared-scale"

    // Charts.
    case metric
    case nextMetric = "next-metric"
    case logX = "log-x"
    case logY = "log-y"
    case xAxis = "x-axis"
    case smoothMore = "smooth-more"
    case smoothLess = "smooth-less"
    case clip, band
    case zoomIn = "zoom-in"
    case zoomOut = "zoom-out"
    case panLeft = "pan-left"
    case panRight = "pan-right"
    case panUp = "pan-up"
    case panDown = "pan-down"
    case resetZoom = "reset-zoom"
    case follow

    // Sweep screen.
    case heatValue = "heat-value"
    case heatParameters = "heat-parameters"
    case allRows = "all-rows"
    case brush

    // Acts: always confirmed, absent with --read-only.
    case pauseOrResume = "pause-or-resume"
    case stop, cancel, retry

    /// Whether it changes something in the database.
    package var isAct: Bool {
        switch self {
        case .pauseOrResume, .stop, .cancel, .retry, .tag, .note: true
        default: false
        }
    }
}
