import CTerminal
import SweepDashboard

/// The terminal while the dashboard has it: takes frames, gives what comes from keyboard and mouse.
///
/// One at a time, and on one thread: ncurses is neither reentrant nor safe to share.
final class TerminalScreen {
    /// Why the terminal cannot be taken.
    enum Refusal: Error {
        case unknown, incapable
    }

    private var shown: CellBuffer?
    private var inks: InkTable
    private var row = RowOfCells()

    /// What the terminal can show, as far as colours were asked for.
    let colors: ColorDepth

    /// Takes the terminal over.
    init(wantsColor: Bool, takesMouse: Bool, theme: Theme) throws(Refusal) {
        let options =
            (wantsColor ? SWEEP_SCREEN_COLOR : 0) | (takesMouse ? SWEEP_SCREEN_MOUSE : 0)
        switch Int(sweep_screen_open(Int32(options))) {
        case SWEEP_SCREEN_OPEN: break
        case SWEEP_SCREEN_INCAPABLE: throw .incapable
        default: throw .unknown
        }
        colors =
            switch sweep_screen_colors() {
            case ..<8: .mono
            case ..<256: .basic16
            default: .indexed256
            }
        inks = InkTable(theme: theme, depth: colors)
    }

    /// Gives the terminal back as it was. Must be called before the process ends or writes anything.
    func close() { sweep_screen_close() }

    /// The size as it is now.
    func measure() -> Size {
        var (rows, columns): (Int32, Int32) = (0, 0)
        sweep_screen_measure(&rows, &columns)
        return Size(columns: Int(columns), rows: Int(rows))
    }

    /// Brings a frame onto the screen; nothing is sent when it is the one that is there.
    func draw(_ frame: CellBuffer, theme: Theme) {
        if theme != inks.theme {
            inks = InkTable(theme: theme, depth: colors)
            shown = nil
        }
        let isSameSize = shown?.size == frame.size
        guard !isSameSize || shown != frame else { return }
        for y in 0..<frame.size.rows {
            if isSameSize, let shown, shown.row(y) == frame.row(y) { continue }
            row.fill(with: frame.row(y), &inks)
            row.put(at: y)
        }
        shown = frame
        sweep_screen_flush()
    }

    /// Lets the next frame be sent whole.
    func repaint() {
        shown = nil
        sweep_screen_repaint()
    }

    /// The next thing that came; `nil` when nothing is waiting.
    func next() -> TerminalInput? {
        while true {
            let input = sweep_screen_input()
            guard Int(input.kind) != SWEEP_INPUT_NONE else { return nil }
            if let known = TerminalInput(input) { return known }
        }
    }

    /// Stops the process as ^Z does; returns when it goes on.
    func suspend() {
        sweep_screen_suspend()
        shown = nil
    }

    /// Takes the terminal's modes anew, after somebody else has stopped the process.
    func resume() {
        sweep_screen_resume()
        shown = nil
    }

    func takeMouse(_ isTaken: Bool) { sweep_screen_mouse(isTaken ? 1 : 0) }

    /// Sends a sequence past the screen.
    func send(_ sequence: String) {
        var sequence = sequence
        sequence.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                sweep_screen_send(bytes.baseAddress, Int32(bytes.count))
            }
        }
    }
}

/// How each style looks on this terminal: pairs of ncurses, found once.
private struct InkTable {
    struct Entry {
        var pair: Int32
        var attributes: UInt8
    }

    let theme: Theme
    private let depth: ColorDepth
    private let colorCount: Int
    private var entries: [Entry?]

    init(theme: Theme, depth: ColorDepth) {
        self.theme = theme
        self.depth = depth
        colorCount = Int(sweep_screen_colors())
        entries = Array(repeating: nil, count: 256 * 32)
    }

    subscript(style: Style) -> Entry {
        mutating get {
            let index = Int(style.role.rawValue) * 32 + Int(style.attributes.rawValue & 31)
            if let entry = entries[index] { return entry }
            let entry = make(theme.ink(style, depth))
            entries[index] = entry
            return entry
        }
    }

    private func make(_ ink: Theme.Ink) -> Entry {
        var attributes = ink.attributes
        var foreground = ink.foreground
        if foreground >= colorCount, (8..<16).contains(foreground) {
            // A terminal of eight colours has the bright ones as bold, and grey not at all.
            attributes.insert(foreground == 8 ? .dim : .bold)
            foreground = foreground == 8 ? -1 : foreground - 8
        }
        let background = ink.background < colorCount ? ink.background : -1
        let pair =
            foreground < 0 && background < 0
            ? 0
            : sweep_screen_pair(
                Int32(foreground < colorCount ? foreground : -1), Int32(background))
        return Entry(pair: pair, attributes: attributes.rawValue & 15)
    }
}

/// One row on its way to ncurses, in arrays that are used again.
private struct RowOfCells {
    private var scalars: [UInt32] = []
    private var marks: [UInt32] = []
    private var widths: [UInt8] = []
    private var pairs: [Int32] = []
    private var attributes: [UInt8] = []

    mutating func fill(with cells: ArraySlice<Cell>, _ inks: inout InkTable) {
        scalars.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        pairs.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        for index in cells.indices {
            let cell = cells[index]
            let isHalf = cell.scalar == 0
            // The right half of what something else was drawn over is a blank.
            let hasOwner = isHalf && widths.last == 2
            let isWide = !isHalf && index + 1 < cells.endIndex && cells[index + 1].scalar == 0
            let ink = inks[cell.style]
            scalars.append(isHalf ? 0x20 : cell.scalar)
            marks.append(cell.mark)
            widths.append(hasOwner ? 0 : isWide ? 2 : 1)
            pairs.append(ink.pair)
            attributes.append(ink.attributes)
        }
    }

    func put(at y: Int) {
        sweep_screen_put(
            Int32(y), 0, scalars, marks, widths, pairs, attributes, Int32(scalars.count))
    }
}
