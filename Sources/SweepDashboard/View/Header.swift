import SweepCore

/// The first line: the sweep, the screens or the page's place, counts by state, and whether it is live.
enum Header {
    /// A word that a click acts on.
    struct Tab: Equatable {
        let screen: DashboardModel.Screen
        let text: String
        let x: Int
        var columns: Int { TextWidth.columns(of: text) }
    }

    static func draw(_ model: DashboardModel, into buffer: inout CellBuffer) {
        let width = buffer.size.columns
        let end = drawCounts(model, endX: width - (isNarrow(model) ? 0 : 1), into: &buffer)
        if let page = model.layers.last(where: \.isPage) {
            drawTrail(page, model, endX: end, into: &buffer)
            return
        }
        let start = drawName(model, endX: end, into: &buffer)
        for tab in tabs(model, x: start, endX: end) {
            let isShown = tab.screen == model.screen
            buffer.write(
                tab.text, x: tab.x, y: 0, Style(isShown ? .title : .dim, isShown ? .bold : []))
        }
    }

    private static func isNarrow(_ model: DashboardModel) -> Bool { model.size.columns < 96 }

    /// `sweep digits`, without a name while nothing is read.
    private static func title(_ model: DashboardModel) -> [Phrase] {
        let blank = isNarrow(model) ? "" : " "
        let sweep = Phrase(blank + "sweep ", .dim)
        if let name = model.shown.sweep?.name {
            return [sweep, Phrase(name, Style(.title, .bold))]
        }
        return model.data.hasBegun ? [Phrase(blank + "no sweeps yet ", .dim)] : [sweep]
    }

    /// Columns that the sweep's name and the shown screen's need at least, where it is narrow.
    private static func leastRoom(_ model: DashboardModel) -> Int {
        guard isNarrow(model) else { return 16 }
        let name = title(model).reduce(0) { $0 + TextWidth.columns(of: $1.text.visible) }
        return min(name, leastName) + 1 + tabText(model.screen, model).count
    }

    /// `sweep ` and eight characters.
    private static let leastName = 14

    private static func nameRoom(_ model: DashboardModel, endX: Int) -> Int {
        let tabs = isNarrow(model) ? 18 : 44
        return max(leastName, min(36, endX - 1 - tabs))
    }

    /// Returns where the screens begin.
    private static func drawName(
        _ model: DashboardModel, endX: Int, into buffer: inout CellBuffer
    ) -> Int {
        let end = buffer.write(
            title(model), x: 0, y: 0, limit: nameRoom(model, endX: endX),
            ellipsis: model.glyphs.ellipsis)
        guard model.shown.sweep != nil else { return end }
        return end + (isNarrow(model) ? 1 : 2)
    }

    /// The screens that fit, the shown one before all others; where it is narrow only that one has its name.
    static func tabs(_ model: DashboardModel, x: Int, endX: Int) -> [Tab] {
        var room = endX - x - tabText(model.screen, model).count
        var (x, tabs) = (x, [Tab]())
        for screen in DashboardModel.Screen.allCases {
            let text = tabText(screen, model)
            if screen != model.screen {
                guard text.count <= room else { continue }
                room -= text.count
            }
            tabs.append(Tab(screen: screen, text: text, x: x))
            x += text.count
        }
        return tabs
    }

    private static func tabText(_ screen: DashboardModel.Screen, _ model: DashboardModel) -> String
    {
        let word = "\(screen.rawValue) \(Frame.title(of: screen))"
        if screen == model.screen { return "[\(word)]" }
        return isNarrow(model) ? "\(screen.rawValue) " : " \(word) "
    }

    /// The screen at a place of the first line.
    static func screen(atX x: Int, _ model: DashboardModel) -> DashboardModel.Screen? {
        var canvas = CellBuffer(Size(columns: model.size.columns, rows: 1))
        let end = drawCounts(
            model, endX: canvas.size.columns - (isNarrow(model) ? 0 : 1), into: &canvas)
        let start = drawName(model, endX: end, into: &canvas)
        return tabs(model, x: start, endX: end).first {
            ($0.x..<$0.x + $0.columns).contains(x)
        }?.screen
    }

    // MARK: Pages

    /// `1 Runs › lr3e-3-w256   5/200`.
    private static func drawTrail(
        _ page: Layer, _ model: DashboardModel, endX: Int, into buffer: inout CellBuffer
    ) {
        let arrow = model.glyphs.isASCII ? " > " : " › "
        let screen = "\(model.screen.rawValue) \(Frame.title(of: model.screen))" + arrow
        var after: [Phrase] = []
        switch page {
        case .run(let state):
            let list = model.runList
            if let line = list.line(of: state.run, model.shown.runs) {
                let arrows = model.glyphs.isASCII ? "  < >" : "  ‹ ›"
                after = [Phrase("   \(line + 1)/\(list.lines.count)"), Phrase(arrows, .keyHint)]
            }
        default: break
        }
        let name = pageName(page, model)
        let tail = after.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
        let whole = TextWidth.columns(of: screen + name) + tail
        // What the page is about counts more than where it is.
        var x = 0
        var canvas = CellBuffer(Size(columns: model.size.columns, rows: 1))
        if drawName(model, endX: endX, into: &canvas) + whole <= endX {
            x = drawName(model, endX: endX, into: &buffer)
            x = buffer.write(screen, x: x, y: 0, Style(.dim))
        }
        let cut = TextWidth.cutMiddle(
            name, to: max(0, endX - x - tail), ellipsis: model.glyphs.ellipsis)
        x = buffer.write(cut, x: x, y: 0, Style(.title, .bold))
        buffer.write(after, x: x, y: 0, limit: max(0, endX - x), ellipsis: "")
    }

    private static func pageName(_ page: Layer, _ model: DashboardModel) -> String {
        switch page {
        case .run(let state): (model.shown.runs[state.run]?.name ?? "gone").visible
        case .compare(let state): "\(state.runs.count) runs"
        case .zoom(let state): state.metric.visible
        default: ""
        }
    }

    // MARK: Counts

    /// Counts by state and whether it is live, from the right; returns where they begin.
    private static func drawCounts(
        _ model: DashboardModel, endX: Int, into buffer: inout CellBuffer
    ) -> Int {
        guard let sweep = model.shown.sweep else { return endX }
        var x = endX
        let live = liveText(model)
        x -= TextWidth.columns(of: live.text)
        buffer.write(live.text, x: x, y: 0, Style(live.role))
        x -= isNarrow(model) ? 1 : 2
        let marks: [(StateMark, Int)] = [
            (.running, (sweep.counts[.running] ?? 0) - sweep.lostCount), (.lost, sweep.lostCount),
            (.paused, sweep.counts[.paused] ?? 0), (.done, sweep.counts[.completed] ?? 0),
            (.pruned, sweep.counts[.pruned] ?? 0), (.failed, sweep.counts[.failed] ?? 0),
            (.cancelled, sweep.counts[.cancelled] ?? 0), (.queued, sweep.counts[.queued] ?? 0),
        ]
        let leastX = leastRoom(model)
        for (mark, count) in marks.reversed() where count > 0 {
            let text = RunText.steps(Int64(count))
            guard x - text.count - 1 > leastX else { break }
            x -= text.count + 1
            buffer.set(model.glyphs.state(mark), x: x, y: 0, Style(mark.role))
            buffer.write(text, x: x + 1, y: 0, Style(mark.role))
            x -= 1
        }
        return x
    }

    private static func liveText(_ model: DashboardModel) -> (text: String, role: Role) {
        if model.frozen != nil { return ("frozen", .warning) }
        if model.data.trouble != nil { return ("trouble", .error) }
        guard let sweep = model.shown.sweep else { return ("", .dim) }
        if (sweep.counts[.running] ?? 0) > sweep.lostCount {
            if sweep.state == .stopping { return (sweep.state.rawValue, .paused) }
            guard let lag = model.shown.health?.lagMilliseconds, !isNarrow(model) else {
                return ("live", .running)
            }
            let seconds = RunText.fixed(max(0, lag) / 1_000, decimals: lag < 9_995 ? 2 : 0)
            return ("live \(seconds) s", lag > 5_000 ? .warning : .running)
        }
        if sweep.lostCount > 0 { return ("worker lost", .silent) }
        return (sweep.state == .active ? "idle" : sweep.state.rawValue, .dim)
    }
}
