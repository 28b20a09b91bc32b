import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The line editor")
struct LineEditorTests {
    private func edited(_ text: String, at cursor: Int? = nil, _ keys: Key...) -> LineEditor {
        var line = LineEditor(text, cursor: cursor ?? .max)
        for key in keys { _ = line.press(key) }
        return line
    }

    private func drawn(
        _ line: LineEditor, columns: Int, problem: Int? = nil, glyphs: GlyphSet = .braille
    ) -> CellBuffer {
        var buffer = CellBuffer(Size(columns: columns, rows: 1))
        line.draw(
            x: 0, y: 0, columns: columns, problem: problem, glyphs: glyphs, into: &buffer)
        return buffer
    }

    /// The column of the cursor.
    private func cursor(_ buffer: CellBuffer) -> Int? {
        buffer.cells.firstIndex { $0.style.attributes.contains(.reverse) }
    }

    @Test("typing goes in at the cursor")
    func typing() {
        let line = edited("ac", at: 1, .character("b"), .character("é"))
        #expect(line.text == "abéc")
        #expect(line.cursor == 3)
    }

    @Test("the keys of a line move and delete as they do in a shell")
    func keys() {
        #expect(edited("one two", .control("w")).text == "one ")
        #expect(edited("one two  ", .control("w")).text == "one ")
        #expect(edited("one two", at: 3, .control("u")).text == " two")
        #expect(edited("one two", at: 3, .control("k")).text == "one")
        #expect(edited("abc", .control("a"), .delete).text == "bc")
        #expect(edited("abc", .home, .right, .backspace).text == "bc")
        #expect(edited("abc", .left, .left, .character("x"), .end, .character("y")).text == "axbcy")
        #expect(edited("abc", at: 0, .backspace, .left).text == "abc")
        #expect(edited("abc", .delete, .right).cursor == 3)
        #expect(edited("abc", at: 0, .control("e")).cursor == 3)
    }

    @Test("a letter with its combining marks is one thing to step over and to delete")
    func marks() {
        let line = edited("ae\u{301}\u{323}b", at: 4, .left)
        #expect(line.cursor == 1)
        #expect(edited("ae\u{301}\u{323}", .backspace).text == "a")
        #expect(edited("e\u{301}b", at: 0, .delete).text == "b")
    }

    @Test("control characters are not taken, other keys are left to others")
    func refused() {
        #expect(edited("a", .character("\u{1B}"), .character("\u{9B}")).text == "a")
        var line = LineEditor("a", cursor: 1)
        let areTaken = [Key.enter, .function(3), .control("r")].map { line.press($0) }
        #expect(areTaken == [false, false, false])
    }

    @Test("a line is at most 4,000 characters long")
    func bound() {
        let line = edited(String(repeating: "x", count: 4_000), .character("y"))
        #expect(line.scalars.count == 4_000)
    }

    @Test("a line that is longer than its place shows what is around the cursor")
    func scrolling() {
        let line = LineEditor("abcdefghijkl", cursor: .max)
        #expect(drawn(line, columns: 6).lines == ["…ijkl"])
        #expect(cursor(drawn(line, columns: 6)) == 5)
        #expect(drawn(LineEditor("abcdefghijkl", cursor: 0), columns: 6).lines == ["abcdef"])
        #expect(
            drawn(LineEditor("abcdefghijkl", cursor: 7), columns: 6, glyphs: .ascii).lines
                == ["~defgh"])
        #expect(drawn(LineEditor("日本語日本語", cursor: .max), columns: 6).lines == ["…本語"])
    }

    @Test(
        "the character that is wrong stands out, and so does the end when something is missing there"
    )
    func problems() {
        let buffer = drawn(LineEditor("a(b", cursor: .max), columns: 10, problem: 1)
        #expect(buffer[1, 0].style == Style(.error, .underline))
        #expect(buffer[0, 0].style == Style(.text))
        let end = drawn(LineEditor("a(b", cursor: .max), columns: 10, problem: 3)
        #expect(end[3, 0].style == Style(.error, .reverse))
    }

    @Test("control characters of a text that is edited are visible")
    func visible() {
        #expect(drawn(LineEditor("a\u{1B}[2Jb", cursor: 0), columns: 20).lines == ["a␛[2Jb"])
    }

    @Test("whatever is typed, the cursor is drawn within the line")
    func anything() {
        var generator = SeededGenerator(seed: 11)
        let keys: [Key] = [
            .left, .right, .home, .end, .backspace, .delete, .control("w"), .control("u"),
            .control("k"), .character("a"), .character("日"), .character("\u{301}"),
            .character(" "), .character("\u{200D}"), .character("😀"),
        ]
        for _ in 0..<300 {
            var line = LineEditor("", cursor: 0)
            for _ in 0..<40 {
                let key = keys.randomElement(using: &generator) ?? .left
                _ = line.press(
                    Bool.random(using: &generator) ? .character("x") : key)
                #expect((0...line.scalars.count).contains(line.cursor))
            }
            let columns = Int.random(in: 3...30, using: &generator)
            let place = cursor(drawn(line, columns: columns))
            #expect(place.map { $0 < columns } ?? false, "\(line.text) at \(line.cursor)")
        }
    }
}
