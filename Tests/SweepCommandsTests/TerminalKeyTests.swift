import SweepCommands
import SweepDashboard
import Testing

@Suite("What comes from the terminal")
struct TerminalKeyTests {
    private var keys = TerminalKeys()

    private mutating func key(_ input: TerminalInput, typing: Bool = false, at: Int64 = 0) -> Key? {
        guard case .key(let key) = keys.message(for: input, isTyping: typing, at: at) else {
            return nil
        }
        return key
    }

    private mutating func mouse(
        _ button: Int, x: Int = 3, y: Int = 4, press: Bool = true, at: Int64 = 0
    ) -> MouseAction? {
        let input = TerminalInput.mouse(button: button, x: x, y: y, isPress: press)
        guard case .mouse(let action) = keys.message(for: input, isTyping: false, at: at) else {
            return nil
        }
        return action
    }

    @Test("characters, control characters and named keys are told apart")
    mutating func characters() {
        #expect(key(.character(0x6A)) == .character("j"))
        #expect(key(.character(0xE9)) == .character("é"))
        #expect(key(.character(0x65E5)) == .character("日"))
        #expect(key(.character(0x04)) == .control("d"))
        #expect(key(.character(0x0D)) == .enter)
        #expect(key(.character(0x0A)) == .enter)
        #expect(key(.character(0x09)) == .tab)
        #expect(key(.character(0x7F)) == .backspace)
        #expect(key(.character(0x08)) == .backspace)
        #expect(key(.character(0x1B)) == .escape)
        #expect(key(.key(.up, [])) == .up)
        #expect(key(.key(.right, .control)) == .right)
        #expect(key(.key(.backTab, .shift)) == .backTab)
        #expect(key(.key(.function(9), [])) == .function(9))
    }

    @Test("what is no character means nothing")
    mutating func noise() {
        for value: UInt32 in [0, 0x1C, 0x1F, 0x80, 0x9B, 0xD800, 0x11_0000, .max] {
            #expect(key(.character(value)) == nil, "\(value)")
        }
    }

    @Test("a pasted text is typed into a line, and is no command elsewhere")
    mutating func paste() {
        #expect(key(.key(.pasteBegin, [])) == nil)
        #expect(key(.character(0x71)) == nil)
        #expect(key(.key(.down, [])) == nil)
        #expect(key(.character(0x71), typing: true) == .character("q"))
        #expect(key(.character(0x0D), typing: true) == nil)
        #expect(key(.key(.pasteEnd, [])) == nil)
        #expect(key(.character(0x71)) == .character("q"))
    }

    @Test("a paste whose end never came is over after a pause")
    mutating func lostPaste() {
        #expect(key(.key(.pasteBegin, []), at: 1_000) == nil)
        #expect(key(.character(0x71), at: 1_900) == nil)
        #expect(key(.character(0x71), at: 2_800) == nil)
        #expect(key(.character(0x71), at: 3_900) == .character("q"))
    }

    @Test("the left button and the wheel mean something, other buttons do not")
    mutating func buttons() {
        #expect(mouse(0) == MouseAction(.press, x: 3, y: 4))
        #expect(mouse(0, press: false) == MouseAction(.release, x: 3, y: 4))
        #expect(mouse(32, x: 5) == MouseAction(.drag, x: 5, y: 4))
        #expect(mouse(64) == MouseAction(.wheelUp, x: 3, y: 4))
        #expect(mouse(65) == MouseAction(.wheelDown, x: 3, y: 4))
        // With shift or control held.
        #expect(mouse(20, x: 9)?.kind == .press)
        for button in [1, 2, 3, 33, 35, 66, 67, 128, 192, 99_999] {
            #expect(mouse(button) == nil, "\(button)")
        }
        #expect(mouse(64, press: false) == nil)
        #expect(mouse(0, x: -1) == nil)
    }

    @Test("two clicks on one place are a double click if they are quick, and three are not two")
    mutating func doubleClick() {
        #expect(mouse(0, at: 0)?.kind == .press)
        #expect(mouse(0, at: 300)?.kind == .doubleClick)
        #expect(mouse(0, at: 400)?.kind == .press)
        #expect(mouse(0, x: 4, at: 500)?.kind == .press)
        #expect(mouse(0, x: 4, at: 1_000)?.kind == .press)
    }

    @Test("focus is told")
    mutating func focus() {
        for (input, isFocused) in [(TerminalInput.Key.focusIn, true), (.focusOut, false)] {
            guard
                case .focused(let found) = keys.message(
                    for: .key(input, []), isTyping: false, at: 0)
            else {
                Issue.record("no message for \(input)")
                continue
            }
            #expect(found == isFocused)
        }
    }

    @Test(
        "characters and colours follow the terminal",
        arguments: [
            ("xterm-256color", true, GlyphSet.braille), ("linux", true, .block),
            ("vt100", true, .ascii), ("xterm-256color", false, .ascii), (nil, true, .braille),
        ] as [(String?, Bool, GlyphSet)])
    func facts(name: String?, isUTF8: Bool, glyphs: GlyphSet) {
        var facts = TerminalFacts(name: name, isUTF8: isUTF8, refusesColor: false)
        #expect(facts.glyphs == glyphs)
        #expect(GlyphChoice.ascii.glyphs(facts) == .ascii)
        #expect(facts.wantsColor(.auto))
        #expect(!facts.wantsColor(.never))
        facts.refusesColor = true
        #expect(!facts.wantsColor(.auto))
        #expect(facts.wantsColor(.always))
    }

    @Test("a text for the clipboard is base64, and one that no terminal takes is refused")
    func clipboard() {
        #expect(Clipboard.sequence(copying: "nxhwpy813nzr") == "\u{1B}]52;c;bnhod3B5ODEzbnpy\u{07}")
        #expect(Clipboard.sequence(copying: String(repeating: "x", count: 60_000)) == nil)
    }
}
