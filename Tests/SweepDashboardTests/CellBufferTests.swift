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

    @Test(
        "a name is cut at its middle",
        arguments: [
            ("lr0.001-w64-d2-s0", 17, "lr0.001-w64-d2-s0"),
            ("lr0.001-w64-d2-s0", 12, "lr0.0…-d2-s0"),
            ("lr0.001-w64-d2-s0", 3, "l…0"), ("lr0.001", 2, "…1"), ("lr0.001", 1, "…"),
            ("lr0.001", 0, ""), ("日本語の長い名前", 9, "日本…名前"), ("ae\u{301}bcde\u{301}", 3, "a…e\u{301}"),
            ("日\u{301}日\u{301}", 2, "…"),
        ])
    func middle(text: String, limit: Int, expected: String) {
        #expect(TextWidth.cutMiddle(text, to: limit, ellipsis: "…") == expected)
    }

    @Test("names that differ in their last characters stay different, whatever is left out of them")
    func middleTellsApart() {
        for limit in 8...40 {
            let names = (0..<12).map { "lr0.00\($0 / 6)-width64-depth\($0 / 2 % 3)-s\($0 % 2)" }
            let cut = names.map { TextWidth.cutMiddle($0, to: limit, ellipsis: "~") }
            #expect(cut.allSatisfy { TextWidth.columns(of: $0) <= limit })
            #expect(Set(cut.map { $0.suffix(3) }).count == 2)
            #expect(limit < 13 || Set(cut).count >= 6)
        }
    }

    @Test(
        "a list of names is cut where the fewest of them look alike",
        arguments: [
            (["lr0.03-d2-w128-s0", "lr0.03-d4-w128-s0"], ["lr0.03-d2-w128…", "lr0.03-d4-w128…"]),
            (["lr0.001-w64-d2-s0", "lr0.001-w64-d2-s1"], ["lr0.001-w64…-s0", "lr0.001-w64…-s1"]),
            (["short", "lr0.001-w64-d2-s0"], ["short", "lr0.001-w64-d2…"]),
            (["", "äöü"], ["", "äöü"]),
        ])
    func nameCut(names: [String], expected: [String]) {
        let cut = NameCut(names, to: 15, ellipsis: "…")
        #expect(names.map { cut.cut($0, to: 15, ellipsis: "…") } == expected)
    }

    @Test("names that are not cut fit, and cut ones fill the room, at every width")
    func nameCutWidths() {
        let names = ["lr0.03-d2-w128-s0", "lr0.03-d4-w128-s1", "深い学習-s0", "a", ""]
        for limit in 0...20 {
            let cut = NameCut(names, to: limit, ellipsis: "~")
            for name in names {
                let text = cut.cut(name, to: limit, ellipsis: "~")
                #expect(TextWidth.columns(of: text) <= limit)
                if TextWidth.columns(of: name) <= limit { #expect(text == name) }
            }
        }
    }
}
