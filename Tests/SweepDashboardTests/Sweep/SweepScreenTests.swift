import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The Sweep screen")
struct SweepScreenTests {
    private func press(_ keys: [Key], _ model: inout DashboardModel) {
        for key in keys { _ = update(&model, .key(key)) }
    }

    private func press(_ text: String, _ model: inout DashboardModel) {
        press(text.unicodeScalars.map { .character($0) }, &model)
    }

    // MARK: Pictures

    @Test(
        "at every size it shows what fits", arguments: [(80, 24), (100, 30), (120, 36), (60, 15)])
    func sizes(columns: Int, rows: Int) throws {
        let model = SweepFixture.grid().model(columns: columns, rows: rows)
        try ScreenText.check(model, "sweep-\(columns)x\(rows)")
    }

    @Test("without colours cells have shades, in ASCII every character is ASCII")
    func plain() throws {
        let mono = SweepFixture.grid().model(columns: 80, rows: 24, colors: .mono)
        try ScreenText.check(mono, "sweep-mono-80x24")
        var ascii = SweepFixture.grid().model(columns: 100, rows: 30, glyphs: .ascii, colors: .mono)
        press([.tab, .tab], &ascii)
        try ScreenText.check(ascii, "sweep-ascii-100x30")
    }

    @Test("below 84 columns Tab goes from pane to pane")
    func tab() throws {
        var model = SweepFixture.grid().model(columns: 80, rows: 24)
        for name in ["best", "parallel", "importance"] {
            press([.tab], &model)
            try ScreenText.check(model, "sweep-\(name)-80x24")
        }
        press([.backTab, .backTab, .backTab], &model)
        #expect(model.sweep.pane == .heat)
    }

    @Test("seeds, bins and a conditional parameter")
    func bins() throws {
        var fixture = SweepFixture(varied: ["learning_rate", "momentum"], planned: 60)
        var generator = SeededGenerator(seed: 2)
        for index in 0..<40 {
            let rate = 0.0002 * Double.random(in: 1...2_000, using: &generator)
            fixture.add(
                [.number(rate), index % 4 == 0 ? nil : .number(0.9)], name: "run-\(index)",
                value: rate + 0.1, seed: index % 3)
        }
        try ScreenText.check(fixture.model(columns: 100, rows: 30), "sweep-bins-100x30")
    }

    @Test("no sweep, no runs and one run say what to do, instead of empty boxes")
    func few() {
        var nothing = DashboardModel(
            size: Size(columns: 80, rows: 24), settings: DashboardSettings(),
            now: SweepFixture.begin)
        press("3", &nothing)
        #expect(view(nothing).lines.text.contains("reading"))
        _ = update(&nothing, .observed([.sweeps([]), .watching(nil)]))
        #expect(view(nothing).lines.text.contains("sweep launch FILE"))
        var fixture = SweepFixture(varied: [])
        #expect(view(fixture.model()).lines.text.contains("no runs yet"))
        fixture.add([], value: 0.5)
        let text = view(fixture.model()).lines.text
        #expect(text.contains("1 / 1 runs"))
        #expect(text.contains("1 of 20 finished runs that this needs"))
        #expect(text.contains("[.500]"))
    }

    @Test("arrows say that the heat map has rows above or below those that fit")
    func moreRows() {
        var model = SweepFixture.grid().model(columns: 60, rows: 12)
        press("g", &model)
        #expect(view(model).lines.text.contains("▼"))
        #expect(!view(model).lines.text.contains("▲"))
        press("G", &model)
        #expect(view(model).lines.text.contains("▲"))
    }

    // MARK: Keys

    @Test("h j k l move over the cells, from the best one, and stay inside")
    func cells() {
        var model = SweepFixture.grid().model()
        #expect([model.sweep.row, model.sweep.column] == [3, 2])
        press("jl", &model)
        #expect([model.sweep.row, model.sweep.column] == [4, 3])
        press("Glllll", &model)
        #expect([model.sweep.row, model.sweep.column] == [6, 4])
        press("gkhhhhhhh", &model)
        #expect([model.sweep.row, model.sweep.column] == [0, 0])
    }

    @Test("v turns from best to median to count")
    func measure() {
        var model = SweepFixture.grid().model()
        press("v", &model)
        #expect(model.sweep.heat?.measure == .median)
        press("v", &model)
        #expect(view(model).lines.text.contains("runs  lr x width"))
        press("v", &model)
        #expect(model.sweep.heat?.measure == .best)
    }

    @Test("p offers the parameters, and two of them become rows and columns")
    func parameters() {
        var fixture = SweepFixture.grid()
        for index in fixture.runs.indices { fixture.runs[index].seed = index % 2 }
        var model = fixture.model()
        #expect(model.sweep.heatKey?.pair == ["lr", "width"])
        press("p", &model)
        guard case .menu(let menu) = model.layers.last else {
            Issue.record("no menu")
            return
        }
        #expect(menu.items.map(\.text) == ["lr", "width", "seed"])
        #expect(menu.items.map(\.isChosen) == [true, true, false])
        press([.down, .down, .character(" "), .enter], &model)
        #expect(model.sweep.heatKey?.pair == ["width", "seed"])
        #expect(model.sweep.heat?.columns.count == 2)
    }

    @Test("Enter on a cell shows its runs; on the lines the run under the cursor")
    func open() {
        var model = SweepFixture.grid().model()
        press([.tab, .tab, .enter], &model)
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(model.data.runs[page.run]?.name == "lr0.003-w256")
        model.layers = []
        press([.tab, .tab, .enter], &model)
        #expect(model.screen == .runs)
    }

    @Test("along an axis the cursor goes from value to value, and b keeps and lets go")
    func brush() {
        var model = SweepFixture.grid().model()
        press("b", &model)
        #expect(model.notice?.text == "Tab to the parallel coordinates to brush an axis")
        press([.tab, .tab], &model)
        press("hjjb", &model)
        #expect(model.sweep.axis == 1)
        #expect(model.sweep.brushes.keys.sorted() == ["width"])
        #expect(model.notice?.text == "filter: width=256")
        press("b", &model)
        #expect(model.sweep.brushes.isEmpty)
        #expect(model.notice?.text == "no filter")
    }

    @Test("another metric is shown by its last values, and named so")
    func metric() {
        var model = SweepFixture.grid().model()
        model.sweep.metric = "val/acc"
        _ = update(&model, .tick(model.now))
        #expect(view(model).lines.text.contains("best val/acc (last)"))
    }

    @Test("the charts' metric leaves the heat map at the objective, and m here leaves the charts")
    func metricsApart() {
        var model = SweepFixture.grid().model()
        let objective = model.shown.sweep?.objective?.metric
        model.chart.metric = "val/acc"
        _ = update(&model, .tick(model.now))
        #expect(!view(model).lines.text.contains("best val/acc"))
        model.chart.metric = nil
        model.screen = .sweep
        press("M", &model)
        #expect(model.sweep.metric != nil && model.sweep.metric != objective)
        #expect(model.chart.metric == nil)
    }

    @Test("what was chosen for one sweep is forgotten with the next one")
    func otherSweep() {
        var model = SweepFixture.grid().model()
        model.sweep.pair = ["width", "lr"]
        press("jj", &model)
        var other = SweepFixture(varied: ["depth"])
        other.sweep.id = SweepID(2)
        other.add([.integer(2)], value: 1)
        _ = update(&model, .observed(other.observations))
        #expect(model.sweep.pair == nil)
        #expect(model.sweep.heat?.rows == [.any])
    }

    // MARK: Acts

    @Test(
        "acts ask first, and say how many runs they concern",
        arguments: [
            ("P", Act.pauseSweep(SweepID(1)), "Running runs save a checkpoint and wait (1 now)"),
            ("D", .stopSweep(SweepID(1)), "2 stay queued"),
            ("K", .cancelSweep(SweepID(1)), "3 runs that have not ended"),
            ("R", .retryDiverged(SweepID(1)), "diverge again"),
        ])
    func acts(key: String, act: Act, words: String) {
        var model = SweepFixture.grid().model()
        press(key, &model)
        guard case .confirm(let question) = model.layers.last else {
            Issue.record("no question")
            return
        }
        #expect(question.act == act)
        #expect(question.detail.contains(words))
        #expect(update(&model, .key(.character("y"))) == [.act(act)])
    }

    @Test("lost runs are counted with those that stay queued, not with the running ones")
    func actsOnLost() {
        var fixture = SweepFixture.grid()
        for index in fixture.runs.indices where fixture.runs[index].state == .running {
            fixture.runs[index].isLost = true
        }
        var model = fixture.model()
        for key in ["P", "D"] {
            press(key, &model)
            guard case .confirm(let question) = model.layers.popLast() else {
                Issue.record("no question")
                return
            }
            #expect(question.detail.contains("(0 now)"))
            #expect(question.detail.contains("3 stay queued, 1 lost run among them"))
        }
    }

    @Test("a paused sweep is resumed, a completed one is left alone, and read-only asks nothing")
    func refusals() {
        var fixture = SweepFixture.grid()
        fixture.sweep.state = .paused
        var model = fixture.model()
        press("P", &model)
        guard case .confirm(let question) = model.layers.last else {
            Issue.record("no question")
            return
        }
        #expect(question.act == .resumeSweep(SweepID(1)))
        fixture.sweep.state = .completed
        model = fixture.model()
        press("P", &model)
        #expect(model.layers.isEmpty)
        #expect(model.notice?.isProblem == true)
        model.settings.isReadOnly = true
        for key in ["P", "D", "K", "R"] { press(key, &model) }
        #expect(model.layers.isEmpty)
    }

    @Test(
        "the commands pause and resume mean what they say, unlike the key for both",
        arguments: [
            (SweepState.active, "pause", true), (.active, "resume", false),
            (.paused, "resume", true), (.paused, "pause", false), (.stopped, "resume", true),
            (.completed, "resume", false),
        ])
    func directions(state: SweepState, command: String, isAsked: Bool) {
        var fixture = SweepFixture.grid()
        fixture.sweep.state = state
        var model = fixture.model()
        press(":" + command, &model)
        press([.enter], &model)
        guard isAsked else {
            guard case .prompt(let prompt) = model.layers.last else {
                Issue.record("not refused")
                return
            }
            #expect(prompt.problem?.contains("nothing to \(command)") == true)
            return
        }
        guard case .confirm(let question) = model.layers.last else {
            Issue.record("no question")
            return
        }
        let act: Act = command == "pause" ? .pauseSweep(SweepID(1)) : .resumeSweep(SweepID(1))
        #expect(question.act == act)
    }

    @Test("a sweep that stops says so in the header of every screen while runs go on")
    func stopping() {
        var fixture = SweepFixture.grid()
        fixture.sweep.counts[.running] = 2
        fixture.sweep.state = .stopping
        var model = fixture.model()
        for screen in ["1", "2", "3", "4"] {
            press(screen, &model)
            #expect(view(model).lines[0].hasSuffix("stopping"))
        }
    }

    @Test("the menu of metrics marks the one of the heat map")
    func metricMenu() {
        var model = SweepFixture.grid().model()
        press("m", &model)
        guard case .menu(let menu) = model.layers.last else {
            Issue.record("no menu")
            return
        }
        let chosen = menu.items.filter(\.isChosen).map(\.text)
        #expect(chosen == [SweepFixture.grid().sweep.objective?.metric ?? ""])
    }

    @Test("with failed and diverged runs R asks about one kind, then about the other")
    func retry() {
        var fixture = SweepFixture.grid()
        fixture.add([.number(1), .integer(64)], state: .failed, reason: "error")
        var model = fixture.model()
        press("R", &model)
        #expect(update(&model, .key(.character("y"))) == [.act(.retryFailed(SweepID(1)))])
        #expect(update(&model, .key(.character("y"))) == [.act(.retryDiverged(SweepID(1)))])
        #expect(model.layers.isEmpty)
    }
}
