import SweepCore

/// Where the parts of the pane of workers are: for drawing, and for the mouse.
struct WorkersPlaces {
    let head: Rect
    let rows: Rect
    /// The workers whose lines fit, by their places in the list.
    let shown: Range<Int>
    /// How to start a worker; empty where none is needed.
    let hint: Rect
    /// Empty where it is too small for it.
    let queue: Rect

    /// `all` are the workers as they are listed.
    init(_ all: [WatchedWorker], _ model: DashboardModel, in area: Rect) {
        var table: Rect
        (table, queue) = area.split(top: area.height - (area.height >= 4 ? 1 : 0))
        let least = all.isEmpty ? 0 : min(all.count + 1, max(2, table.height - 1))
        (table, hint) = table.split(
            top: WorkerCall.isNeeded(all, model) ? least : table.height)
        (head, rows) = table.split(top: table.height > 1 ? 1 : 0)
        let selected = WorkersScreen.selected(model)?.id
        let place = all.firstIndex { $0.id == selected } ?? 0
        shown = HeatView.window(count: all.count, fitting: rows.height, around: place)
    }

    /// The place in the list of the worker in a line of the screen.
    func worker(atX x: Int, y: Int) -> Int? {
        guard rows.contains(x: x, y: y), y - rows.y < shown.count else { return nil }
        return shown.lowerBound + y - rows.y
    }
}
