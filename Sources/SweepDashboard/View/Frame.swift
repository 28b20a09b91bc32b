import SweepCore

/// What is around every screen: the rows that it has, the status line and the footer.
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

    static func title(of screen: DashboardModel.Screen) -> String {
        switch screen {
        case .runs: "Runs"
        case .charts: "Charts"
        case .sweep: "Sweep"
        case .workers: "Workers"
        }
    }

    /// `report` is of the large chart, where there is one.
    static func drawStatus(
        _ model: DashboardModel, _ report: ChartReport?, into buffer: inout CellBuffer
    ) {
        let y = buffer.size.rows - 2
        if let notice = model.notice {
            buffer.write(
                " " + notice.text, x: 0, y: y, Style(notice.isProblem ? .error : .text),
                ellipsis: model.glyphs.ellipsis)
        } else if let trouble = model.data.trouble {
            buffer.write(
                " " + trouble, x: 0, y: y, Style(.error), ellipsis: model.glyphs.ellipsis)
        } else {
            StatusLine.draw(model, report, y: y, into: &buffer)
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

    /// The key of the hint at a place of the last line.
    static func hint(atX x: Int, _ model: DashboardModel) -> Key? {
        Footer.hints(model).first { ($0.x..<$0.x + $0.columns).contains(x) }?.press
    }
}
