import SweepCore
import SweepDashboard
import Testing

@Suite("The cell buffer")
struct CellBufferTests {
    private var buffer = CellBuffer(Size(columns: 10, rows: 2))

    @Test("a text that is too long is cut by columns, with a sign at its end")
    mutating func cut() {
        buffer.write("日本語のテキスト", x: 1, y: 0)
        #expect(buffer.lines == [" 日本語の…", ""])
        buffer.write("abcdef", x: 0, y: 1, limit: 4, ellipsis: "~")
        #expect(buffer.lines[1] == "abc~")
    }

    @Test("a combining mark joins the character before it, and control characters become visible")
    mutating func marks() {
        buffer.write("e\u{301}x\u{1B}[2J", x: 0, y: 0)
        #expect(buffer[0, 0].mark == 0x301)
        #expect(buffer[1, 0].text == "x")
        #expect(buffer.lines[0] == "e\u{301}x␛[2J")
    }

    @Test("what is drawn outside of the screen is left out")
    mutating func outside() {
        buffer.write("abc", x: 9, y: 0)
        buffer.write("abc", x: 0, y: 7)
        buffer.set("x", x: -1, y: 0, Style(.text))
        buffer.fill(Rect(x: 8, y: -3, width: 40, height: 40), with: Cell("#"))
        #expect(buffer.lines == ["        ##", "        ##"])
    }

    @Test("a frame holds its title, and a note where there is room for both")
    func frame() {
        var buffer = CellBuffer(Size(columns: 20, rows: 3))
        let inside = buffer.frame(
            Rect(buffer.size), title: "Runs", note: "200", glyphs: .braille)
        #expect(
            buffer.lines
                == ["╭ Runs ─────── 200 ─╮", "│                  │", "╰──────────────────╯"]
                .map { $0.replacing("─────── 200 ─╮", with: "────── 200 ─╮") })
        #expect(inside == Rect(x: 1, y: 1, width: 18, height: 1))
    }
}
