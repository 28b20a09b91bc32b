import SweepCore

/// The Workers screen: who trains, how fast, and how the database and its log do.
enum WorkersScreen {
    /// Measures between looks; called after every observation.
    static func follow(_ model: inout DashboardModel) {
        model.workers.take(model.data, now: model.now)
    }

    /// Workers as they are listed: those at work by host, process and thread, then ended ones.
    static func listed(_ data: WatchedData) -> [WatchedWorker] {
        data.workers.sorted { a, b in
            if (a.endedAt == nil) != (b.endedAt == nil) { return a.endedAt == nil }
            if let first = a.endedAt, let second = b.endedAt, first != second {
                return first > second
            }
            return (a.host, a.pid, a.thread, a.id.rawValue) < (
                b.host, b.pid, b.thread, b.id.rawValue
            )
        }
    }

    /// The worker under the cursor.
    static func selected(_ model: DashboardModel) -> WatchedWorker? {
        let all = listed(model.shown)
        return all.first { $0.id == model.workers.selected } ?? all.first
    }

    static func layout(_ model: DashboardModel, in area: Rect) -> WorkersLayout {
        let workers = model.shown.workers
        // Where nobody may be at work, a line says how to change that.
        let hasHint = WorkerCall.isNeeded(workers, model)
        return WorkersLayout(
            area, focus: model.workers.pane, lineCount: workers.count + (hasHint ? 1 : 0))
    }

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {
        let layout = layout(model, in: area)
        for (pane, place) in layout.panes {
            let context = WorkersContext(
                model: model, area: place, isFocused: pane == model.workers.pane,
                hasFrame: layout.hasFrames)
            switch pane {
            case .workers: WorkersPane.draw(context, into: &buffer)
            case .events: EventsPane.draw(context, into: &buffer)
            case .use: UsePane.draw(context, into: &buffer)
            case .database: DatabasePane.draw(context, into: &buffer)
            }
        }
    }
}

/// What a pane of the Workers screen is drawn from, and where.
struct WorkersContext {
    let model: DashboardModel
    let area: Rect
    let isFocused: Bool
    let hasFrame: Bool

    var glyphs: GlyphSet { model.glyphs }

    func inside(_ title: String, note: String = "", into buffer: inout CellBuffer) -> Rect {
        buffer.pane(
            area, title: title, note: note, isFocused: isFocused, hasFrame: hasFrame,
            glyphs: glyphs)
    }
}
