import SweepCore

/// Where the panes of the Sweep screen stand at a size.
///
/// From 84 columns on, two panes side by side in one or two rows; below, one at a time. Where there is no room
/// for two rows, that of the focused pane is shown. Below 16 rows or 60 columns nothing is framed.
package struct SweepLayout: Equatable {
    package private(set) var progress: Rect
    package private(set) var panes: [(pane: SweepScreenState.Pane, area: Rect)] = []
    package let hasFrames: Bool

    package static let wide = 84

    /// Lays the panes out; the heat map gets no more rows than it needs for `levelCount` of them.
    package init(_ area: Rect, focus: SweepScreenState.Pane, levelCount: Int) {
        hasFrames = area.height >= 16 && area.width >= 60
        let frameRows = hasFrames ? 2 : 0
        let (head, body) = area.split(top: min(area.height, 3 + frameRows))
        progress = head
        guard area.width >= Self.wide else {
            panes = [(focus, body)]
            return
        }
        guard body.height >= 18 else {
            let isUpper = focus == .heat || focus == .best
            panes = isUpper ? Self.upper(body) : Self.lower(body)
            return
        }
        // Header, levels, a blank line and two of legend; the lines below want the rest.
        let wanted = levelCount + 4 + frameRows
        let (top, bottom) = body.split(top: min(max(10, wanted), max(10, body.height * 4 / 7)))
        panes = Self.upper(top) + Self.lower(bottom)
    }

    private static func upper(_ area: Rect) -> [(pane: SweepScreenState.Pane, area: Rect)] {
        let (left, right) = area.split(left: area.width / 2)
        return [(.heat, left), (.best, right)]
    }

    private static func lower(_ area: Rect) -> [(pane: SweepScreenState.Pane, area: Rect)] {
        let (left, right) = area.split(left: area.width * 3 / 5)
        return [(.parallel, left), (.importance, right)]
    }

    package static func == (a: SweepLayout, b: SweepLayout) -> Bool {
        a.progress == b.progress && a.hasFrames == b.hasFrames
            && a.panes.elementsEqual(b.panes) { $0.pane == $1.pane && $0.area == $1.area }
    }
}
