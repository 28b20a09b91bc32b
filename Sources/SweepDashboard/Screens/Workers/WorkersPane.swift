import SweepCore

/// The table of workers, and the line about the queue.
enum WorkersPane {
    static func draw(_ context: WorkersContext, into buffer: inout CellBuffer) {
        let model = context.model
        let all = WorkersScreen.listed(model.shown)
        let conditions = all.map { WorkerCondition(of: $0, now: model.now) }
        let live = conditions.filter(\.isLive).count
        let oldest = zip(all, conditions).filter { $0.1 != .ended }
            .map { model.now.milliseconds - $0.0.seenAt.milliseconds }.max()
        let note = oldest.map { "last sign of life \(Figure.age(milliseconds: $0)) ago" } ?? ""
        let inside = context.inside("workers  \(live) live", note: note, into: &buffer)
        guard inside.height > 0 else { return }
        let hasQueue = inside.height >= 4
        let (body, foot) = inside.split(top: inside.height - (hasQueue ? 1 : 0))
        if all.isEmpty || live == 0 && body.height > all.count + 1 {
            drawHint(all, in: body, context, into: &buffer)
        }
        if !all.isEmpty { drawTable(all, conditions, in: body, context, into: &buffer) }
        if hasQueue { drawQueue(in: foot, context, into: &buffer) }
    }

    /// How to start a worker, below those that there were.
    private static func drawHint(
        _ all: [WatchedWorker], in area: Rect, _ context: WorkersContext,
        into buffer: inout CellBuffer
    ) {
        let y = area.y + (all.isEmpty ? 0 : all.count + 1)
        guard y < area.endY else { return }
        var path = ""
        if let health = context.model.shown.health, health.path != "experiments.db" {
            path = " --db \(health.path)"
        }
        buffer.write(
            "no live worker: sweep worker\(path) starts one, from another terminal", x: area.x + 1,
            y: y, limit: area.width - 1, Style(.warning), ellipsis: context.glyphs.ellipsis)
    }

    private static func drawTable(
        _ all: [WatchedWorker], _ conditions: [WorkerCondition], in area: Rect,
        _ context: WorkersContext, into buffer: inout CellBuffer
    ) {
        let columns = WorkerColumns(all, width: area.width)
        let (head, body) = area.split(top: area.height > 1 ? 1 : 0)
        if head.height > 0 { columns.drawHead(in: head, context, into: &buffer) }
        let selected = WorkersScreen.selected(context.model)?.id
        let place = all.firstIndex { $0.id == selected } ?? 0
        let shown = HeatView.window(count: all.count, fitting: body.height, around: place)
        for (row, index) in shown.enumerated() {
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
            let name = TextWidth.cut(
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
