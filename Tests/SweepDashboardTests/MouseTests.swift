import SweepCore
import SweepDashboard
import Testing

@Suite("The mouse")
struct MouseTests {
    private func click(
        _ kind: MouseAction.Kind = .press, on text: String, _ model: inout DashboardModel
    ) {
        let lines = view(model).lines
        guard let y = lines.firstIndex(where: { $0.contains(text) }),
            let range = lines[y].firstRange(of: text)
        else {
            Issue.record("\(text) is not on the screen")
            return
        }
        let x = TextWidth.columns(of: lines[y][..<range.lowerBound])
        _ = update(&model, .mouse(MouseAction(kind, x: x, y: y)))
    }

    @Test("a click selects a run, a double click opens it")
    func rows() {
        var model = ListedSweep().model()
        click(on: "lr0.01-w256", &model)
        #expect(RunsScreen.selectedRun(model)?.name == "lr0.01-w256-s0")
        click(.doubleClick, on: "lr0.01-w256", &model)
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.run == model.runs.selected)
    }

    @Test("a click on a header sorts, again the other way around")
    func header() {
        var model = ListedSweep().model()
        click(on: "step│", &model)
        #expect(model.runs.sort == RunSort(.step))
        click(on: "step▲", &model)
        #expect(model.runs.sort == RunSort(.step, isInverted: true))
        click(on: "step▼", &model)
        #expect(!model.runs.sort.isInverted)
        click(on: "val/loss trend", &model)
        #expect(model.runs.sort == RunSort())
    }

    @Test("a click on a hint presses its key, one on a screen's name shows it")
    func words() {
        var model = ListedSweep().model()
        click(on: "sort", &model)
        click(on: "/ filter", &model)
        guard case .prompt = model.layers.last else {
            Issue.record("no prompt")
            return
        }
        model.layers = []
        click(on: "3 Sweep", &model)
        #expect(model.screen == .sweep)
        click(on: "1 Runs", &model)
        #expect(model.screen == .runs)
    }

    @Test("the wheel moves in the list, a click on a chart takes it, a double click zooms it")
    func wheel() {
        var model = ListedSweep(100).model()
        _ = update(&model, .mouse(MouseAction(.wheelDown, x: 5, y: 5)))
        #expect(RunsScreen.selectedLine(model, model.runList) == 3)
        _ = update(&model, .mouse(MouseAction(.wheelUp, x: 5, y: 5)))
        #expect(RunsScreen.selectedLine(model, model.runList) == 0)
        _ = update(&model, .mouse(MouseAction(.press, x: 70, y: 5)))
        #expect(model.runs.pane == 1)
        _ = update(&model, .mouse(MouseAction(.doubleClick, x: 70, y: 24)))
        guard case .zoom = model.layers.last else {
            Issue.record("no zoom")
            return
        }
    }

    @Test("on a run's page the pane below the pointer is the one that scrolls")
    func runPage() {
        var model = ListedSweep().model()
        press("enter", &model)
        _ = update(&model, .mouse(MouseAction(.press, x: 80, y: 5)))
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.pane == .charts)
        #expect(page.chart == 1)
    }

    @Test("a click in a menu takes the cursor to a line, a second one chooses it")
    func menu() {
        var model = ListedSweep().model()
        press("s", &model)
        click(on: "grad_norm ", &model)
        guard case .menu(let menu) = model.layers.last else {
            Issue.record("no menu")
            return
        }
        #expect(menu.current?.key == "grad_norm")
        #expect(model.runs.sort == RunSort())
        click(.doubleClick, on: "▶ grad_norm", &model)
        #expect(model.layers.isEmpty)
        #expect(model.runs.sort.column == .named("grad_norm"))
    }

    @Test("in a menu that takes several a click marks, and another takes the mark away")
    func columns() {
        var model = ListedSweep().model()
        press(",", &model)
        click(on: "[ ] grad_norm", &model)
        click(on: "[✓] grad_norm", &model)
        click(on: "[ ] grad_norm", &model)
        press("enter", &model)
        #expect(model.runs.columns?.contains(.named("grad_norm")) == true)
    }

    @Test("a click on a line of help selects the key, a second one presses it")
    func help() {
        var model = ListedSweep().model()
        press("? s o r t", &model)
        click(on: "Keys:", &model)
        click(on: "invert-sort", &model)
        guard case .help(let state) = model.layers.last else {
            Issue.record("no help")
            return
        }
        #expect(state.selected > 0 && !model.runs.sort.isInverted)
        click(on: "invert-sort", &model)
        #expect(model.layers.isEmpty && model.runs.sort.isInverted)
    }

    @Test(
        "a click beside the lines of a menu does nothing", arguments: [(0, 0), (50, 4), (99, 29)])
    func beside(x: Int, y: Int) {
        var model = ListedSweep().model()
        press("m", &model)
        let before = view(model).lines
        _ = update(&model, .mouse(MouseAction(.press, x: x, y: min(y, 28))))
        #expect(view(model).lines == before)
    }

    @Test("a click on a worker takes the cursor there, a double click opens its run")
    func workers() {
        var model = SweepFixture.pool().model(screen: .workers)
        click(on: "w2 ", &model)
        #expect(model.workers.selected == WorkerID(2))
        click(on: "events", &model)
        #expect(model.workers.pane == .events)
        click(on: "worker pid", &model)
        #expect(model.workers.selected == WorkerID(2) && model.workers.pane == .workers)
        click(.doubleClick, on: "w3 ", &model)
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.run == RunID(30))
    }

    @Test("a click on a cell of the heat map takes the cursor there, a double click shows its runs")
    func heatMap() {
        for (columns, rows) in [(100, 30), (80, 24), (60, 15)] {
            var model = SweepFixture.grid().model(columns: columns, rows: rows, screen: .sweep)
            click(on: ".220", &model)
            #expect(model.sweep.row == 1 && model.sweep.column == 2)
            click(on: ".310", &model)
            #expect(model.sweep.row == 1 && model.sweep.column == 0)
            click(on: "best val/loss", &model)
            #expect(model.sweep.row == 1 && model.sweep.column == 0)
            click(.doubleClick, on: ".220", &model)
            #expect(model.screen == .runs && model.runs.filterText == "lr=0.03 width=256")
        }
        var model = SweepFixture.grid().model(screen: .sweep)
        click(on: "importance", &model)
        #expect(model.sweep.pane == .importance)
    }
}
