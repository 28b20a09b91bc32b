import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Any keys in any order")
struct LayersPropertyTests {
    private static let keys: [Key] =
        KeyTable.standard.bindings.flatMap(\.keys)
        + [":", "/", "?", "m", "x", "w", "W", "T", "a", "日", "\u{301}", "|", "(", " "].map {
            Key.character($0)
        } + [.enter, .enter, .escape, .tab, .backspace, .delete, .insert, .control("k")]

    @Test("leave a picture of the right size, and ASCII where the terminal is")
    func keys() {
        var generator = SeededGenerator(seed: 5)
        for round in 0..<12 {
            let glyphs: GlyphSet = round.isMultiple(of: 2) ? .ascii : .braille
            var screen = LayerFixture(glyphs: glyphs, isReadOnly: round.isMultiple(of: 5))
            for _ in 0..<40 {
                if Int.random(in: 0..<6, using: &generator) == 0 {
                    let size = Size(
                        columns: Int.random(in: 1...120, using: &generator),
                        rows: Int.random(in: 1...40, using: &generator))
                    _ = update(&screen.model, .resized(size))
                }
                let key = Self.keys.randomElement(using: &generator) ?? .enter
                // What is typed is shown as it is, in any terminal.
                if case .character(let scalar) = key, !scalar.isASCII, glyphs.isASCII { continue }
                let commands = update(&screen.model, .key(key))
                let acts = commands.contains { if case .act = $0 { true } else { false } }
                #expect(!acts || !screen.model.settings.isReadOnly)
                let lines = screen.lines
                #expect(lines.count == screen.model.size.rows)
                if glyphs.isASCII {
                    let isPlain = lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
                    #expect(isPlain, "after \(key.name)")
                }
            }
        }
    }

    @Test("Esc leads out of everything, one layer at a time")
    func out() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<40 {
            var screen = LayerFixture()
            for _ in 0..<12 {
                let key = Self.keys.randomElement(using: &generator) ?? .enter
                _ = update(&screen.model, .key(key))
            }
            var presses = 0
            while !screen.model.layers.isEmpty, presses < 40 {
                let before = screen.model.layers.count
                screen.press("esc")
                #expect((before - 1...before).contains(screen.model.layers.count))
                presses += 1
            }
            #expect(screen.model.layers.isEmpty)
        }
    }
}
