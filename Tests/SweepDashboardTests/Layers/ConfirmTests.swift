import SweepCore
import SweepDashboard
import Testing

@Suite("Questions before something is changed")
struct ConfirmTests {
    private var screen = LayerFixture(columns: 60, rows: 12)

    private mutating func ask() {
        screen.model.layers = [
            .confirm(
                Confirmation(
                    question: "Cancel run lr0.1-w64?",
                    detail: "It ends at its next step; its points stay.", act: .cancelRun(RunID(1)))
            )
        ]
    }

    @Test("is drawn in the middle, no marked at first")
    mutating func drawn() {
        ask()
        #expect(
            zip(
                screen.lines.dropFirst(2),
                [
                    "╭ Sure? ─────────────────────────────────────╮",
                    "│ Cancel run lr0.1-w64?                      │",
                    "│ It ends at its next step; its points stay. │",
                    "│                                            │",
                    "│              [ No ]    Yes                 │",
                    "╰────────────────────────────────────────────╯",
                ]
            ).allSatisfy { $0.contains($1) })
    }

    @Test("only y does it, or Enter after moving to yes")
    mutating func yes() {
        ask()
        #expect(screen.press("y") == [.act(.cancelRun(RunID(1)))])
        ask()
        #expect(screen.press("right enter") == [.act(.cancelRun(RunID(1)))])
        #expect(screen.model.layers.isEmpty)
    }

    @Test(
        "Enter at first, and every other answer, does nothing",
        arguments: [
            "enter", "n", "N", "q", "esc", "ctrl-c", "tab tab enter",
        ])
    mutating func no(keys: String) {
        ask()
        #expect(screen.press(keys).isEmpty)
        #expect(screen.model.layers.isEmpty)
    }

    @Test("keys that mean something else are not taken for an answer")
    mutating func other() {
        ask()
        #expect(screen.press("K P j space f5").isEmpty)
        #expect(screen.model.layers.count == 1)
    }

    @Test("a read-only dashboard does not do it either")
    mutating func readOnly() {
        screen.model.settings.isReadOnly = true
        ask()
        #expect(screen.press("y").isEmpty)
        #expect(screen.model.notice == .readOnly)
    }

    @Test("long and hostile questions are broken into lines, and the answers are always there")
    func sizes() {
        for (columns, rows) in [(40, 10), (80, 24), (300, 100)] {
            var screen = LayerFixture(columns: columns, rows: rows)
            screen.model.layers = [
                .confirm(
                    Confirmation(
                        question: String(repeating: "日本\u{1B}x", count: 60),
                        detail: String(repeating: "word ", count: 80), act: .retryRun(RunID(1))))
            ]
            #expect(screen.lines.contains { $0.contains("[ No ]") })
        }
        for columns in 1...42 {
            var screen = LayerFixture(columns: columns, rows: columns)
            screen.model.layers = [
                .confirm(
                    Confirmation(question: "Sure?", detail: "Yes.", act: .retryRun(RunID(1))))
            ]
            #expect(screen.lines.count == columns)
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
