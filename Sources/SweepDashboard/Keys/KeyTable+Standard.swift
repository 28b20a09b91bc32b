extension KeyTable {
    /// The keys as they are without a configuration file (`dashboard.md` §5.2).
    package static let standard = KeyTable(
        bindings: moving + lists + charts + sweeps + acts + general)

    private static let views = KeyContext.views
    private static let lists: [Binding] = [
        Binding(
            .plot, [.character(" ")], [.runs, .charts, .compare], "plot",
            "Plot the run, or take it out of the charts"),
        Binding(
            .open, [.enter], [.runs, .charts, .sweep, .workers, .run, .compare], "open",
            "Open what is under the cursor"),
        Binding(
            .filter, [.character("/")], [.runs, .charts, .sweep, .zoom], "filter",
            "Filter the runs (docs/filters.md)"),
        Binding(.filter, [.character("/")], [.workers, .run], "search", "Search the log"),
        Binding(.sort, [.character("s")], [.runs], "sort", "Choose what to sort by"),
        Binding(
            .metric, [.character("m")], [.runs, .charts, .zoom, .sweep, .run, .compare], "metric",
            "Choose the metric"),
        Binding(
            .nextMetric, [.character("M")], [.runs, .charts, .zoom, .sweep, .run, .compare], "",
            "Next metric"),
        Binding(.sortNext, [.character(">")], [.runs], "", "Sort by the next column"),
        Binding(.sortPrevious, [.character("<")], [.runs], "", "Sort by the previous column"),
        Binding(.invertSort, [.character("I")], [.runs], "", "Turn the order around"),
        Binding(.columns, [.character(",")], [.runs], "", "Choose columns"),
        Binding(.plotRange, [.character("v")], [.runs], "", "Begin or end a range of runs to plot"),
        Binding(
            .invertPlotted, [.character("*")], [.runs], "",
            "Plot the others in place of the plotted ones"),
        Binding(
            .unplotAll, [.character("u")], [.runs, .charts], "",
            "Plot the best runs by themselves again"),
        Binding(.group, [.character("B")], [.runs], "", "Group repeats of a configuration, or not"),
        Binding(.fold, [.character("z")], [.runs], "", "Fold or unfold the group"),
        Binding(.pin, [.character("p")], [.runs, .run], "", "Pin the run to the top, or not"),
        Binding(
            .sharedScale, [.character("S")], [.runs], "", "Trends in one scale, or each in its own"),
        Binding(
            .compare, [.character("c")], [.runs, .charts, .run], "compare",
            "Compare the plotted runs"),
        Binding(
            .copy, [.character("Y")], [.runs, .run, .compare], "",
            "Copy the run's uid to the clipboard"),
        Binding(.tag, [.character("t")], [.runs, .run], "", "Tag the run"),
        Binding(.note, [.character("N")], [.runs, .run], "", "Write a note on the run"),
        Binding(.nextMatch, [.character("n")], [.workers, .run], "", "Next match in the log"),
        Binding(
            .previousMatch, [.character("N"), .control("p")], [.workers], "",
            "Previous match in the log"),
        // N is a note there.
        Binding(.previousMatch, [.control("p")], [.run], "", "Previous match in the log"),
    ]

    private static let charts: [Binding] = [
        Binding(
            .smoothMore, [.character("e")], [.runs, .charts, .zoom, .run, .compare], "smooth",
            "Smooth more"),
        Binding(
            .smoothLess, [.character("E")], [.runs, .charts, .zoom, .run, .compare], "",
            "Smooth less"),
        Binding(
            .logY, [.character("y")], [.runs, .charts, .zoom, .run, .compare], "log",
            "Logarithmic y axis, or linear"),
        Binding(
            .logX, [.character("X")], [.runs, .charts, .zoom, .run, .compare], "",
            "Logarithmic x axis, or linear"),
        Binding(
            .xAxis, [.character("x")], [.runs, .charts, .zoom, .run, .compare], "x axis",
            "X axis: step, epoch, time since start, clock, samples"),
        Binding(
            .clip, [.character("o")], [.runs, .charts, .zoom, .run, .compare], "clip",
            "Let outliers run out of the chart, or show all"),
        Binding(
            .band, [.character("b")], [.runs, .charts, .zoom, .compare], "band",
            "Repeats as median and range, or each by itself"),
        Binding(.zoomIn, [.character("+"), .character("=")], [.zoom, .charts], "zoom", "Zoom in"),
        Binding(.zoomOut, [.character("-")], [.zoom, .charts], "", "Zoom out"),
        Binding(.panLeft, [.character("H")], [.zoom], "pan", "Move the window left"),
        Binding(.panRight, [.character("L")], [.zoom], "", "Move the window right"),
        Binding(.panUp, [.character("K")], [.zoom], "", "Move the window up"),
        Binding(.panDown, [.character("J")], [.zoom], "", "Move the window down"),
        Binding(.resetZoom, [.character("0")], [.zoom, .charts], "reset", "The whole curve again"),
        Binding(
            .follow, [.character("f")], [.zoom, .charts, .workers, .run], "follow",
            "Follow the newest, or stand still"),
    ]

    private static let sweeps: [Binding] = [
        Binding(
            .heatParameters, [.character("p")], [.sweep], "parameters",
            "Choose the two parameters of the heat map"),
        Binding(
            .heatValue, [.character("v")], [.sweep], "cell",
            "Cells show the best run, the median or the number of runs"),
        Binding(
            .brush, [.character("b")], [.sweep], "",
            "Keep the runs near the cursor's value on this axis"),
        Binding(
            .allRows, [.character("=")], [.compare, .run], "all", "All rows, or those that differ"),
    ]

    private static let acts: [Binding] = [
        Binding(
            .pauseOrResume, [.character("P")], [.runs, .sweep, .workers, .run], "pause",
            "Pause the sweep, or let it go on (on a run's page: the run)"),
        Binding(
            .cancel, [.character("K")], [.runs, .sweep, .workers, .run], "cancel",
            "Cancel the run under the cursor (on the Sweep screen: the sweep)"),
        Binding(
            .stop, [.character("D")], [.runs, .sweep, .workers], "stop",
            "Stop the sweep: no new runs, running ones end"),
        Binding(
            .retry, [.character("R")], [.runs, .sweep, .run], "retry",
            "Retry the run under the cursor (screen 3: failed ones)"),
    ]

    private static let moving: [Binding] = [
        Binding(.down, [.character("j"), .down], views, "", "Down"),
        Binding(.up, [.character("k"), .up], views, "", "Up"),
        Binding(
            .left, [.character("h"), .left], views, "", "Left: a column, a cell, the chart's cursor"
        ),
        Binding(.right, [.character("l"), .right], views, "", "Right"),
        Binding(.top, [.character("g"), .home], views, "", "First"),
        Binding(.bottom, [.character("G"), .end], views, "", "Last"),
        Binding(.pageDown, [.pageDown, .control("d")], views, "", "A page down"),
        Binding(.pageUp, [.pageUp, .control("u")], views, "", "A page up"),
        // In lists every character narrows the list, so only other keys move.
        Binding(.down, [.down, .control("n")], KeyContext.lists, "", "Down"),
        Binding(.up, [.up, .control("p")], KeyContext.lists, "", "Up"),
        Binding(.top, [.home], KeyContext.lists, "", "First"),
        Binding(.bottom, [.end], KeyContext.lists, "", "Last"),
        Binding(.pageDown, [.pageDown], KeyContext.lists, "", "A page down"),
        Binding(.pageUp, [.pageUp], KeyContext.lists, "", "A page up"),
        Binding(.open, [.enter], KeyContext.lists, "choose", "Choose"),
        Binding(.nextPane, [.tab], views, "pane", "Next pane"),
        Binding(.previousPane, [.backTab], views, "", "Previous pane"),
        Binding(
            .nextItem, [.character("]")], [.run, .charts, .zoom], "next",
            "Next run, or next page of charts"),
        Binding(
            .previousItem, [.character("[")], [.run, .charts, .zoom], "",
            "Previous run, or previous page of charts"),
    ]

    private static let general: [Binding] = [
        Binding(.back, [.escape], views, "back", "One layer out"),
        Binding(.back, [.escape], KeyContext.lists, "close", "Clear what was typed, then close"),
        Binding(.palette, [.character(":")], views, "cmd", "Type a command"),
        Binding(.help, [.character("?"), .function(1)], views, "help", "Keys of this place"),
        Binding(
            .quit, [.character("q"), .control("c")], views, "quit", "Leave; the sweep goes on"),
        Binding(.quit, [.control("c")], KeyContext.lists, "", "Leave; the sweep goes on"),
        Binding(.showRuns, [.character("1")], views, "", "Runs"),
        Binding(.showCharts, [.character("2")], views, "", "Charts"),
        Binding(.showSweep, [.character("3")], views, "", "Sweep"),
        Binding(.showWorkers, [.character("4")], views, "", "Workers"),
        Binding(.chooseSweep, [.character("W")], views, "", "Choose another sweep"),
        Binding(.freeze, [.character("Z")], views, "", "Freeze the picture, or let it go on"),
        Binding(.write, [.character("w")], views, "", "Write a file: CSV, JSON or this screen"),
        Binding(.theme, [.character("T")], views, "", "Next theme"),
        Binding(
            .releaseMouse, [.function(9)], views, "",
            "Give the mouse back to the terminal, or take it"),
        Binding(.repaint, [.control("l")], views, "", "Draw everything anew"),
        Binding(.reread, [.control("r")], views, "", "Read the database anew"),
        Binding(.suspend, [.control("z")], views, "", "Suspend"),
    ]
}

extension KeyTable.Binding {
    fileprivate init(
        _ intent: Intent, _ keys: [Key], _ contexts: Set<KeyContext>, _ hint: String, _ help: String
    ) {
        self.init(intent: intent, keys: keys, contexts: contexts, hint: hint, help: help)
    }
}
