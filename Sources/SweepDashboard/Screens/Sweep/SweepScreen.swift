import SweepCore

/// The Sweep screen: how far the sweep is, and where in the search space its best runs are.
enum SweepScreen {
    // MARK: What is computed

    /// Computes again what has gone out of date, when the screen is shown.
    static func refresh(_ model: inout DashboardModel) {
        guard model.screen == .sweep, !model.layers.contains(where: \.isPage) else { return }
        let data = model.shown
        let isListed = model.runs.list.isListed
        if model.sweep.analysis?.isCurrent(for: data, isListed: isListed, now: model.now) != true {
            let previous = model.sweep.analysis
            model.sweep.analysis = SweepAnalysis(
                of: data, isListed: isListed, glyphs: model.glyphs, now: model.now,
                previous: previous)
            if previous?.key.sweep != data.watching, previous != nil { forget(&model) }
        }
        guard let analysis = model.sweep.analysis else { return }
        let key = heatKey(model, analysis)
        if model.sweep.heatKey != key {
            model.sweep.heat = heat(key, analysis, data)
            model.sweep.heatKey = key
        }
        let axisCount = analysis.axes.axes.count
        if axisCount > 0 { model.sweep.axis = min(max(0, model.sweep.axis), axisCount - 1) }
        guard let heat = model.sweep.heat else { return }
        if !model.sweep.hasMoved, let best = heat.bestCell {
            (model.sweep.row, model.sweep.column) = best.quotientAndRemainder(
                dividingBy: heat.columns.count)
        }
        model.sweep.row = min(max(0, model.sweep.row), max(0, heat.rows.count - 1))
        model.sweep.column = min(max(0, model.sweep.column), max(0, heat.columns.count - 1))
    }

    /// What was chosen for one sweep means nothing for another.
    private static func forget(_ model: inout DashboardModel) {
        let state = model.sweep
        model.sweep = SweepScreenState()
        model.sweep.analysis = state.analysis
        model.sweep.pane = state.pane
        model.sweep.measure = state.measure
    }

    private static func heatKey(
        _ model: DashboardModel, _ analysis: SweepAnalysis
    ) -> SweepScreenState.HeatKey {
        var pair = (model.sweep.pair ?? []).filter { analysis.column($0) != nil }
        if pair.count < 2 { pair = analysis.automaticPair }
        return SweepScreenState.HeatKey(
            analysis: analysis.key, pair: pair, measure: model.sweep.measure,
            metric: model.sweep.metric)
    }

    private static func heat(
        _ key: SweepScreenState.HeatKey, _ analysis: SweepAnalysis, _ data: WatchedData
    ) -> HeatMap? {
        let runs = data.runs.rows
        guard let sweep = data.sweep, !runs.isEmpty else { return nil }
        let single = ParameterColumn.single(runs)
        let rows = analysis.column(key.pair.first) ?? single
        let columns = key.pair.count > 1 ? analysis.column(key.pair[1]) ?? single : single
        return HeatMap(
            rows: rows, columns: columns, metric: MeasuredMetric(key.metric, sweep: sweep),
            measure: key.measure, runs: runs, isListed: key.analysis.isListed)
    }

    // MARK: Drawing

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {
        let glyphs = model.glyphs
        guard let sweep = model.shown.sweep else {
            drawNothing(model, in: area, into: &buffer)
            return
        }
        let analysis =
            model.sweep.analysis
            ?? SweepAnalysis(of: model.shown, glyphs: glyphs, now: model.now)
        let layout = layout(model, in: area)
        ProgressPane.draw(
            sweep, analysis, model, in: layout.progress, hasFrame: layout.hasFrames, into: &buffer)
        for (pane, place) in layout.panes {
            let context = PaneContext(
                model: model, analysis: analysis, area: place,
                isFocused: pane == model.sweep.pane, hasFrame: layout.hasFrames)
            switch pane {
            case .heat: HeatPane.draw(context, into: &buffer)
            case .best: BestPane.draw(context, into: &buffer)
            case .parallel: ParallelPane.draw(context, into: &buffer)
            case .importance: ImportancePane.draw(context, into: &buffer)
            }
        }
    }

    static func layout(_ model: DashboardModel, in area: Rect) -> SweepLayout {
        SweepLayout(area, focus: model.sweep.pane, levelCount: model.sweep.heat?.rows.count ?? 1)
    }

    private static func drawNothing(
        _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        let text = model.data.hasBegun ? "no sweep in this database yet" : "reading"
        let hint = "sweep launch FILE     begins one, from another terminal"
        for (row, line) in [text, model.data.hasBegun ? hint : ""].enumerated() {
            buffer.write(
                line, x: area.x + 2, y: area.y + 1 + 2 * row, limit: area.width - 4,
                Style(row == 0 ? .text : .dim), ellipsis: model.glyphs.ellipsis)
        }
    }
}

/// What a pane of the Sweep screen is drawn from, and where.
struct PaneContext {
    let model: DashboardModel
    let analysis: SweepAnalysis
    let area: Rect
    let isFocused: Bool
    let hasFrame: Bool

    var glyphs: GlyphSet { model.glyphs }

    /// Whether shades have to be told apart without colour.
    var isMono: Bool { model.settings.colors == .mono || glyphs.isASCII }
}
