/// What a person does at the terminal.
package enum Key: Hashable, Sendable {
    case character(Unicode.Scalar)
    /// With the control key; the letter in lower case.
    case control(Unicode.Scalar)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right
    case home, end, pageUp, pageDown
    case function(Int)

    /// The key as help shows it.
    package func shown(_ glyphs: GlyphSet) -> String {
        let isASCII = glyphs.isASCII
        switch self {
        case .character(" "): return isASCII ? "Space" : "␣"
        case .character(let scalar): return String(scalar)
        case .control(let scalar): return "^" + String(scalar).uppercased()
        case .enter: return isASCII ? "Enter" : "⏎"
        case .escape: return "Esc"
        case .tab: return "Tab"
        case .backTab: return isASCII ? "S-Tab" : "⇧Tab"
        case .backspace: return "Bksp"
        case .delete: return "Del"
        case .insert: return "Ins"
        case .up: return isASCII ? "Up" : "↑"
        case .down: return isASCII ? "Down" : "↓"
        case .left: return isASCII ? "Left" : "←"
        case .right: return isASCII ? "Right" : "→"
        case .home: return "Home"
        case .end: return "End"
        case .pageUp: return "PgUp"
        case .pageDown: return "PgDn"
        case .function(let number): return "F\(number)"
        }
    }

    /// The name in the configuration file and in `--keys`: `j`, `space`, `enter`, `ctrl-l`, `f9`, or as help shows it,
    /// `^L`, `PgUp`, `⏎`; `nil` for none.
    package init?(named name: String) {
        let lowered = name.lowercased()
        if let key = Self.names[lowered] ?? Self.shown[lowered] {
            self = key
            return
        }
        let scalars = Array(name.unicodeScalars)
        if scalars.count == 1, scalars[0].properties.generalCategory != .control {
            self = .character(scalars[0])
        } else if let last = lowered.unicodeScalars.last, last.properties.isAlphabetic,
            lowered.hasPrefix("ctrl-") && scalars.count == 6
                || lowered.hasPrefix("^") && scalars.count == 2
        {
            // A terminal sends the same for these as for the named keys.
            switch last {
            case "i": self = .tab
            case "j", "m": self = .enter
            case "h": self = .backspace
            default: self = .control(last)
            }
        } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()),
            (1...12).contains(number)
        {
            self = .function(number)
        } else {
            return nil
        }
    }

    /// The name that `init(named:)` reads.
    package var name: String {
        switch self {
        case .character(let scalar):
            return Self.names.first { $0.value == self }?.key ?? String(scalar)
        case .control(let scalar): return "ctrl-\(scalar)"
        case .function(let number): return "f\(number)"
        default: return Self.names.first { $0.value == self }?.key ?? ""
        }
    }

    private static let names: [String: Key] = [
        "space": .character(" "), "enter": .enter, "esc": .escape, "tab": .tab,
        "backtab": .backTab, "backspace": .backspace, "delete": .delete, "insert": .insert,
        "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
        "pageup": .pageUp, "pagedown": .pageDown,
    ]

    /// The words of `shown(_:)`.
    private static let shown: [String: Key] = Dictionary(
        names.values.flatMap { key in
            [GlyphSet.ascii, .braille].map { (key.shown($0).lowercased(), key) }
        }, uniquingKeysWith: { first, _ in first })
}

/// What a person does with the mouse; the place counts from 0 at the top left.
package struct MouseAction: Hashable, Sendable {
    package var kind: Kind
    package var x: Int
    package var y: Int

    package enum Kind: Hashable, Sendable {
        case press, release, drag, wheelUp, wheelDown, doubleClick
    }

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        self.x = x
        self.y = y
    }
}
