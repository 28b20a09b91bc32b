import SweepCore

/// Where the panes of the Workers screen stand at a size.
///
/// From 84 columns on all of them; below, the table and one other; below 16 rows one at a time, without
/// frames.
struct WorkersLayout {
    private(set) var panes: [(pane: WorkersState.Pane, area: Rect)] = []
    let hasFrames: Bool

    /// `lineCount` are the lines that the table would like to have below its heading.
    init(_ area: Rect, focus: WorkersState.Pane, lineCount: Int) {
        hasFrames = area.height >= 16 && area.width >= 60
        guard area.height >= 16 else {
            panes = [(focus, area)]
            return
        }
        let frameRows = hasFrames ? 2 : 1
        // A heading, the workers and the line about the queue; at most two fifths where there are many.
        let wanted = max(lineCount, 2) + 2 + frameRows
        let (table, rest) = area.split(top: min(wanted, max(7, area.height * 2 / 5)))
        panes = [(.workers, table)]
        guard area.width >= SweepLayout.wide else {
            panes.append((focus == .workers ? .events : focus, rest))
            return
        }
        guard rest.height >= 14 else {
            let (left, right) = rest.split(left: rest.width / 2)
            panes +=
                focus == .use || focus == .database
                ? [(.use, left), (.database, right)] : [(.events, rest)]
            return
        }
        let (middle, bottom) = rest.split(top: min(11, max(8, rest.height / 2)))
        let (left, right) = middle.split(left: middle.width / 2)
        panes += [(.use, left), (.database, right), (.events, bottom)]
    }
}
