import SweepCore

extension SweepScreen {
    /// `nil` when an intent is for somebody else.
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? {
        switch intent {
        case .nextPane: turnPane(by: 1, &model)
        case .previousPane: turnPane(by: -1, &model)
        case .up: move(rows: -1, columns: 0, &model)
        case .down: move(rows: 1, columns: 0, &model)
        case .left: move(rows: 0, columns: -1, &model)
        case .right: move(rows: 0, columns: 1, &model)
        case .pageUp: move(rows: -5, columns: 0, &model)
        case .pageDown: move(rows: 5, columns: 0, &model)
        case .top: move(rows: -1_000_000, columns: 0, &model)
        case .bottom: move(rows: 1_000_000, columns: 0, &model)
        case .heatValue:
            let all = HeatMap.Measure.allCases
            let index = all.firstIndex(of: model.sweep.measure) ?? 0
            model.sweep.measure = all[(index + 1) % all.count]
        case .heatParameters: askParameters(&model)
        case .open: open(&model)
        case .brush: brush(&model)
        case .back where !model.runs.filterText.isEmpty: _ = RunsScreen.setFilter("", &model)
        case .pauseOrResume, .stop, .cancel, .retry: SweepActs.ask(intent, &model)
        default: return nil
        }
        return []
    }

    private static func turnPane(by step: Int, _ model: inout DashboardModel) {
        let count = SweepScreenState.Pane.allCases.count
        let next = (model.sweep.pane.rawValue + step + count) % count
        model.sweep.pane = SweepScreenState.Pane(rawValue: next) ?? .heat
    }

    private static func move(rows: Int, columns: Int, _ model: inout DashboardModel) {
        if model.sweep.pane == .parallel {
            moveAlongAxis(rows: rows, columns: columns, &model)
            return
        }
        guard model.sweep.pane == .heat, let heat = model.sweep.heat else { return }
        model.sweep.hasMoved = true
        let (lastRow, lastColumn) = (max(0, heat.rows.count - 1), max(0, heat.columns.count - 1))
        model.sweep.row = min(max(0, model.sweep.row + rows), lastRow)
        model.sweep.column = min(max(0, model.sweep.column + columns), lastColumn)
    }

    /// To another axis, or to the next place on this one that has a run; of many, in steps of a twentieth.
    private static func moveAlongAxis(
        rows: Int, columns: Int, _ model: inout DashboardModel
    ) {
        guard let axes = model.sweep.analysis?.axes.axes, !axes.isEmpty else { return }
        let axis = min(max(0, model.sweep.axis), axes.count - 1)
        model.sweep.axis = min(max(0, axis + columns), axes.count - 1)
        guard rows != 0 else { return }
        let place = model.sweep.place
        let all = axes[model.sweep.axis].stops
        let stops = all.count > 24 ? (0...20).map { Float($0) / 20 } : all
        guard let first = stops.first, let last = stops.last else { return }
        if rows.magnitude > 1 {
            let far = place - Float(max(-4, min(rows, 4))) / 10
            model.sweep.place =
                rows < -1_000 ? last : rows > 1_000 ? first : min(max(far, first), last)
        } else if rows < 0 {
            model.sweep.place = stops.first { $0 > place + 0.001 } ?? last
        } else {
            model.sweep.place = stops.last { $0 < place - 0.001 } ?? first
        }
    }

    // MARK: Parameters of the heat map

    private static func askParameters(_ model: inout DashboardModel) {
        guard let analysis = model.sweep.analysis, analysis.columns.count > 1 else {
            model.notice = .init("there are not two parameters to choose from")
            return
        }
        let chosen = model.sweep.heatKey?.pair ?? []
        let items = analysis.columns.map { column in
            let count = column.values.count
            return MenuState.Item(
                column.name, note: "\(count) value\(count == 1 ? "" : "s")",
                isChosen: chosen.contains(column.name))
        }
        model.layers.append(
            .menu(
                MenuState(
                    title: "heat map: rows and columns", items: items, purpose: .heatParameters)))
    }

    /// Takes the two parameters that a person has marked, the one for the rows first.
    static func chose(_ menu: MenuState, _ model: inout DashboardModel) -> [Command] {
        if menu.marked.count == 2 {
            model.sweep.pair = menu.marked
            model.sweep.hasMoved = false
        }
        return []
    }

    // MARK: From here to the runs

    private static func open(_ model: inout DashboardModel) {
        switch model.sweep.pane {
        case .heat:
            guard let heat = model.sweep.heat else { return }
            showRuns(heat.filter(row: model.sweep.row, column: model.sweep.column), &model)
        case .parallel:
            guard let analysis = model.sweep.analysis,
                let line = analysis.axes.line(
                    nearest: model.sweep.place, axis: model.sweep.axis)
            else { return }
            let row = Int(analysis.axes.ranking[line])
            guard row < model.shown.runs.count else { return }
            model.layers.append(.run(RunPageState(run: model.shown.runs.rows[row].id)))
        case .best, .importance: break
        }
    }

    private static func showRuns(_ filter: String, _ model: inout DashboardModel) {
        General.show(.runs, &model)
        let added = AddedFilter(filter, to: model.runs.filterText)
        if let problem = RunsScreen.setFilter(added.text, &model) {
            model.notice = .init(problem, isProblem: true)
        } else {
            model.sweep.cellFilter = added
        }
    }

    /// Who comes back from a cell's runs finds the heat map as it was.
    static func comeBack(_ model: inout DashboardModel) {
        guard let added = model.sweep.cellFilter else { return }
        model.sweep.cellFilter = nil
        let base = AddedFilter.base(of: model.runs.filterText, added)
        if base != model.runs.filterText { _ = RunsScreen.setFilter(base, &model) }
    }

    /// The brushes that are part of the filter.
    static func brushes(_ model: DashboardModel) -> [String: Float] {
        guard !model.sweep.brushes.isEmpty else { return [:] }
        let parts = parts(model.runs.filter)
        return model.sweep.brushes.filter { name, _ in
            model.sweep.brushTerms[name]?.allSatisfy(parts.contains) ?? false
        }
    }

    /// The filter without the terms of brushes.
    private static func unbrushedFilter(_ model: DashboardModel) -> String {
        let added = terms(of: brushes(model), model)
        guard !added.isEmpty else { return model.runs.filterText }
        let all = model.runs.filterText
        // As the person has spelled it, where that is possible.
        if all.hasSuffix(" " + text(added)) { return String(all.dropLast(text(added).count + 1)) }
        return text(parts(model.runs.filter).filter { !added.contains($0) })
    }

    /// In the order of the axes' names.
    private static func terms(
        of brushes: [String: Float], _ model: DashboardModel
    ) -> [RunFilter] {
        brushes.keys.sorted().flatMap { model.sweep.brushTerms[$0] ?? [] }
    }

    /// Takes away what this screen has added to the filter: it means nothing for another sweep.
    static func letGo(_ model: inout DashboardModel) {
        take(AddedFilter.base(of: model.runs.filterText, model.sweep.cellFilter), &model)
        model.sweep.cellFilter = nil
        take(unbrushedFilter(model), &model)
        model.sweep.brushes = [:]
    }

    /// Whether the next sweep knows the names in it is said in the list.
    private static func take(_ text: String, _ model: inout DashboardModel) {
        guard text != model.runs.filterText, let filter = try? FilterParser.parse(text) else {
            return
        }
        model.runs.filter = filter
        model.runs.filterText = text
    }

    private static func parts(_ filter: RunFilter) -> [RunFilter] {
        if case .all(let parts) = filter { parts } else { [filter] }
    }

    private static func text(_ parts: [RunFilter]) -> String {
        parts.isEmpty ? "" : "\(parts.count == 1 ? parts[0] : RunFilter.all(parts))"
    }

    /// Keeps the runs near the cursor, or lets go of those of this axis; the run list shows the same runs.
    private static func brush(_ model: inout DashboardModel) {
        guard model.sweep.pane == .parallel, let axes = model.sweep.analysis?.axes,
            axes.axes.indices.contains(model.sweep.axis)
        else {
            let isThere = model.sweep.pane == .parallel
            model.notice = .init(
                isThere
                    ? "there is no axis to brush"
                    : "Tab to the parallel coordinates to brush an axis")
            return
        }
        let name = axes.axes[model.sweep.axis].name
        let base = unbrushedFilter(model)
        model.sweep.brushes = brushes(model)
        if model.sweep.brushes[name] != nil {
            model.sweep.brushes[name] = nil
        } else if let near = axes.filter(axis: model.sweep.axis, near: model.sweep.place) {
            model.sweep.brushes[name] = model.sweep.place
            model.sweep.brushTerms[name] = parts(near)
        }
        let added = text(terms(of: model.sweep.brushes, model))
        let filter = AddedFilter(added, to: base).text
        let problem = RunsScreen.setFilter(filter, &model)
        model.notice = .init(
            problem ?? (filter.isEmpty ? "no filter" : "filter: \(filter)"),
            isProblem: problem != nil)
    }
}
