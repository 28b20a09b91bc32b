import SweepCore
import SweepDashboard
import Testing

@Suite("The Charts screen")
struct ChartsScreenTests {
    private func shown(_ model: DashboardModel) -> [String] {
        let names = SampleModel.metrics + (0..<20).map { "m\($0)" }
        let text = SampleModel.lines(model).joined(separator: "\n")
        return names.filter { text.contains(" \($0) ") }
    }

    @Test("shows every metric, measurements last, and asks for the curves of the page")
    func grid() {
        var model = SampleModel.make()
        SampleModel.press("2", &model)
        #expect(Set(shown(model)) == Set(SampleModel.metrics))
        #expect(
            ChartsGrid.ordered(SampleModel.metrics)
                == ["train/loss", "val/loss", "val/accuracy", "throughput/samples"])
        #expect(Set(model.request.curves.map(\.metric)) == Set(SampleModel.metrics))
        #expect(model.request.curves.count == 20)
    }

    @Test("has pages when there are many, and asks for the curves of that page only")
    func pages() {
        let names = (0..<20).map { "m\($0)" }
        var model = SampleModel.make(points: 20, metrics: names)
        SampleModel.press("2", &model)
        let first = ChartsScreen.page(model)
        SampleModel.press("]", &model)
        let second = ChartsScreen.page(model)
        #expect(first.count == 6 && Set(first).isDisjoint(with: second))
        #expect(Set(model.request.curves.map(\.metric)) == Set(second))
        #expect(SampleModel.lines(model)[27].contains("charts 7–12 of 20"))
        SampleModel.press("[[", &model)
        #expect(ChartsScreen.page(model) == first)
        SampleModel.press("G", &model)
        #expect(ChartsScreen.page(model).first == "m19")
    }

    @Test("the cursor moves among charts, Enter opens one, Escape comes back to it")
    func moving() {
        var model = SampleModel.make()
        SampleModel.press("2l", &model)
        #expect(model.charts.selected == "val/loss")
        SampleModel.press("j", &model)
        #expect(model.charts.selected == "throughput/samples")
        SampleModel.press("h\n", &model)
        #expect(model.context == .zoom && model.metric == "val/accuracy")
        #expect(SampleModel.lines(model)[1].contains("val/accuracy   5 of 5 runs"))
        _ = update(&model, .key(.escape))
        #expect(model.context == .charts && model.charts.selected == "val/accuracy")
    }

    @Test("a click chooses a chart, a double click opens it, the wheel turns pages")
    func mouse() {
        var model = SampleModel.make(points: 20, metrics: (0..<20).map { "m\($0)" })
        model.screen = .charts
        _ = ChartsScreen.mouse(MouseAction(.press, x: 80, y: 5), &model)
        #expect(model.charts.selected == "m1")
        _ = ChartsScreen.mouse(MouseAction(.wheelDown, x: 80, y: 5), &model)
        #expect(model.charts.selected == "m6")
        _ = ChartsScreen.mouse(MouseAction(.doubleClick, x: 2, y: 20), &model)
        #expect(model.context == .zoom && model.metric == "m10")
    }

    @Test("every size is drawn, with no metrics, one and many", arguments: [0, 1, 4, 20])
    func sizes(count: Int) {
        let names = (0..<count).map { "metric/\($0)" }
        for (columns, rows) in [(40, 10), (60, 15), (80, 24), (120, 36), (300, 100)] {
            for glyphs in [GlyphSet.braille, .ascii] {
                var model = SampleModel.make(
                    columns: columns, rows: rows, points: 10, glyphs: glyphs, metrics: names)
                SampleModel.press("2", &model)
                check(model)
                SampleModel.press("\nlll++HLKJeef", &model)
                check(model)
            }
        }
        var model = SampleModel.make(columns: 3, rows: 2, points: 5)
        SampleModel.press("2jl\n+l", &model)
        #expect(SampleModel.lines(model).count == 2)
    }

    private func check(_ model: DashboardModel) {
        let lines = SampleModel.lines(model)
        #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= model.size.columns })
        if model.glyphs.isASCII {
            let isClean = lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } }
            #expect(isClean, "\(lines.joined(separator: "\n"))")
        }
    }
}
