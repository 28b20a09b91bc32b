import SweepCore

extension General {
    static func openMetrics(_ model: inout DashboardModel) {
        let sweep = model.shown.sweep
        let names = sweep?.metricNames ?? []
        guard !names.isEmpty else {
            model.notice = .init("no metric has been recorded yet")
            return
        }
        let shown = presentMetric(model)
        let items = names.map { name in
            MenuState.Item(
                name, note: name == sweep?.objective?.metric ? "objective" : "",
                isChosen: name == shown)
        }
        open("Metric", items, .metric, &model)
    }

    static func openAxes(_ model: inout DashboardModel) {
        let items = XAxis.allCases.map { axis in
            MenuState.Item(
                axis.rawValue, note: note(on: axis), isChosen: axis == model.chart.xAxis)
        }
        open("X axis", items, .axis, &model)
    }

    static func openSweeps(_ model: inout DashboardModel) {
        let sweeps = model.shown.sweeps
        guard !sweeps.isEmpty else {
            model.notice = .init("the database has no sweep yet")
            return
        }
        let items = sweeps.map { sweep in
            MenuState.Item(
                sweep.name, note: note(on: sweep, model),
                isChosen: sweep.id == model.shown.watching, key: String(sweep.id.rawValue))
        }
        open("Sweep", items, .sweep, &model)
    }

    static func openFiles(_ model: inout DashboardModel) {
        let items = FileKind.allCases.map { kind in
            let note =
                switch kind {
                case .csv: "the runs as a table"
                case .json: "the runs, a line each"
                case .text: "this screen"
                }
            return MenuState.Item(kind.rawValue, note: note)
        }
        open("Write", items, .write, &model)
    }

    /// Does what was chosen in one of these menus.
    static func chose(_ menu: MenuState, _ model: inout DashboardModel) -> [Command] {
        guard let key = menu.current?.key else { return [] }
        switch menu.purpose {
        case .metric: choose(metric: key, &model)
        case .axis: model.chart.xAxis = XAxis(rawValue: key) ?? model.chart.xAxis
        case .sweep: if let id = Int64(key) { watch(SweepID(id), &model) }
        case .write:
            if let kind = FileKind(rawValue: key) {
                PromptLayer.open(.file(kind), text: fileName(kind, model), &model)
            }
        case .sort, .columns, .heatParameters: break
        }
        return []
    }

    /// The name that a file has unless a person gives another: nothing of the sweep's name that a path could
    /// stumble over.
    static func fileName(_ kind: FileKind, _ model: DashboardModel) -> String {
        let name = (model.shown.sweep?.name ?? "sweep").unicodeScalars.prefix(60).map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || scalar == "-" || scalar == "_")
            return isPlain ? String(scalar) : "-"
        }.joined()
        switch kind {
        case .csv: return "\(name)-runs.csv"
        case .json: return "\(name)-runs.json"
        case .text: return "\(name)-screen.txt"
        }
    }

    private static func open(
        _ title: String, _ items: [MenuState.Item], _ purpose: MenuState.Purpose,
        _ model: inout DashboardModel
    ) {
        let selected = items.firstIndex(where: \.isChosen) ?? 0
        model.layers.append(
            .menu(MenuState(title: title, items: items, selected: selected, purpose: purpose)))
    }

    private static func note(on axis: XAxis) -> String {
        switch axis {
        case .step: "optimizer updates"
        case .epoch: "passes over the data"
        case .elapsed: "time since the run began"
        case .clock: "time of day"
        case .samples: "training rows seen"
        }
    }

    /// State, runs that ended of those planned, and the best of the sweep whose runs are known.
    private static func note(on sweep: WatchedSweep, _ model: DashboardModel) -> String {
        let ended = sweep.counts.reduce(0) { $0 + ($1.key.isFinished ? $1.value : 0) }
        var parts = [sweep.state.rawValue]
        if sweep.id == model.shown.watching, let best = best(of: sweep, model) {
            parts.append("best \(best)")
        }
        parts.append("\(ended)/\(sweep.runCount) done")
        if let running = sweep.counts[.running], running > 0 { parts.append("\(running) running") }
        if let failed = sweep.counts[.failed], failed > 0 { parts.append("\(failed) failed") }
        return parts.joined(separator: "  ")
    }

    private static func best(of sweep: WatchedSweep, _ model: DashboardModel) -> String? {
        guard let objective = sweep.objective else { return nil }
        let values = model.shown.runs.rows.lazy.compactMap(\.objective)
        let best = values.reduce(nil as Double?) { best, value in
            best.map { objective.isBetter(value, than: $0) ? value : $0 } ?? value
        }
        return best.map(shortened)
    }

    /// Four significant digits.
    private static func shortened(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        var scale = 1.0
        let magnitude = abs(value)
        guard magnitude >= 1e-3, magnitude < 1e6 else { return "\(value)" }
        while magnitude * scale < 1_000 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return "\(rounded)"
    }
}
