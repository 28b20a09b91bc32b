import CTerminal

/// One thing that came from the keyboard or the mouse, as the terminal reports it.
package enum TerminalInput: Sendable, Equatable {
    case character(UInt32)
    case key(Key, Modifiers)
    /// A report of the mouse: the button byte of xterm's protocol 1006 and the place from 0.
    case mouse(button: Int, x: Int, y: Int, isPress: Bool)

    /// Keys that are no characters.
    package enum Key: Sendable, Equatable {
        case up, down, left, right, home, end, pageUp, pageDown, insert, delete
        case backTab, backspace, enter
        case focusIn, focusOut, pasteBegin, pasteEnd
        case function(Int)
    }

    package struct Modifiers: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
    }
}

extension TerminalInput {
    /// `nil` for nothing.
    init?(_ input: sweep_input) {
        switch Int(input.kind) {
        case SWEEP_INPUT_CHARACTER: self = .character(input.code)
        case SWEEP_INPUT_MOUSE:
            self = .mouse(
                button: Int(input.code), x: Int(input.column), y: Int(input.row),
                isPress: input.is_press != 0)
        case SWEEP_INPUT_KEY:
            guard let key = Key(code: Int(input.code)) else { return nil }
            self = .key(key, Modifiers(rawValue: input.modifiers))
        default: return nil
        }
    }
}

extension TerminalInput.Key {
    fileprivate init?(code: Int) {
        switch code {
        case SWEEP_KEY_UP: self = .up
        case SWEEP_KEY_DOWN: self = .down
        case SWEEP_KEY_LEFT: self = .left
        case SWEEP_KEY_RIGHT: self = .right
        case SWEEP_KEY_HOME: self = .home
        case SWEEP_KEY_END: self = .end
        case SWEEP_KEY_PAGE_UP: self = .pageUp
        case SWEEP_KEY_PAGE_DOWN: self = .pageDown
        case SWEEP_KEY_INSERT: self = .insert
        case SWEEP_KEY_DELETE: self = .delete
        case SWEEP_KEY_BACK_TAB: self = .backTab
        case SWEEP_KEY_BACKSPACE: self = .backspace
        case SWEEP_KEY_ENTER: self = .enter
        case SWEEP_KEY_FOCUS_IN: self = .focusIn
        case SWEEP_KEY_FOCUS_OUT: self = .focusOut
        case SWEEP_KEY_PASTE_BEGIN: self = .pasteBegin
        case SWEEP_KEY_PASTE_END: self = .pasteEnd
        case SWEEP_KEY_FUNCTION + 1...SWEEP_KEY_FUNCTION + 12:
            self = .function(code - SWEEP_KEY_FUNCTION)
        default: return nil
        }
    }
}
