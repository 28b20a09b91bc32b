import SweepCommands
import Testing

@Suite("The place of an error is shown") struct ExcerptTests {
    @Test(
        "the line, and a caret below the place",
        arguments: [
            ("SELECT nme FROM run", 7, "SELECT nme FROM run", 7),
            ("one\ntwo\nthree", 5, "two", 1), ("one\n", 3, "one", 3), ("", 0, "", 0),
            ("", 9, "", 0), ("a\r\nbad\r\n", 4, "bad", 1), ("a\tb\u{1B}[31m c", 9, "a b␛[31m c", 9),
            ("éà x", 5, "éà x", 3), ("\u{202E}x", 3, "\\u{202e}x", 8),
        ])
    func place(text: String, offset: Int, line: String, column: Int) {
        #expect(
            Excerpt.lines(of: text, at: offset)
                == ["  " + line, "  " + String(repeating: " ", count: column) + "^"])
    }

    @Test("a line that is too long is cut around the place, wherever that is")
    func cut() {
        let text = String((0..<500).map { "abcdefghij"[$0 % 10] })
        for width in [20, 80, 200] {
            for offset in 0...500 {
                let lines = Excerpt.lines(of: text, at: offset, width: width)
                #expect(lines[0].count <= width && lines[1].count <= width + 1)
                let column = lines[1].count - 1
                if offset < 500 {
                    #expect(Array(lines[0])[column] == "abcdefghij"[offset % 10])
                }
                #expect(lines[0].hasSuffix("…") || offset > 400)
            }
        }
    }

    @Test("an offset within a character is no crime")
    func middle() {
        for offset in 0...8 { #expect(Excerpt.lines(of: "é日é", at: offset).count == 2) }
    }
}

extension String {
    fileprivate subscript(_ offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
