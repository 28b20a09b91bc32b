package import SweepDashboard

/// Makes messages of what comes from the terminal.
///
/// Remembers the last click, for double clicks, and whether something is being pasted: a pasted text must not be
/// taken for commands.
package struct TerminalKeys {
    private var lastPress: (x: Int, y: Int, at: Int64)?
    /// When the last character of a paste came; `nil` outside of one.
    private var pastedAt: Int64?

    /// Milliseconds between the clicks of a double click.
    private static let doubleClick: Int64 = 400
    /// A paste whose end was lost is over after this pause, or no key would mean anything any more.
    private static let longestPause: Int64 = 1_000

    package init() {}

    /// The message for an input; `nil` when it means nothing.
    ///
    /// `isTyping` says whether somebody types into a line, which takes what is pasted; `now` is milliseconds of a
    /// clock that only goes forward.
    package mutating func message(
        for input: TerminalInput, isTyping: Bool, at now: Int64
    ) -> Message? {
        if let last = pastedAt, now - last > Self.longestPause { pastedAt = nil }
        switch input {
        case .character(let value): return character(value, isTyping: isTyping, at: now)
        case .key(.focusIn, _): return .focused(true)
        case .key(.focusOut, _): return .focused(false)
        case .key(.pasteBegin, _): pastedAt = now
        case .key(.pasteEnd, _): pastedAt = nil
        case .key(let key, let modifiers):
            return pastedAt == nil ? Self.key(key, modifiers).map(Message.key) : nil
        case .mouse(let button, let x, let y, let isPress):
            return mouse(button, x: x, y: y, isPress: isPress, at: now).map(Message.mouse)
        }
        return nil
    }

    private mutating func character(
        _ value: UInt32, isTyping: Bool, at now: Int64
    ) -> Message? {
        guard pastedAt == nil else {
            pastedAt = now
            guard isTyping, value >= 0x20, value != 0x7F else { return nil }
            return Unicode.Scalar(value).map { .key(.character($0)) }
        }
        switch value {
        case 0x08, 0x7F: return .key(.backspace)
        case 0x09: return .key(.tab)
        case 0x0A, 0x0D: return .key(.enter)
        case 0x1B: return .key(.escape)
        case 0x01...0x1A: return Unicode.Scalar(value + 0x60).map { .key(.control($0)) }
        case 0x00...0x1F, 0x80..<0xA0: return nil
        default: return Unicode.Scalar(value).map { .key(.character($0)) }
        }
    }

    private static func key(
        _ key: TerminalInput.Key, _ modifiers: TerminalInput.Modifiers
    ) -> Key? {
        switch key {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .insert: .insert
        case .delete: .delete
        case .backTab: .backTab
        case .backspace: .backspace
        case .enter: .enter
        case .function(let number): .function(number)
        case .focusIn, .focusOut, .pasteBegin, .pasteEnd: nil
        }
    }

    /// The left button and the wheel; the other buttons are the terminal's.
    private mutating func mouse(
        _ button: Int, x: Int, y: Int, isPress: Bool, at now: Int64
    ) -> MouseAction? {
        let (isMotion, isWheel, number) = (button & 32 != 0, button & 64 != 0, button & 3)
        guard x >= 0, y >= 0, button < 128 else { return nil }
        if isWheel {
            guard isPress, number < 2 else { return nil }
            return MouseAction(number == 0 ? .wheelUp : .wheelDown, x: x, y: y)
        }
        guard number == 0 else { return nil }
        if isMotion { return MouseAction(.drag, x: x, y: y) }
        guard isPress else { return MouseAction(.release, x: x, y: y) }
        if let last = lastPress, last.x == x, last.y == y, now - last.at <= Self.doubleClick {
            lastPress = nil
            return MouseAction(.doubleClick, x: x, y: y)
        }
        lastPress = (x, y, now)
        return MouseAction(.press, x: x, y: y)
    }
}
