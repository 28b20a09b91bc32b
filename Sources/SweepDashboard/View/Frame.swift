import SweepCore

/// What is around every screen: the header, the status line and the footer.
enum Frame {
    static let smallest = Size(columns: 40, rows: 10)

    /// The rows between the header and the status line.
    static func body(of size: Size) -> Rect {
        Rect(x: 0, y: 1, width: size.columns, height: size.rows - 3)
    }

    static func sayTooSmall(into buffer: inout CellBuffer) {
        let size = buffer.size
        let text =
            "terminal \(size.columns)x\(size.rows), need \(smallest.columns)x\(smallest.rows)"
        let x = max(0, (size.columns - text.count) / 2)
        buffer.write(text, x: x, y: size.rows / 2, Style(.text), ellipsis: "")
    }

    static func drawHeader(_ model: DashboardModel, into buffer: inout CellBuffer) {
        var end = buffer.size.columns - 1
        end = drawCounts(model, endX: end, into: &buffer)
        let name = model.shown.sweep?.name ?? "no sweep"
        var x = buffer.write(" sweep ", x: 0, y: 0, Style(.dim))
        let nameRoom = max(8, min(30, end - x - 44))
        x = buffer.write(
            name, x: x, y: 0, limit: nameRoom, Style(.title, .bold), ellipsis: model.glyphs.ellipsis
        )
        x += 2
        for screen in DashboardModel.Screen.allCases {
            let isShown = screen == model.screen
            let word = "\(screen.rawValue) \(title(of: screen))"
            let text = isShown ? "[\(word)]" : " \(word) "
            guard x + text.count <= end else { break }
            x = buffer.write(text, x: x, y: 0, Style(isShown ? .title : .dim, isShown ? .bold : []))
        }
    }

    static func title(of screen: DashboardModel.Screen) -> String {
        switch screen {
        case .runs: "Runs"
        case .charts: "Charts"
        case .sweep: "Sweep"
        case .workers: "Workers"
        }
    }

    /// Counts by state and whether it is live, from the right; returns where they begin.
    private static func drawCounts(
        _ model: DashboardModel, endX: Int, into buffer: inout CellBuffer
    ) -> Int {
        guard let sweep = model.shown.sweep else { return endX }
        var x = endX
        let live = liveText(model)
        x -= TextWidth.columns(of: live.text)
        buffer.write(live.text, x: x, y: 0, Style(live.role))
        x -= 2
        let marks: [(StateMark, Int)] = [
            (.running, (sweep.counts[.running] ?? 0) - sweep.lostCount), (.lost, sweep.lostCount),
            (.paused, sweep.counts[.paused] ?? 0), (.done, sweep.counts[.completed] ?? 0),
            (.pruned, sweep.counts[.pruned] ?? 0), (.failed, sweep.counts[.failed] ?? 0),
            (.cancelled, sweep.counts[.cancelled] ?? 0), (.queued, sweep.counts[.queued] ?? 0),
        ]
        for (mark, count) in marks.reversed() where count > 0 {
            let text = String(count)
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
        let isWorkedOn = model.shown.workers.contains { $0.endedAt == nil && !$0.runs.isEmpty }
        if (sweep.counts[.running] ?? 0) > sweep.lostCount || isWorkedOn {
            return ("live", .running)
        }
        return (sweep.state == .active ? "idle" : sweep.state.rawValue, .dim)
    }

    static func drawStatus(_ model: DashboardModel, into buffer: inout CellBuffer) {
        let y = buffer.size.rows - 2
        if let notice = model.notice {
            buffer.write(
                " " + notice.text, x: 0, y: y, Style(notice.isProblem ? .error : .text),
                ellipsis: model.glyphs.ellipsis)
        } else if let trouble = model.data.trouble {
            buffer.write(
                " " + trouble, x: 0, y: y, Style(.error), ellipsis: model.glyphs.ellipsis)
        } else {
            StatusLine.draw(model, y: y, into: &buffer)
        }
    }

    /// As many hints of keys as fit.
    static func drawFooter(_ model: DashboardModel, into buffer: inout CellBuffer) {
        let y = buffer.size.rows - 1
        for hint in Footer.hints(model) {
            let x = buffer.write(hint.shown, x: hint.x, y: y, Style(.keyHint))
            buffer.write(" " + hint.text, x: x, y: y, Style(.dim))
        }
    }
}
