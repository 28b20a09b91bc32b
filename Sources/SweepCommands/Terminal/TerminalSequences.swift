import CTerminal

/// The control sequences that a live region needs, as the terminal's own description gives them.
package struct TerminalSequences: Sendable {
    /// Clears to the end of the line, and to the end of the screen.
    package let clearLine: String
    package let clearBelow: String
    private let goUp: @Sendable (Int) -> String

    /// Goes this many lines up; nothing for 0.
    package func up(_ count: Int) -> String { count > 0 ? goUp(count) : "" }

    /// ECMA-48, which nearly every terminal speaks.
    package static let ansi = TerminalSequences(
        clearLine: "\u{1B}[K", clearBelow: "\u{1B}[J", goUp: { "\u{1B}[\($0)A" })

    /// What terminfo says of the terminal behind `file`; `nil` when it is unknown or cannot redraw lines
    /// in place (`TERM=dumb`).
    package static func described(by file: Int32) -> TerminalSequences? {
        guard sweep_terminal_setup(file) == 1, sweep_terminal_up(1) != nil,
            let clearLine = sweep_terminal_sequence("el"),
            let clearBelow = sweep_terminal_sequence("ed")
        else { return nil }
        return TerminalSequences(
            clearLine: String(cString: clearLine), clearBelow: String(cString: clearBelow),
            goUp: { sweep_terminal_up(Int32($0)).map { String(cString: $0) } ?? "" })
    }
}
