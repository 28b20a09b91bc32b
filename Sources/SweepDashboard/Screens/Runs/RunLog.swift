import SweepCore

/// The lower pane of a run's page: what happened to it.
enum RunLog {
    static func draw(
        _ state: RunPageState, _ model: DashboardModel, in area: Rect, isFocused: Bool,
        into buffer: inout CellBuffer
    ) {
        let portrait = model.shown.portraits[state.run]
        let events = portrait?.events ?? []
        let inside = buffer.frame(
            area, title: "log", note: state.logOffset == 0 ? "newest last" : "f follows",
            isFocused: isFocused, glyphs: model.glyphs)
        guard inside.height > 0 else { return }
        guard !events.isEmpty else {
            let text = portrait == nil ? "reading" : "Nothing has happened yet."
            buffer.write(text, x: inside.x + 1, y: inside.y, limit: inside.width - 1, Style(.dim))
            return
        }
        let last = max(min(inside.height, events.count), events.count - state.logOffset)
        let first = max(0, last - inside.height)
        for (index, event) in events[first..<last].enumerated() {
            buffer.write(
                line(event, model), x: inside.x + 1, y: inside.y + index,
                limit: inside.width - 1, ellipsis: model.glyphs.ellipsis)
        }
    }

    /// `14:02:11 ✓ completed  …`.
    static func line(_ event: WatchedEvent, _ model: DashboardModel) -> [Phrase] {
        let mark = mark(of: event.kind)
        let glyph = mark.map { String(model.glyphs.state($0)) } ?? model.glyphs.dot
        let attempt = event.attempt.map { $0 > 1 ? " (attempt \($0))" : "" } ?? ""
        return [
            Phrase(RunText.timeOfDay(event.time, offset: model.chart.clockOffset) + " ", .dim),
            Phrase(glyph + " ", mark?.role ?? .dim), Phrase(event.kind + attempt),
            Phrase(event.message.map { "  " + $0 } ?? "", .dim),
        ]
    }

    private static func mark(of kind: String) -> StateMark? {
        switch kind {
        case "started", "claimed", "resumed": .running
        case "completed": .done
        case "pruned": .pruned
        case "failed", "diverged", "error", "exit_code", "signal", "out_of_memory": .failed
        case "paused": .paused
        case "queued", "retried": .queued
        case "cancelled": .cancelled
        case "lost", "interrupted": .lost
        default: nil
        }
    }
}
