import SweepCore
import SweepDashboard
import Testing

@Suite("The header")
struct HeaderTests {
    private func header(_ model: DashboardModel) -> String { view(model).lines[0] }

    @Test("every terminal that is large enough shows which screen one is on", arguments: 40...130)
    func screens(columns: Int) {
        var sweep = ListedSweep(12)
        sweep.sweep.name = "a-name-longer-than-there-is-room"
        for index in 0..<8 {
            sweep.runs[index].state = RunState.allCases[index % RunState.allCases.count]
        }
        var model = sweep.model(columns, 10)
        for (key, title) in [
            ("1", "1 Runs"), ("2", "2 Charts"), ("3", "3 Sweep"), ("4", "4 Workers"),
        ] {
            press(key, &model)
            #expect(header(model).contains("[\(title)]"))
            #expect(TextWidth.columns(of: header(model)) <= columns)
        }
    }

    @Test("a click on a screen's number in the smallest terminal shows that screen")
    func clicks() throws {
        var model = ListedSweep(1).model(40, 10)
        model.layers = []
        let line = header(model)
        let place = try #require(line.firstRange(of: "[1 Runs]2 3 4"), "\(line)")
        let x = TextWidth.columns(of: line[..<place.upperBound]) - 1
        _ = update(&model, .mouse(MouseAction(.press, x: x, y: 0)))
        #expect(model.screen == .workers)
    }

    @Test(
        "the page of a run has the run's name in the smallest terminal too",
        arguments: [40, 60, 83])
    func page(columns: Int) {
        var model = ListedSweep(12).model(columns, 10)
        press("enter", &model)
        let name = model.runs.selected.flatMap { model.data.runs[$0]?.name } ?? "none"
        #expect(
            header(model).hasPrefix(
                columns == 83 ? "sweep digits 1 Runs › \(name)" : name.prefix(5)))
        #expect(header(model).contains(columns == 40 ? "-s0 " : name), "\(header(model))")
    }

    @Test("an empty database has no sweeps yet, one that is not yet read is not called empty")
    func empty() {
        var model = DashboardModel(
            size: Size(columns: 80, rows: 24), settings: DashboardSettings(),
            now: ListedSweep.now)
        #expect(header(model).hasPrefix("sweep [1 Runs]2 3 4"))
        _ = update(&model, .observed([.sweeps([]), .watching(nil)]))
        #expect(header(model).hasPrefix("no sweeps yet [1 Runs]2 3 4"))
    }
}
