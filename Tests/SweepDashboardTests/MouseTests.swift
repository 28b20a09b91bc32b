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
}
