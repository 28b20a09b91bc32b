import SweepCore

/// A command of the palette that takes something after it.
enum PaletteCommand: String, CaseIterable {
    case sort, metric, x, open, sweep, theme, filter, smooth, columns, export, pause, resume

    /// What stands after it, for help; empty for nothing.
    var usage: String {
        switch self {
        case .sort: "COLUMN"
        case .metric: "METRIC"
        case .x: XAxis.allCases.map(\.rawValue).joined(separator: "|")
        case .open: "RUN"
        case .sweep: "SWEEP"
        case .theme: Theme.all.map(\.name).joined(separator: "|")
        case .filter: "FILTER"
        case .smooth: ChartOptions.smoothingWeights.map(Self.text).joined(separator: "|")
        case .columns: "COLUMN,COLUMN,..."
        case .export: FileKind.allCases.map(\.rawValue).joined(separator: "|") + " [PATH]"
        case .pause, .resume: ""
        }
    }

    var help: String {
        switch self {
        case .sort: "Sort the runs"
        case .metric: "Show this metric in the large chart"
        case .x: "What the x axis counts"
        case .open: "Open a run: its name, its number, or the first characters of its uid"
        case .sweep: "Watch another sweep: its name, or the first characters of its uid"
        case .theme: "Change the colours"
        case .filter: "Show only the runs that match (docs/filters.md)"
        case .smooth:
            "Weight of the moving average, 0 for none; any other from 0 to 1 is the nearest of these"
        case .columns: "The columns of the list of runs"
        case .export: "Write the runs, or the screen as text, to a file"
        case .pause: "Pause the sweep, or the run of the page"
        case .resume: "Let the sweep go on, or the run of the page"
        }
    }

    /// What it means with nothing after it.
    var intent: Intent? {
        switch self {
        case .sort: .sort
        case .metric: .metric
        case .x: .xAxis
        case .open: .open
        case .sweep: .chooseSweep
        case .theme: .theme
        case .filter: .filter
        case .smooth: nil
        case .columns: .columns
        case .export: .write
        case .pause, .resume: .pauseOrResume
        }
    }

    /// `P` does whichever of the two the state allows; who types one of them means that one.
    func checkDirection(_ model: DashboardModel) throws(Palette.Problem) {
        guard self == .pause || self == .resume else { return }
        let name, state: String
        let isHeld: Bool
        if case .run(let page) = model.layers.last(where: \.isPage),
            let run = model.data.runs[page.run]
        {
            (name, state, isHeld) = (run.name, run.state.rawValue, run.state == .paused)
        } else if let sweep = model.data.sweep {
            (name, state) = (sweep.name, sweep.state.rawValue)
            isHeld = [.paused, .stopping, .stopped].contains(sweep.state)
        } else {
            return
        }
        guard isHeld != (self == .resume) else { return }
        throw Palette.Problem("\(name.visible) is \(state); there is nothing to \(rawValue)")
    }

    /// Whether what follows is a list with commas.
    var takesList: Bool { self == .columns }

    /// What can follow, for completion.
    func candidates(_ model: DashboardModel) -> [String] {
        switch self {
        case .sort, .columns: RunsScreen.columnNames(model)
        case .metric: model.shown.sweep?.metricNames ?? []
        case .x: XAxis.allCases.map(\.rawValue)
        case .open: model.shown.runs.rows.map(\.name)
        case .sweep: model.shown.sweeps.map(\.name)
        case .theme: Theme.all.map(\.name)
        case .smooth: ChartOptions.smoothingWeights.map(Self.text)
        case .export: FileKind.allCases.map(\.rawValue)
        case .filter, .pause, .resume: []
        }
    }

    func run(
        _ argument: String, _ model: inout DashboardModel
    ) throws(Palette.Problem) -> [Command] {
        switch self {
        case .sort:
            guard RunsScreen.sort(by: argument, &model) else {
                throw .unknown("column", argument, among: candidates(model))
            }
        case .metric:
            General.choose(metric: try only(argument, "metric", candidates(model)), &model)
        case .x:
            let name = try only(argument, "x axis", candidates(model))
            model.chart.xAxis = XAxis(rawValue: name) ?? model.chart.xAxis
        case .open: try open(argument, &model)
        case .sweep: try watch(argument, &model)
        case .theme:
            let name = try only(argument, "theme", candidates(model))
            if let theme = Theme.named(name) { General.use(theme, &model) }
        case .filter:
            if let problem = RunsScreen.setFilter(argument, &model) {
                throw Palette.Problem(problem)
            }
        case .smooth: try smooth(argument, &model)
        case .columns: return try choose(columns: argument, &model)
        case .export: return try export(argument, model)
        case .pause, .resume:
            throw Palette.Problem("\(rawValue) takes nothing after it, not \"\(argument)\"")
        }
        return []
    }

    // MARK: What they do

    /// The candidate that is meant: that name, or the only one that begins so.
    private func only(
        _ name: String, _ what: String, _ candidates: [String]
    ) throws(Palette.Problem) -> String {
        if candidates.contains(name) { return name }
        let longer = candidates.filter { $0.lowercased().hasPrefix(name.lowercased()) }
        guard longer.count == 1 else { throw .unknown(what, name, among: candidates) }
        return longer[0]
    }

    private func open(
        _ name: String, _ model: inout DashboardModel
    ) throws(Palette.Problem) {
        let rows = model.shown.runs.rows
        let number = Int(name.hasPrefix("#") ? String(name.dropFirst()) : name)
        let found =
            rows.filter { $0.name == name }.first ?? rows.first { $0.number == number }
            ?? onlyOne(rows.filter { name.count >= 4 && $0.uid.description.hasPrefix(name) })
            ?? onlyOne(rows.filter { $0.name.hasPrefix(name) })
        guard let found else {
            if rows.contains(where: { $0.name.hasPrefix(name) }) {
                throw Palette.Problem("more than one run begins with \"\(name)\"")
            }
            throw Palette.Problem(
                "there is no run \"\(name)\""
                    + NearestName.hint(name, among: rows.prefix(2_000).map(\.name)))
        }
        model.runs.selected = found.id
        if case .run = model.layers.last { model.layers.removeLast() }
        model.layers.append(.run(RunPageState(run: found.id)))
    }

    private func watch(
        _ name: String, _ model: inout DashboardModel
    ) throws(Palette.Problem) {
        let sweeps = model.shown.sweeps
        let found =
            sweeps.first { $0.name == name }
            ?? onlyOne(sweeps.filter { name.count >= 4 && $0.uid.description.hasPrefix(name) })
            ?? onlyOne(sweeps.filter { $0.name.hasPrefix(name) })
        guard let found else { throw .unknown("sweep", name, among: sweeps.map(\.name)) }
        General.watch(found.id, &model)
    }

    /// Every weight needs averages over all points, so there are a few of them.
    private func smooth(
        _ text: String, _ model: inout DashboardModel
    ) throws(Palette.Problem) {
        let weights = ChartOptions.smoothingWeights
        let all = weights.map(Self.text).joined(separator: ", ")
        guard let wanted = Double(text), (0..<1).contains(wanted),
            let nearest = weights.min(by: { abs($0 - wanted) < abs($1 - wanted) })
        else {
            throw Palette.Problem(
                "smooth takes a weight from 0 to below 1"
                    + (text.isEmpty ? "" : ", not \"\(text)\"")
                    + "; there are \(all)")
        }
        model.chart.smoothing = nearest
        guard nearest != wanted else { return }
        model.notice = .init("smooth \(Self.text(nearest)), the nearest to \(text) of \(all)")
    }

    private func choose(
        columns text: String, _ model: inout DashboardModel
    ) throws(Palette.Problem) -> [Command] {
        let known = candidates(model)
        var items: [MenuState.Item] = []
        for part in text.split(separator: ",") {
            let name = try only(String(part).trimmed, "column", known)
            items.append(MenuState.Item(name, isChosen: true))
        }
        return RunsScreen.chose(
            MenuState(title: "Columns", items: items, purpose: .columns), &model)
    }

    private func export(
        _ text: String, _ model: DashboardModel
    ) throws(Palette.Problem) -> [Command] {
        let word = String(text.prefix { $0 != " " })
        let path = String(text.dropFirst(word.count)).trimmed
        let name = try only(word, "kind of file", candidates(model))
        guard let kind = FileKind(rawValue: name) else { return [] }
        return [.write(kind, path: path.isEmpty ? General.fileName(kind, model) : path)]
    }

    private func onlyOne<Element>(_ elements: [Element]) -> Element? {
        elements.count == 1 ? elements[0] : nil
    }

    private static func text(_ weight: Double) -> String { weight == 0 ? "0" : "\(weight)" }
}
