import SweepCore

/// The table of workers, and the line about the queue.
enum WorkersPane {
    static func draw(_ context: WorkersContext, into buffer: inout CellBuffer) {
        let model = context.model
        let all = WorkersScreen.listed(model.shown)
        let conditions = all.map { WorkerCondition(of: $0, now: model.now) }
        let live = conditions.filter(\.isLive).count
        let note = lastSeen(all, conditions, now: model.now)
        let inside = context.inside("workers  \(live) live", note: note, into: &buffer)
        guard inside.height > 0 else { return }
        let places = WorkersPlaces(all, model, in: inside)
        drawHint(in: places.hint, context, into: &buffer)
        if !all.isEmpty { drawTable(all, conditions, places, context, into: &buffer) }
        drawMore(places, count: all.count, context.glyphs, into: &buffer)
        if !places.queue.isEmpty { drawQueue(in: places.queue, context, into: &buffer) }
    }

    /// Of those that may be at work the one silent the longest; without any, the one seen last.
    private static func lastSeen(
        _ all: [WatchedWorker], _ conditions: [WorkerCondition], now: SweepInstant
    ) -> String {
        let ages = zip(all, conditions).filter { $0.1 != .ended }
            .map { (now.milliseconds - $0.0.seenAt.milliseconds, $0.1) }
        let age = ages.filter(\.1.mayWork).map(\.0).max() ?? ages.map(\.0).min()
        return age.map { "last sign of life \(Figure.age(milliseconds: $0)) ago" } ?? ""
    }

    /// That there are workers above or below those on the screen.
    private static func drawMore(
        _ places: WorkersPlaces, count: Int, _ glyphs: GlyphSet, into buffer: inout CellBuffer
    ) {
        let rows = places.rows
        guard rows.height > 0 else { return }
        // Between the pointer and the names.
        if places.shown.lowerBound > 0 {
            buffer.set(glyphs.up, x: rows.x + 1, y: rows.y, Style(.warning))
        }
        if places.shown.upperBound < count {
            let y = rows.y + places.shown.count - 1
            buffer.set(glyphs.down, x: rows.x + 1, y: y, Style(.warning))
        }
    }

    /// How to start a worker, below those that there were.
    private static func drawHint(
        in area: Rect, _ context: WorkersContext, into buffer: inout CellBuffer
    ) {
        guard !area.isEmpty else { return }
        let call = WorkerCall.text(context.model)
        buffer.write(
            "no live worker: \(call) starts one, from another terminal", x: area.x + 1, y: area.y,
            limit: area.width - 1, Style(.warning), ellipsis: context.glyphs.ellipsis)
    }

    private static func drawTable(
        _ all: [WatchedWorker], _ conditions: [WorkerCondition], _ places: WorkersPlaces,
        _ context: WorkersContext, into buffer: inout CellBuffer
    ) {
        let (head, body) = (places.head, places.rows)
        let columns = WorkerColumns(all, width: body.width)
        if head.height > 0 { columns.drawHead(in: head, context, into: &buffer) }
        let selected = WorkersScreen.selected(context.model)?.id
        for (row, index) in places.shown.enumerated() {
            let line = Rect(x: body.x, y: body.y + row, width: body.width, height: 1)
            columns.draw(all[index], conditions[index], in: line, context, into: &buffer)
            guard all[index].id == selected else { continue }
            buffer.restyle(line) { $0.with(.selected) }
            buffer.set(
                context.glyphs.pointer, x: line.x, y: line.y,
                Style(.text, context.isFocused ? [.selected, .bold] : .selected))
        }
    }

    private static func drawQueue(
        in area: Rect, _ context: WorkersContext, into buffer: inout CellBuffer
    ) {
        guard let sweep = context.model.shown.sweep else { return }
        let inside = Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: area.height)
        var line = TextLine(in: inside, row: 0)
        let queued = sweep.counts[.queued] ?? 0
        line.add(
            [("queue ", Style(.dim)), (Figure.grouped(Int64(queued)), Style(.queued))],
            into: &buffer)
        if let next = next(context.model.shown.runs) {
            let name = TextWidth.cutMiddle(
                next.name.visible, to: 28, ellipsis: context.glyphs.ellipsis)
            line.add([("next ", Style(.dim)), (name, Style(.text))], into: &buffer)
        }
        line.add(
            "leases expire after 30 s without renewal, then another worker goes on", Style(.dim),
            into: &buffer)
    }

    /// The queued run with the lowest number, which is claimed before others unless it was interrupted often.
    private static func next(_ runs: RunTable) -> WatchedRun? {
        runs.rows.lazy.filter { $0.state == .queued }.min { $0.number < $1.number }
    }
}
