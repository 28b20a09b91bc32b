import SweepCore
import SweepDashboard
import Testing

@Suite("Menus")
struct MenuTests {
    private var screen = LayerFixture(columns: 60, rows: 15)

    @Test("the menu of metrics begins at the one that is shown")
    mutating func metrics() {
        screen.press("m")
        let lines = screen.lines.map { line in
            line.replacing("╭", with: "").replacing("│", with: "")
        }
        #expect(lines.contains { $0.contains("Metric ") && $0.contains("1/2") })
        #expect(lines.contains { $0.contains("▶ * val/loss") && $0.contains("objective") })
        screen.press("down enter")
        #expect(screen.model.chart.metric == "train/loss")
        #expect(screen.model.layers.isEmpty)
    }

    @Test("the metric of a zoomed chart is the one that is changed")
    mutating func zoomed() {
        screen.model.layers = [.zoom(ZoomState(metric: "val/loss"))]
        screen.press("m down enter")
        guard case .zoom(let zoom) = screen.model.layers.last else {
            Issue.record("the zoomed chart is gone")
            return
        }
        #expect(zoom.metric == "train/loss")
    }

    @Test("typing narrows, and Esc clears that before it closes")
    mutating func narrowing() {
        screen.press("m")
        screen.type("tr")
        #expect(screen.menu?.visible == [1])
        screen.press("esc")
        #expect(screen.menu?.visible == [0, 1])
        screen.type("x y")
        #expect(screen.menu?.visible == [])
        screen.press("enter")
        #expect(screen.menu != nil)
        screen.press("esc esc")
        #expect(screen.model.layers.isEmpty)
    }

    @Test("a menu is as wide as its longest line, where there is room")
    mutating func width() {
        let name = String(repeating: "n", count: 36)
        screen = LayerFixture(columns: 120, rows: 15)
        screen.model.data.take(
            .sweeps(
                screen.model.data.sweeps.map { sweep in
                    var sweep = sweep
                    sweep.name = name
                    return sweep
                }))
        screen.press("W")
        #expect(screen.lines.contains { $0.contains("* " + name + "  ") })
    }

    @Test("x axes, sweeps and files are chosen from menus")
    mutating func general() {
        screen.press("x down down enter")
        #expect(screen.model.chart.xAxis == .elapsed)
        screen.press("W")
        #expect(
            screen.lines.contains { $0.contains("digits") && $0.contains("best 0.125") })
        screen.press("down enter")
        #expect(screen.model.wantedSweep == SweepID(2))
        screen.press("w")
        screen.type("json")
        screen.press("enter")
        #expect(screen.prompt?.purpose == .file(.json))
        #expect(screen.prompt?.text == "digits-runs.json")
    }

    @Test("a sweep's name becomes a file name without anything that a path could stumble over")
    mutating func fileNames() {
        screen.model.data.sweeps[0].name = "../a b/é\u{1B}"
        screen.press("w enter")
        #expect(screen.prompt?.text == "---a-b----runs.csv")
    }

    @Test("Space marks where several are taken, and of two the older mark gives way")
    func marks() {
        var menu = MenuState(
            title: "Parameters", items: ["a", "b", "c"].map { MenuState.Item($0) },
            purpose: .heatParameters)
        menu.toggleMark()
        menu.selected = 1
        menu.toggleMark()
        #expect(menu.marked == ["a", "b"])
        menu.selected = 2
        menu.toggleMark()
        #expect(menu.marked == ["b", "c"])
        #expect(menu.items.map(\.isChosen) == [false, true, true])
        menu.toggleMark()
        #expect(menu.marked == ["b"])
    }

    @Test("of two that are needed Enter marks what lacks, then takes them")
    mutating func two() {
        let items = ["a", "b"].map { MenuState.Item($0) }
        screen.model.layers = [
            .menu(MenuState(title: "Parameters", items: items, purpose: .heatParameters))
        ]
        screen.press("enter")
        #expect(screen.menu?.marked == ["a"])
        screen.press("enter")
        #expect(screen.menu?.marked == ["a"])
        screen.press("down enter")
        #expect(screen.model.layers.isEmpty)
    }

    @Test("without metrics or sweeps there is a word about it instead of an empty menu")
    mutating func nothing() {
        screen.model.data = WatchedData()
        screen.press("m")
        #expect(screen.model.notice?.text == "no metric has been recorded yet")
        screen.press("W")
        #expect(screen.model.notice?.text == "the database has no sweep yet")
        #expect(screen.model.layers.isEmpty)
    }

    @Test("10,000 items, hostile names and any size are drawn, the selected one in sight")
    func sizes() {
        let items = (0..<10_000).map {
            MenuState.Item("\u{1B}[2J日本\($0)", note: String(repeating: "n", count: 90))
        }
        for (columns, rows) in [(1, 1), (40, 10), (80, 24), (300, 100)] {
            var screen = LayerFixture(columns: columns, rows: rows)
            screen.model.layers = [
                .menu(MenuState(title: "Metric", items: items, purpose: .metric))
            ]
            for key in ["end", "pageup", "home", "pagedown"] {
                screen.press(key)
                let buffer = view(screen.model)
                let isSeen = buffer.cells.contains { $0.style.attributes.contains(.selected) }
                #expect(isSeen || columns == 1)
            }
        }
    }

    @Test("menus, help, questions and lines are ASCII where the terminal is")
    func ascii() {
        var screen = LayerFixture(glyphs: .ascii)
        let question = Confirmation(
            question: "Cancel run lr0.1-w64?", detail: "Its points stay.", act: .cancelRun(RunID(1))
        )
        let items = (0..<100).map { MenuState.Item("item\($0)", isChosen: $0 == 1) }
        let layers: [Layer] = [
            .help(HelpState(about: .runs)), .confirm(question),
            .menu(MenuState(title: "Sort", items: items, purpose: .sort)),
            .menu(MenuState(title: "Columns", items: items, purpose: .columns)),
            .prompt(PromptState(.filter, text: String(repeating: "x", count: 200))),
        ]
        for layer in layers {
            screen.model.layers = [layer]
            let isPlain = screen.lines.allSatisfy { line in line.allSatisfy { $0.isASCII } }
            #expect(isPlain)
        }
        screen.model.layers = []
        screen.press(":")
        let isPlain = screen.lines.allSatisfy { line in line.allSatisfy { $0.isASCII } }
        #expect(isPlain)
    }
}
