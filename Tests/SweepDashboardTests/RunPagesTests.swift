import SweepCore
import SweepDashboard
import Testing

@Suite("Pages of runs")
struct RunPagesTests {
    private func page(_ model: DashboardModel) -> RunPageState? {
        if case .run(let state) = model.layers.last { state } else { nil }
    }

    private func portrait(_ eventCount: Int = 3) -> RunPortrait {
        RunPortrait(
            run: RunID(12),
            metrics: [
                .init(
                    name: "val/loss", count: 40, nanCount: 1, first: 2, last: 0.081, lastStep: 9,
                    minimum: 0.08, minimumStep: 8_700, maximum: 2, maximumStep: 250)
            ],
            events: (1...max(1, eventCount)).map {
                WatchedEvent(
                    id: Int64($0),
                    time: SweepInstant(milliseconds: ListedSweep.start + Int64($0) * 1_000),
                    kind: $0 == eventCount ? "completed" : "started", message: "line \($0)")
            },
            environment: [.init(name: "git", text: "4f2c1e0 (dirty)")], workerName: "w1")
    }

    private func opened(_ columns: Int = 100, _ rows: Int = 30, eventCount: Int = 3)
        -> DashboardModel
    {
        var sweep = ListedSweep()
        sweep.observations = [.portrait(portrait(eventCount))]
        var model = sweep.model(columns, rows)
        press("enter", &model)
        return model
    }

    @Test("a run's page says its parameters, fate, environment and log")
    func contents() {
        let lines = view(opened(100, 40)).lines
        for text in [
            "1 Runs › lr0.0005-w256-s0   1/12", "optimizer   sgd", "✓ completed", "4f2c1e0 (dirty)",
            "line 3", "22:13:23 ✓ completed", "val/loss  0.0810", "1 NaN",
        ] {
            #expect(lines.contains { $0.contains(text) }, "\(text)")
        }
    }

    @Test("what of a page's parameters does not fit is counted, and there by scrolling")
    func moreFacts() {
        var model = ListedSweep(12).model(60, 12)
        press("enter", &model)
        #expect(view(model).lines.contains { $0.contains("more") && $0.contains("…") })
        press("G", &model)
        #expect(!view(model).lines.contains { $0.contains("… ") && $0.contains(" more") })
    }

    @Test("parameters unlike those of most runs are marked")
    func unusual() {
        let model = opened()
        let lines = view(model).lines
        #expect(lines.contains { $0.contains("width       256  *") })
        #expect(lines.contains { $0.contains("optimizer   sgd    ") })
        #expect(
            TypicalParameters.typical([.integer(1), .number(3), .integer(9)]) == .number(3))
        #expect(TypicalParameters.typical([.text("b"), .text("a"), .text("a")]) == .text("a"))
        #expect(TypicalParameters.typical([]) == nil)
    }

    @Test("of a run that has ended without points none are awaited", arguments: [8, 5])
    func pointless(number: Int) {
        var sweep = ListedSweep()
        for metric in sweep.sweep.metricNames {
            sweep.observations.append(
                .points(
                    CurveKey(run: RunID(Int64(number)), metric: metric), [], isReset: true,
                    isComplete: true))
        }
        var model = sweep.model()
        model.runs.selected = RunID(Int64(number))
        press("enter", &model)
        let text = view(model).lines.joined(separator: "\n")
        #expect(text.contains("no points were recorded") == (number == 8))
        #expect(text.contains("no points yet") == (number == 5))
    }

    @Test("brackets go to the next run in the order of the list, and the trail follows")
    func steps() {
        var model = opened()
        press("] ]", &model)
        #expect(view(model).lines[0].contains("3/12"))
        #expect(page(model)?.run == model.runs.selected)
        press("[", &model)
        #expect(view(model).lines[0].contains("2/12"))
        press("[ [ [", &model)
        #expect(view(model).lines[0].contains("1/12"))
        #expect(model.request.portraits == [RunID(12)])
        press("esc", &model)
        #expect(model.layers.isEmpty)
        #expect(model.runs.selected == RunID(12))
    }

    @Test("only the page's run is read, with the metrics in sight")
    func request() {
        let model = opened()
        #expect(Set(model.request.curves.map(\.run)) == [RunID(12)])
        #expect(model.request.curves.map(\.metric).first == "val/loss")
        #expect(model.request.curves.count == 4)
    }

    @Test("Enter on a chart zooms it, = leaves out what is the same everywhere")
    func charts() {
        var model = opened()
        press("tab l enter", &model)
        guard case .zoom(let zoom) = model.layers.last else {
            Issue.record("no zoom")
            return
        }
        #expect(zoom.metric == "train/loss")
        press("esc =", &model)
        #expect(page(model)?.showsAllParameters == false)
        #expect(!view(model).lines.contains { $0.contains("batch_size") })
    }

    @Test("many metrics scroll by rows so that the chosen chart is in sight")
    func chartScrolling() throws {
        var sweep = ListedSweep()
        sweep.sweep.metricNames = (1...30).map { "metric\($0)" }
        sweep.sweep.objective = nil
        var model = sweep.model()
        press("enter tab G", &model)
        let state = try #require(page(model))
        #expect(state.chart == 29)
        #expect(RunPage.visibleMetrics(state, model).contains("metric30"))
        #expect(model.request.curves.count <= 8)
        press("g", &model)
        #expect(view(model).lines.contains { $0.contains("metric1") })
    }

    @Test("the log follows its end until it is scrolled")
    func log() {
        var model = opened(eventCount: 100)
        press("tab tab", &model)
        #expect(view(model).lines.contains { $0.contains("line 100") })
        press("k k k k k k", &model)
        #expect(!view(model).lines.contains { $0.contains("line 100") })
        press("f", &model)
        #expect(view(model).lines.contains { $0.contains("line 100") })
        press("g", &model)
        #expect(view(model).lines.contains { $0.contains("line 1") })
    }

    @Test("in a small window one pane at a time is shown")
    func small() {
        var model = opened(60, 15)
        #expect(view(model).lines.contains { $0.contains("optimizer") })
        press("tab", &model)
        #expect(!view(model).lines.contains { $0.contains("optimizer") })
        press("tab", &model)
        #expect(view(model).lines.contains { $0.contains("completed") })
    }

    @Test("a page of a run that has gone says so")
    func gone() {
        var model = opened()
        _ = update(&model, .observed([.removed([RunID(12)])]))
        #expect(view(model).lines.contains { $0.contains("This run is gone") })
        press("] P t =", &model)
    }

    // MARK: Comparing

    private func table(_ model: DashboardModel) -> CompareTable? {
        if case .compare(let state) = model.layers.last { CompareTable(state, model) } else { nil }
    }

    private func row(_ title: String, _ model: DashboardModel) -> [String]? {
        table(model)?.rows.first { $0.title == title }?.cells.map(\.text)
    }

    @Test("comparing shows what differs, and = shows all")
    func compare() {
        var model = ListedSweep().model()
        press("c", &model)
        #expect(table(model)?.runs.count == 8)
        #expect(row("width", model)?.prefix(3) == ["256", "128", "64"])
        #expect(row("optimizer", model) == nil)
        #expect(row("val/loss", model)?.prefix(2) == ["0.0800", "0.0900"])
        #expect(row("  Δ to first", model)?.prefix(2) == ["-", "+0.0100"])
        press("=", &model)
        #expect(row("optimizer", model)?.first == "sgd")
        #expect(model.request.curves.count == 8)
    }

    @Test("space takes a run out, down to two; Enter opens the one under the cursor")
    func takeOut() {
        var model = ListedSweep(4).model()
        press("c l space", &model)
        #expect(table(model)?.runs.count == 3)
        press("space space space", &model)
        #expect(table(model)?.runs.count == 2)
        #expect(model.notice != nil)
        press("l l l enter", &model)
        #expect(page(model)?.run == model.runs.selected)
        press("esc esc", &model)
        #expect(model.layers.isEmpty)
    }

    @Test("repeats of a configuration have a mean, a deviation and a number")
    func repeats() {
        var model = ListedSweep(36).model()
        press("c", &model)
        #expect(row("n", model)?.first == "3")
        #expect(row("mean", model)?.first == "0.0810")
        #expect(row("± sd", model)?.first == "0.00100")
        #expect(CompareTable.standardDeviation([1]) == nil)
    }

    @Test("comparing needs two runs")
    func tooFew() {
        var model = ListedSweep(1).model()
        press("esc c", &model)
        #expect(model.layers.isEmpty)
        #expect(model.notice != nil)
    }
}
