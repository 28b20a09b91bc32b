/// What belongs together in help and in docs/keys.md, in this order.
package enum KeyGroup: String, Sendable, CaseIterable {
    case runs = "Runs"
    case charts = "Charts"
    case sweep = "Sweep and comparison"
    case acts = "Changing the database"
    case moving = "Moving"
    case everywhere = "Everywhere"
}

extension Intent {
    package var group: KeyGroup {
        switch self {
        case .help, .quit, .back, .palette, .repaint, .reread, .suspend, .showRuns, .showCharts,
            .showSweep, .showWorkers, .chooseSweep, .freeze, .write, .theme, .releaseMouse:
            .everywhere
        case .nextPane, .previousPane, .nextItem, .previousItem, .up, .down, .left, .right, .top,
            .bottom, .pageUp, .pageDown, .open:
            .moving
        case .plot, .plotRange, .invertPlotted, .unplotAll, .filter, .sort, .sortNext,
            .sortPrevious, .invertSort, .columns, .group, .fold, .pin, .copy, .compare,
            .nextMatch, .previousMatch, .sharedScale:
            .runs
        case .metric, .nextMetric, .logX, .logY, .xAxis, .smoothMore, .smoothLess, .clip, .band,
            .zoomIn, .zoomOut, .panLeft, .panRight, .panUp, .panDown, .resetZoom, .follow:
            .charts
        case .heatValue, .heatParameters, .allRows, .brush: .sweep
        case .pauseOrResume, .stop, .cancel, .retry, .tag, .note: .acts
        }
    }
}
