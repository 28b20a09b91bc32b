/// Which characters the terminal can show.
package enum GlyphSet: String, Sendable, CaseIterable {
    /// UTF-8 and a font with braille.
    case braille
    /// UTF-8 with block elements, as the Linux console has.
    case block
    case ascii

    package var isASCII: Bool { self == .ascii }

    package func frame(_ part: FramePart) -> Unicode.Scalar {
        switch part {
        case .horizontal: isASCII ? "-" : "─"
        case .vertical: isASCII ? "|" : "│"
        case .topLeft: isASCII ? "+" : self == .block ? "┌" : "╭"
        case .topRight: isASCII ? "+" : self == .block ? "┐" : "╮"
        case .bottomLeft: isASCII ? "+" : self == .block ? "└" : "╰"
        case .bottomRight: isASCII ? "+" : self == .block ? "┘" : "╯"
        }
    }

    package enum FramePart: Sendable {
        case horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight
    }

    /// The sign at the end of a text that was cut.
    package var ellipsis: String { isASCII ? "~" : "…" }

    /// Eight levels from low to high, for sparklines.
    package var levels: [Unicode.Scalar] {
        isASCII
            ? ["_", ".", ",", "-", "~", "=", "*", "#"]
            : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    }

    /// What a progress bar is made of.
    package var bar: (full: Unicode.Scalar, empty: Unicode.Scalar) {
        isASCII ? ("#", ".") : ("█", "░")
    }

    /// Marks the row of the cursor.
    package var pointer: Unicode.Scalar { isASCII ? ">" : self == .block ? "►" : "▶" }
    package var up: Unicode.Scalar { isASCII ? "^" : "▲" }
    package var down: Unicode.Scalar { isASCII ? "v" : "▼" }
    /// Marks a run that is kept on top.
    package var pin: Unicode.Scalar { isASCII ? "^" : "↑" }
    /// Where a run diverged.
    package var cross: Unicode.Scalar { isASCII ? "x" : "×" }
    package var dot: String { isASCII ? "-" : "·" }

    package func state(_ mark: StateMark) -> Unicode.Scalar {
        switch mark {
        case .running: isASCII ? "*" : "●"
        case .done: isASCII ? "+" : self == .block ? "√" : "✓"
        case .failed: isASCII ? "x" : self == .block ? "×" : "✗"
        case .pruned: isASCII ? "/" : self == .block ? "÷" : "✂"
        case .queued: isASCII ? "." : self == .block ? "○" : "◌"
        case .paused: isASCII ? "=" : self == .block ? "‖" : "⏸"
        case .cancelled: "-"
        case .lost: "!"
        }
    }
}

/// What is shown of a run's or a worker's state.
package enum StateMark: Sendable, CaseIterable {
    case running, done, failed, pruned, queued, paused, cancelled, lost

    package var role: Role {
        switch self {
        case .running: .running
        case .done: .done
        case .failed: .failed
        case .pruned: .pruned
        case .queued: .queued
        case .paused: .paused
        case .cancelled: .dim
        case .lost: .silent
        }
    }
}
