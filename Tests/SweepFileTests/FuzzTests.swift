import SweepCore
import SweepFile
import SweepTestSupport
import Testing

@Suite("Damaged files")
struct FuzzTests {
    private static let texts = [AcceptanceTests.example] + WandBExamples.all

    private func expectOneLine(_ text: String) {
        let description = refusal(text)
        guard !description.hasPrefix("read: ") else { return }
        #expect(description.hasPrefix("x.yaml"))
        #expect(!description.hasLineBreak)
        #expect(description.unicodeScalars.count < 800)
    }

    @Test("every truncation is read or refused in one line")
    func truncations() {
        for text in Self.texts {
            let bytes = Array(text.utf8)
            for length in stride(from: 0, to: bytes.count, by: 2) {
                expectOneLine(String(decoding: bytes[..<length], as: UTF8.self))
            }
        }
    }

    @Test("random changes of bytes and lines are read or refused in one line")
    func mutations() {
        var generator = SeededGenerator(seed: 6)
        let pieces = [
            "[", "]", "{", "}", ":", ",", "- ", "? ", "&a", "*a", "<<: ", "!", "!!int ", "|\n", ">",
            "\"", "'", "#", "%", "@", "`", "\n", "\t", "  ", "\0", "\u{feff}", "é", "1e999", ".nan",
            "-", "0x", "---\n", "...\n", "99999999999999999999", "null", "\\x", "~",
        ]
        for round in 0..<4_000 {
            var scalars = Array(Self.texts[round % Self.texts.count].unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let position = Int.random(in: 0...scalars.count, using: &generator)
                let end = min(scalars.count, position + Int.random(in: 0...5, using: &generator))
                let piece = pieces.randomElement(using: &generator) ?? ""
                scalars.replaceSubrange(position..<end, with: Array(piece.unicodeScalars))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            expectOneLine(text)
        }
    }

    @Test("random values of --set are read or refused in one line")
    func settings() {
        var generator = SeededGenerator(seed: 7)
        let characters = Array("depthwi_=[]{},:&*!'\"#1.e-\n\t \\")
        for _ in 0..<1_000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
                    characters.randomElement(using: &generator)
                })
            for setting in [text, "depth=" + text] {
                let description = refusal(AcceptanceTests.example, set: [setting])
                if description.hasPrefix("read: ") { continue }
                #expect(description.hasPrefix("x.yaml: --set "))
                #expect(!description.hasLineBreak)
            }
        }
    }
}
