import CTerminal
package import SweepDashboard

/// What is known of the terminal before it is opened, and what follows for the picture.
package struct TerminalFacts: Sendable, Equatable {
    /// The environment's TERM.
    package var name: String?
    /// Whether the locale's characters are UTF-8.
    package var isUTF8: Bool
    /// NO_COLOR is set and not empty (no-color.org).
    package var refusesColor: Bool

    package init(name: String?, isUTF8: Bool, refusesColor: Bool) {
        self.name = name
        self.isUTF8 = isUTF8
        self.refusesColor = refusesColor
    }

    /// As the environment and the locale say, which `Console.prepare()` has read.
    static var current: TerminalFacts {
        TerminalFacts(
            name: Console.environment("TERM"), isUTF8: sweep_terminal_is_utf8() == 1,
            refusesColor: Console.environment("NO_COLOR") != nil)
    }

    /// The richest characters that it shows.
    package var glyphs: GlyphSet {
        if !isUTF8 || name?.hasPrefix("vt") == true { return .ascii }
        return name == "linux" ? .block : .braille
    }

    /// Whether to ask the terminal for colours.
    package func wantsColor(_ choice: ColorChoice) -> Bool {
        switch choice {
        case .auto: !refusesColor
        case .never: false
        case .always: true
        }
    }
}

/// `--color`.
package enum ColorChoice: String, CaseIterable, Sendable { case auto, never, always }

/// `--glyphs`.
package enum GlyphChoice: String, CaseIterable, Sendable {
    case auto, braille, block, ascii

    package func glyphs(_ facts: TerminalFacts) -> GlyphSet {
        switch self {
        case .auto: facts.glyphs
        case .braille: .braille
        case .block: .block
        case .ascii: .ascii
        }
    }
}
