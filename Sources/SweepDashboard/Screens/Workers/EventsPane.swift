import SweepCore

/// The newest lines of the log.
enum EventsPane {
    /// Index of the event in the last line.
    static func lastShown(_ model: DashboardModel) -> Int {
        let events = model.shown.events
        guard let wanted = model.workers.lastEvent else { return events.count - 1 }
        // Sorted by id.
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].id < wanted { low = middle + 1 } else { high = middle }
        }
        return min(low, events.count - 1)
    }

    static func draw(_ context: WorkersContext, into buffer: inout CellBuffer) {
        let model = context.model
        let events = model.shown.events
        let isFollowing = model.workers.lastEvent == nil
        let place = isFollowing ? "follow" : "\(lastShown(model) + 1)/\(events.count)"
        let search = model.search ?? ""
        let note = (search.isEmpty ? "" : "/\(search)  ") + "f \(place)"
        let inside = context.inside("events", note: note, into: &buffer)
        guard !events.isEmpty else {
            buffer.write(
                "nothing has happened yet", x: inside.x + 1, y: inside.y, limit: inside.width,
                Style(.dim))
            return
        }
        // A page that is not full begins with the first event.
        let last = max(lastShown(model), min(events.count, inside.height) - 1)
        let first = max(0, last - inside.height + 1)
        guard inside.height > 0, first <= last else { return }
        let names = events[first...last].map { TextWidth.columns(of: ($0.runName ?? "").visible) }
        let nameColumns = min(names.max() ?? 0, max(8, inside.width / 3), 28)
        for (row, event) in events[first...last].enumerated() {
            let line = Rect(x: inside.x, y: inside.y + row, width: inside.width, height: 1)
            draw(event, in: line, nameColumns: nameColumns, context, into: &buffer)
            let isCursor = !isFollowing && first + row == lastShown(model) && context.isFocused
            if isCursor { buffer.restyle(line) { $0.with(.selected) } }
        }
    }

    private static func draw(
        _ event: WatchedEvent, in line: Rect, nameColumns: Int, _ context: WorkersContext,
        into buffer: inout CellBuffer
    ) {
        let glyphs = context.glyphs
        let model = context.model
        let time = Figure.timeOfDay(event.time, offset: model.chart.clockOffset)
        var x = line.x + (context.hasFrame ? 1 : 0)
        x = buffer.write(time, x: x, y: line.y, limit: line.endX - x, Style(.dim)) + 1
        let mark = EventText.mark(event.kind)
        let glyph = mark.map(glyphs.state) ?? (glyphs.isASCII ? "-" : "·")
        let role = mark?.role ?? .dim
        guard x < line.endX else { return }
        buffer.set(glyph, x: x, y: line.y, Style(role))
        x += 2
        if nameColumns > 0, line.endX > x {
            let name = TextWidth.cutMiddle(
                (event.runName ?? "").visible, to: min(nameColumns, line.endX - x),
                ellipsis: glyphs.ellipsis)
            buffer.write(name, x: x, y: line.y)
            x += nameColumns + 2
        }
        guard x < line.endX else { return }
        let search = model.search ?? ""
        let isMatch = !search.isEmpty && EventText.matches(event, search)
        buffer.write(
            EventText.message(event), x: x, y: line.y, limit: line.endX - x,
            Style(isMatch ? .warning : .text, isMatch ? [.bold, .underline] : []),
            ellipsis: glyphs.ellipsis)
    }
}
