import SweepCore

/// The axes that fit into a pane, with the cursor's among them.
struct ParallelView {
    let area: Rect
    /// The cells of the lines.
    let plot: Rect
    /// Row of the axes' names.
    let headY: Int
    /// Whether the values at the ends have rows of their own.
    let hasEnds: Bool
    /// Row of the text about the run under the cursor.
    let footY: Int?
    /// Axes from left to right, and their columns in the plot.
    let shown: Range<Int>
    let offsets: [Int]

    private static let narrowest = 9

    init(_ axes: ParallelAxes, axis: Int, in area: Rect) {
        self.area = area
        headY = area.y
        hasEnds = area.height >= 6
        let hasFoot = area.height >= 8
        let (top, bottom) = (hasEnds ? 2 : 1, (hasEnds ? 1 : 0) + (hasFoot ? 1 : 0))
        footY = hasFoot ? area.endY - 1 : nil
        plot = Rect(
            x: area.x, y: area.y + top, width: area.width, height: area.height - top - bottom)
        let fitting = max(1, area.width / Self.narrowest)
        let shown = HeatView.window(count: axes.axes.count, fitting: fitting, around: axis)
        self.shown = shown
        // Half a field at each end, so that labels stand around their axes.
        let field = shown.isEmpty ? 0 : area.width / shown.count
        let count = shown.count
        offsets = shown.indices.map { index in
            let place = index - shown.lowerBound
            guard count > 1 else { return area.width / 2 }
            return field / 2 + place * (area.width - 1 - 2 * (field / 2)) / (count - 1)
        }
    }

    /// The columns of the screen that belong to an axis's labels.
    func field(_ index: Int) -> Range<Int> {
        let count = max(1, shown.count)
        let start = area.x + index * area.width / count
        return start..<max(start, area.x + (index + 1) * area.width / count)
    }
}
