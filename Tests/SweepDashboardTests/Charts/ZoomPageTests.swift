import SweepCore
import SweepDashboard
import Testing

@Suite("A zoomed chart")
struct ZoomPageTests {
    private func zoomed(points: Int = 1_000, columns: Int = 100, rows: Int = 30) -> DashboardModel {
        var model = SampleModel.make(columns: columns, rows: rows, points: points)
        SampleModel.press("2\n", &model)
        return model
    }

    private func state(_ model: DashboardModel) -> ZoomState {
        if case .zoom(let state) = model.layers.last { return state }
        return ZoomState(metric: "none")
    }

    @Test("the cursor moves by one column of dots, and reads smoothed and raw values")
    func cursor() {
        var model = zoomed()
        SampleModel.press("el", &model)
        let start = state(model).cursor ?? 0
        SampleModel.press("lll", &model)
        let plotDots = 2 * (98 - 8)
        let moved = (state(model).cursor ?? 0) - start
        #expect(abs(moved - 3 * 9_991 / Double(plotDots - 1)) < 1)
        let text = SampleModel.lines(model).joined(separator: "\n")
        #expect(text.contains("step 5,163") && text.contains("raw") && text.contains("elapsed"))
        SampleModel.press("G", &model)
        #expect(state(model).cursor == 9_991)
        SampleModel.press("g", &model)
        #expect(state(model).cursor == 0)
    }

    @Test("zooms at the cursor, and back to the whole curve")
    func zoom() {
        var model = zoomed()
        SampleModel.press("l++", &model)
        let range = state(model).xRange ?? 0...0
        let cursor = state(model).cursor ?? 0
        #expect(abs(range.upperBound - range.lowerBound - 9_991 / 4) < 2)
        #expect(
            abs((cursor - range.lowerBound) / (range.upperBound - range.lowerBound) - 0.5) < 0.01)
        SampleModel.press("--", &model)
        #expect(state(model).xRange == nil)
        SampleModel.press("+K0", &model)
        #expect(state(model).xRange == nil && state(model).yRange == nil)
    }

    @Test("zooming in ends at a few steps")
    func deepest() {
        var model = zoomed()
        SampleModel.press("l" + String(repeating: "+", count: 60), &model)
        let range = state(model).xRange ?? 0...0
        #expect(range.upperBound - range.lowerBound >= 4)
        #expect(range.upperBound - range.lowerBound < 16)
    }

    @Test("pans by a quarter of the window, and not past the ends")
    func pan() {
        var model = zoomed()
        SampleModel.press("+", &model)
        let before = state(model).xRange ?? 0...0
        SampleModel.press("H", &model)
        let after = state(model).xRange ?? 0...0
        let length = before.upperBound - before.lowerBound
        #expect(abs(before.lowerBound - after.lowerBound - length / 4) < 1)
        SampleModel.press("HHHHHH", &model)
        #expect(state(model).xRange?.lowerBound == 0)
        SampleModel.press("LLLLLLLLLLLL", &model)
        #expect(abs((state(model).xRange?.upperBound ?? 0) - 9_991) < 0.01)
    }

    @Test("following, the window stays with the newest point")
    func follow() {
        var model = zoomed()
        SampleModel.press("++f", &model)
        let before = ZoomPage.spec(state(model), model, isFollowing: true).xRange ?? 0...0
        #expect(abs(before.upperBound - 9_991) < 0.01)
        let more = ChartSamples.points([0.2, 0.2], every: 500, from: 10_500)
        let key = CurveKey(run: RunID(1), metric: "train/loss")
        _ = update(
            &model, .observed([.points(key, more, isReset: false, isComplete: true)]))
        let after = ZoomPage.spec(state(model), model, isFollowing: true).xRange ?? 0...0
        #expect(after.upperBound == 11_000)
        #expect(
            abs((after.upperBound - after.lowerBound) - (before.upperBound - before.lowerBound))
                < 0.1)
        SampleModel.press("f", &model)
        #expect(!state(model).isFollowing && state(model).xRange == after)
    }

    @Test("another x axis or metric does not keep a window that was not meant for it")
    func otherAxis() {
        var model = zoomed()
        SampleModel.press("l++K", &model)
        model.chart.xAxis = .elapsed
        let spec = ZoomPage.spec(state(model), model, isFollowing: true)
        #expect(spec.xRange == nil && spec.cursor == nil)
        #expect(spec.yRange != nil)
        SampleModel.press("]", &model)
        #expect(ZoomPage.spec(state(model), model, isFollowing: true).yRange == nil)
        #expect(model.metric != "train/loss")
    }

    @Test("asks for the visible steps point by point when the curve is not kept whole there")
    func closeUp() {
        var model = zoomed(points: 40_000)
        #expect(model.request.closeUp == nil)
        SampleModel.press("l+++++++", &model)
        guard let closeUp = model.request.closeUp, let range = state(model).xRange else {
            Issue.record("no close-up")
            return
        }
        #expect(closeUp.curves.count == 5)
        #expect(Double(closeUp.steps.lowerBound) <= range.lowerBound)
        #expect(Double(closeUp.steps.upperBound) >= range.upperBound)
        let length = range.upperBound - range.lowerBound
        #expect(Double(closeUp.steps.upperBound - closeUp.steps.lowerBound) < 2 * length)
        SampleModel.press("l", &model)
        #expect(model.request.closeUp == closeUp)
    }

    @Test("a close-up takes the place of what was kept, smoothed as the whole curve is")
    func closeUpShown() {
        let values = ChartSamples.loss(100_000, floor: 0.1)
        let curve = ChartSamples.curve(values)
        var series = ChartSamples.series(0, curve)
        let points = ChartSamples.points(values)
        series.closeUp = Curve(Array(points[50_000..<51_000]))
        var options = ChartOptions()
        options.smoothing = 0.9
        var spec = ChartSpec(title: "val/loss", options: options)
        spec.series = [series]
        spec.xRange = 50_200...50_800
        let plan = ChartPlan(spec, dots: 2_000)
        var smoother = Smoother(weight: 0.9)
        let smoothed = values.map { smoother.smooth($0) }
        for line in plan.lines {
            let inside = line.samples.filter { (50_500...50_800).contains($0.step) }
            #expect(inside.count == 301)
            for point in inside {
                let index = Int(point.step) - 1
                let expected = line.isUnderlay ? values[index] : smoothed[index]
                #expect(abs(point.value - expected) < 1e-9)
            }
        }
    }

    @Test("a click sets the cursor, dragging chooses the window, the wheel zooms at the pointer")
    func mouse() {
        var model = zoomed()
        let take = { (kind: MouseAction.Kind, x: Int, model: inout DashboardModel) in
            _ = ZoomPage.mouse(MouseAction(kind, x: x, y: 8), &model)
        }
        take(.press, 8, &model)
        #expect(state(model).cursor == 0)
        take(.release, 8, &model)
        #expect(state(model).xRange == nil && state(model).dragged == nil)
        take(.press, 30, &model)
        take(.drag, 52, &model)
        #expect(view(model)[40, 8].style.attributes.contains(.reverse))
        take(.release, 52, &model)
        let range = state(model).xRange ?? 0...0
        #expect(abs(range.upperBound - range.lowerBound - 22 * 9_991 / 89) < 2)
        take(.doubleClick, 30, &model)
        #expect(state(model).xRange == nil)
        take(.wheelUp, 8, &model)
        #expect(state(model).xRange?.lowerBound == 0)
        take(.wheelDown, 8, &model)
        #expect(state(model).xRange == nil)
        take(.press, 0, &model)
        #expect(state(model).dragged == nil)
    }

    @Test("the numbers of each run stand below, with the difference to the first")
    func table() {
        var model = zoomed()
        SampleModel.press("l", &model)
        let lines = SampleModel.lines(model)
        let title = "   run             last      min    @step  at cursor     Δ to a    state"
        #expect(lines.contains(title))
        let rows = lines.filter { $0.hasSuffix("● running") }
        #expect(rows.count == 5)
        #expect(rows[0].hasPrefix(" a lr0e-3-w256") && rows[1].contains("+."))
    }
}
