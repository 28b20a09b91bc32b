/// A few lines at the bottom of a terminal that are redrawn in place.
///
/// No full-screen mode: what was there before stays, and at the end the region makes room for the last line.
/// Lines are cut to the width, because a wrapped line would break the count of lines to go up.
package struct LiveRegion {
    private let sequences: TerminalSequences
    private let size: () -> (columns: Int, rows: Int)
    private let write: (String) -> Void
    private var drawn: [String] = []

    package init(
        sequences: TerminalSequences, size: @escaping () -> (columns: Int, rows: Int),
        write: @escaping (String) -> Void
    ) {
        self.sequences = sequences
        self.size = size
        self.write = write
    }

    /// Draws the lines in place of the last ones; nothing is written when nothing changed.
    package mutating func draw(_ lines: [String]) {
        let (columns, rows) = size()
        // One line less than the screen has, or going up would scroll.
        let visible = lines.prefix(max(1, rows - 1)).map { TextTable.cut($0, to: columns - 1) }
        guard visible != drawn else { return }
        var text = "\r" + sequences.up(drawn.count)
        for line in visible { text += line + sequences.clearLine + "\n" }
        write(text + sequences.clearBelow)
        drawn = visible
    }

    /// Takes the region away, for lines that stay.
    package mutating func clear() {
        guard !drawn.isEmpty else { return }
        write("\r" + sequences.up(drawn.count) + sequences.clearBelow)
        drawn = []
    }
}
