import SweepCore
import SweepDashboard
import Testing

@Suite("Help")
struct HelpTests {
    private var screen = LayerFixture()

    @Test("shows the keys of the place, then those that mean the same everywhere")
    mutating func groups() {
        screen.model.size = Size(columns: 80, rows: 100)
        screen.press("?")
        let lines = screen.lines
        let headings = ["Runs", "Charts", "Changing the database", "Moving", "Everywhere"]
            .compactMap { title in lines.firstIndex { $0.contains("│ \(title)  ") } }
        #expect(headings.count == 5)
        #expect(headings == headings.sorted())
        #expect(lines.contains { $0.contains("Keys: Runs") })
        #expect(lines.contains { $0.contains("dashboard.yaml") })
    }

    @Test("every binding of a place is in its help")
    mutating func complete() {
        screen.model.size = Size(columns: 300, rows: 100)
        for screenOf in DashboardModel.Screen.allCases {
            screen.model.screen = screenOf
            screen.press("?")
            let text = screen.lines.joined(separator: "\n")
            let bindings = KeyTable.standard.bindings(
                in: screen.model.screenContext, isReadOnly: false)
            for binding in bindings { #expect(text.contains(binding.help)) }
            screen.press("esc")
        }
    }

    @Test("typing narrows, by words, by the name of what it does and by the key")
    mutating func search() {
        screen.press("?")
        screen.type("smooth")
        #expect(screen.lines.contains { $0.contains("Smooth less") })
        #expect(!screen.lines.contains { $0.contains("Sort by") })
        screen.press("ctrl-u")
        screen.type("y")
        // The key itself first.
        let first = screen.lines.first { $0.contains("log-y") }
        #expect(first?.contains("Logarithmic y axis") == true)
        #expect(screen.help?.selected == 0)
        screen.press("backspace")
        screen.type("zzz")
        #expect(screen.lines.contains { $0.contains("nothing found") })
    }

    @Test("Esc clears what was typed, then closes")
    mutating func escape() {
        screen.press("?")
        screen.type("q")
        screen.press("esc")
        #expect(screen.help?.search == "")
        screen.press("esc")
        #expect(screen.model.layers.isEmpty)
    }

    @Test("Enter does what the selected key does, in the place below")
    mutating func run() {
        screen.press("?")
        screen.type("log-y")
        screen.press("enter")
        #expect(screen.model.chart.isLogY)
        #expect(screen.model.layers.isEmpty)
        screen.press("?")
        screen.type("zzzz")
        screen.press("enter")
        #expect(screen.help != nil)
    }

    @Test("the selected line is always in sight, at any size")
    func sizes() {
        for (columns, rows) in [(40, 10), (60, 15), (80, 24), (300, 100), (41, 10)] {
            var screen = LayerFixture(columns: columns, rows: rows)
            screen.press("?")
            for key in ["down", "pagedown", "pagedown", "end", "up", "pageup", "home", "up"] {
                screen.press(key)
                let buffer = view(screen.model)
                let isSeen = buffer.cells.contains { $0.style.attributes.contains(.selected) }
                #expect(isSeen, "\(columns)x\(rows) after \(key)")
            }
            #expect(screen.help?.selected == 0)
        }
        for columns in 1...45 {
            for rows in 1...12 {
                var screen = LayerFixture(columns: columns, rows: rows)
                screen.press("?")
                #expect(screen.lines.count == rows)
            }
        }
    }

    @Test("in a read-only dashboard there is no help on acts")
    func readOnly() {
        var screen = LayerFixture(rows: 100, isReadOnly: true)
        screen.press("?")
        #expect(!screen.lines.contains { $0.contains("Changing the database") })
    }

    @Test("^C leaves the dashboard from here too")
    mutating func leave() {
        screen.press("?")
        #expect(screen.press("ctrl-c").last == .quit)
    }
}
