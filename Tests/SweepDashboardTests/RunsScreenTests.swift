import SweepCore
import SweepDashboard
import Testing

@Suite("The Runs screen")
struct RunsScreenTests {
    private func selectedNumber(_ model: DashboardModel) -> Int? {
        RunsScreen.selectedRun(model)?.number
    }

    private func observe(_ observation: Observation, _ model: inout DashboardModel) {
        _ = update(&model, .observed([observation]))
    }

    @Test("the first run is selected, and keys move the cursor within the list")
    func moving() {
        var model = ListedSweep().model()
        let first = selectedNumber(model)
        press("k", &model)
        #expect(selectedNumber(model) == first)
        press("j j k", &model)
        let second = selectedNumber(model)
        #expect(second != first)
        press("G", &model)
        #expect(selectedNumber(model) == 9)
        press("g j", &model)
        #expect(selectedNumber(model) == second)
    }

    @Test("what is plotted by itself follows the filter, until somebody chooses")
    func plotsFollowFilter() throws {
        var model = ListedSweep().model()
        let run = try #require(model.shown.runs.rows.first { $0.state == .completed })
        #expect(RunsScreen.setFilter("name:\(run.name)", &model) == nil)
        _ = update(&model, .tick(model.now))
        #expect(model.plots.runs == [run.id])
    }

    @Test("a sweep whose only worker is lost is not live")
    func lostIsNotLive() throws {
        var model = ListedSweep().model()
        var sweep = try #require(model.shown.sweep)
        sweep.state = .active
        sweep.counts[.running] = 1
        sweep.lostCount = 1
        observe(.sweeps([sweep]), &model)
        #expect(view(model).lines[0].hasSuffix("worker lost"))
        let status = view(model).lines[model.size.rows - 2]
        #expect(status.contains("1 run is lost; go on with: sweep worker --sweep digits"))
        // What to do counts more than a new best and than what the chart left out.
        var again = ListedSweep(12)
        again.addCurves()
        model = again.model()
        again.runs[0].objective = 0.001
        _ = update(&model, .observed(again.all))
        observe(.sweeps([sweep]), &model)
        let line = view(model).lines[model.size.rows - 2]
        #expect(
            line.hasPrefix(" 1 run is lost; go on with: sweep worker --sweep digits"), "\(line)")
    }

    @Test("the cursor stays on its run when the order changes")
    func follows() {
        var model = ListedSweep().model()
        press("j j", &model)
        let number = selectedNumber(model)
        var better = ListedSweep.run(1)
        better.objective = 0.001
        observe(.runs([better], isComplete: true), &model)
        #expect(selectedNumber(model) == number)
        #expect(RunsScreen.selectedLine(model, model.runList) == 3)
        press("I", &model)
        #expect(selectedNumber(model) == number)
    }

    @Test("when the selected run goes, the one that took its place is selected")
    func removed() throws {
        var model = ListedSweep().model()
        press("j j", &model)
        let line = try #require(RunsScreen.selectedLine(model, model.runList))
        let selected = try #require(model.runs.selected)
        observe(.removed([selected]), &model)
        #expect(RunsScreen.selectedLine(model, model.runList) == line)
        #expect(model.runs.selected != selected)
        #expect(!model.plots.contains(selected))
        observe(.removed(model.shown.runs.rows.map(\.id)), &model)
        #expect(model.runs.selected == nil)
    }

    @Test("a long list scrolls so that the cursor is in sight, with a line that counts the rest")
    func scrolling() {
        var model = ListedSweep(500).model()
        #expect(view(model).lines.contains { $0.contains("… 484 more") })
        for keys in ["pagedown", "pagedown pageup", "G", "k k", "g"] {
            press(keys, &model)
            let line = RunsScreen.selectedLine(model, model.runList) ?? -1
            let height = RunsScreen.pageRows(model)
            #expect((model.runs.firstLine..<model.runs.firstLine + height).contains(line))
            let pointed = view(model).lines.filter { $0.contains("▶") }
            #expect(pointed.count == 1)
        }
    }

    @Test("the eight best runs that have begun are plotted until a person chooses")
    func automatic() {
        var model = ListedSweep(30).model()
        let best = model.runList.best
        #expect(model.plots.runs.count == 8)
        #expect(Set(model.plots.runs) == Set(best))
        var better = ListedSweep.run(8)
        (better.state, better.reason, better.objective) = (.completed, nil, 0.0001)
        observe(.runs([better], isComplete: true), &model)
        #expect(model.plots.contains(better.id))
        #expect(model.plots.runs.count == 8)
        press("g space", &model)
        #expect(!model.plots.contains(better.id))
        press("u", &model)
        #expect(model.plots.contains(better.id))
    }

    @Test("a range plots all runs in it; Esc ends it")
    func range() {
        var model = ListedSweep().model()
        press("j v j j v", &model)
        let rows = model.shown.runs.rows
        let expected = model.runList.lines[1...3].map { rows[$0.place].id }
        #expect(expected.allSatisfy(model.plots.contains))
        press("v esc", &model)
        #expect(model.runs.rangeStart == nil)
    }

    @Test("inverting plots the others, as many as there are letters")
    func invert() {
        var model = ListedSweep(60).model()
        let before = Set(model.plots.runs)
        press("*", &model)
        #expect(before.isDisjoint(with: model.plots.runs))
        #expect(model.plots.runs.count == PlotSelection.limit)
        #expect(model.notice?.isProblem == true)
    }

    @Test("a key that changes something asks first, and only where it makes sense")
    func acts() {
        var model = ListedSweep().model()
        func confirmation(_ keys: String) -> Act? {
            var copy = model
            press(keys, &copy)
            guard case .confirm(let question) = copy.layers.last else { return nil }
            #expect(question.question.hasSuffix("?") && !question.detail.isEmpty)
            return question.act
        }
        #expect(confirmation("P") == .pauseSweep(SweepID(1)))
        #expect(confirmation("D") == .stopSweep(SweepID(1)))
        #expect(confirmation("K") == nil)
        #expect(confirmation("R") == nil)
        #expect(confirmation("G K") == .cancelRun(RunID(9)))
        #expect(confirmation("G k R") == .retryRun(RunID(8)))
        #expect(confirmation("G enter P") == .pauseRun(RunID(9)))
        model.settings.isReadOnly = true
        #expect(confirmation("P") == nil)
    }

    @Test(
        "of a lost run nothing is asked, but said what takes it up",
        arguments: ["K", "R", "enter K", "enter R", "enter P"])
    func lost(keys: String) {
        var sweep = ListedSweep()
        sweep.sweep.name = "two words"
        var model = sweep.model()
        model.runs.selected = RunID(10)
        press(keys, &model)
        let expected = "lr0.001-w256-s0 is lost; go on with: sweep worker --sweep 'two words'"
        #expect(model.notice?.text.hasPrefix(expected) == true)
        if case .confirm = model.layers.last { Issue.record("a question") }
        model.data.health = DatabaseHealth(path: "other.db")
        press("K", &model)
        #expect(model.notice?.text.hasSuffix("'two words' --db other.db") == true)
    }

    @Test("a pinned run has a mark before its name, under the cursor too, and nothing moves")
    func pinMark() {
        for (glyphs, mark) in [(GlyphSet.braille, "↑"), (.block, "↑"), (.ascii, "^")] {
            for columns in [100, 80, 40] {
                var model = ListedSweep().model(columns, 24, glyphs: glyphs)
                let before = view(model).lines
                press("p", &model)
                let after = view(model).lines
                let line = after.firstIndex { $0.contains(mark + "lr") } ?? 0
                #expect(after[line].replacing(mark + "lr", with: " lr") == before[line])
                #expect(line > 0)
                press("p", &model)
                #expect(view(model).lines == before)
            }
        }
    }

    @Test(
        "runs whose names differ only at the end can be told apart, however narrow the list is",
        arguments: [(40, 10), (60, 15), (80, 24), (100, 30)])
    func longNames(columns: Int, rows: Int) {
        var sweep = ListedSweep(6)
        for index in sweep.runs.indices {
            sweep.runs[index].name = "learning_rate0.001-width64-depth\(index / 2)-s\(index % 2)"
        }
        let text = view(sweep.model(columns, rows)).lines.joined(separator: "\n")
        #expect(text.contains("-s0") && text.contains("-s1"))
    }

    @Test("tag and note open a line to type into, copy gives the uid")
    func labels() {
        var model = ListedSweep().model()
        #expect(press("Y", &model) == [.copy("r00000000012")])
        press("t", &model)
        guard case .prompt(let prompt) = model.layers.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.purpose == .tag(RunID(12)))
    }

    @Test("what was kept comes back: letters, pins, columns and order")
    func preferences() {
        var model = ListedSweep(30).model()
        press("j space space p", &model)
        #expect(RunsScreen.sort(by: "-lr", &model))
        choose(["objective", "width", "\"seed\"", "seed"], &model)
        let kept = model.preferences
        let again = ListedSweep(30).model(preferences: kept)
        #expect(again.plots.slots == model.plots.slots)
        #expect(!again.plots.isAutomatic)
        #expect(again.runs.pinned == model.runs.pinned)
        #expect(again.runs.sort == RunSort(.named("lr"), isInverted: true))
        #expect(again.runs.columns == [.objective, .named("width"), .seed])
        #expect(again.preferences == kept)
    }

    @Test("letters of automatically plotted runs come back too, and the best are still followed")
    func automaticPreferences() {
        let model = ListedSweep(30).model()
        var kept = model.preferences
        kept.slots = kept.slots?.mapValues { 7 - $0 }
        var again = ListedSweep(30).model(preferences: kept)
        #expect(again.plots.slots == model.plots.slots.mapValues { 7 - $0 })
        observe(.removed([again.plots.runs[0]]), &again)
        #expect(again.plots.runs.count == 8)
    }

    @Test("a new best run is spoken of for a while")
    func newBest() {
        var model = ListedSweep().model()
        var better = ListedSweep.run(1)
        better.objective = 0.0512
        observe(.runs([better], isComplete: true), &model)
        let status = view(model).lines[28]
        #expect(status.contains("new best val/loss 0.0512 lr0.003-w64-s0 (was 0.0800)"))
        _ = update(&model, .tick(model.now.adding(milliseconds: 30_000)))
        #expect(!view(model).lines[28].contains("new best"))
    }

    @Test("the best run of another filter is no news")
    func filterIsNoNews() {
        var model = ListedSweep().model()
        for filter in ["seed=1", "", "number>5", "zzzz", ""] {
            #expect(RunsScreen.setFilter(filter, &model) == nil)
            observe(.runs([ListedSweep.run(2)], isComplete: true), &model)
            #expect(!view(model).lines[28].contains("new best"), "\(filter)")
        }
    }

    @Test("charts of a list that a filter has emptied wait for nothing")
    func emptyFilter() {
        var model = ListedSweep().model()
        model.runs.selected = nil
        #expect(RunsScreen.setFilter("zzzz", &model) == nil)
        let text = view(model).lines.joined(separator: "\n")
        #expect(text.contains("no run matches the filter"))
        #expect(!text.contains("waiting for"))
    }

    @Test("a sweep of one run opens that run's page, once")
    func onlyRun() {
        var model = ListedSweep(1).model()
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.run == RunID(1))
        press("esc", &model)
        observe(.runs([ListedSweep.run(1)], isComplete: true), &model)
        #expect(model.layers.isEmpty)
    }

    @Test("when the watched sweep is deleted, it is said, and which one is shown instead")
    func deletedSweep() {
        var model = ListedSweep().model()
        var other = ListedSweep(3)
        other.sweep.id = SweepID(2)
        other.sweep.name = "moons"
        _ = update(&model, .observed([.sweeps([other.sweep]), .watching(SweepID(2))]))
        #expect(
            model.notice == .init("the sweep digits was deleted; this is moons", isProblem: true))
        _ = update(&model, .observed([.sweeps([]), .watching(nil)]))
        #expect(
            model.notice == .init("the sweep moons was deleted; there is no other", isProblem: true)
        )
        // A person's own choice is not news.
        model = ListedSweep().model()
        let both = [ListedSweep().sweep, other.sweep]
        _ = update(&model, .observed([.sweeps(both), .watching(SweepID(2))]))
        #expect(model.notice == nil)
    }

    @Test("another sweep forgets the runs of the one before, but not how to list them")
    func otherSweep() {
        var model = ListedSweep(20).model()
        press("p enter", &model)
        #expect(RunsScreen.sort(by: "seed", &model))
        var other = ListedSweep(3)
        other.sweep.id = SweepID(2)
        _ = update(&model, .observed(other.all))
        #expect(model.layers.isEmpty)
        #expect(model.runs.pinned.isEmpty)
        #expect(model.plots.isAutomatic && model.plots.runs.count == 3)
        #expect(model.runs.sort.column == .seed)
    }

    @Test("curves are asked for the plotted runs first, then for the trends in sight, bounded")
    func requests() {
        let model = ListedSweep(500).model(120, 90)
        let keys = model.request.curves
        #expect(keys.prefix(8).allSatisfy { model.plots.contains($0.run) })
        #expect(Set(keys).count == keys.count)
        #expect(keys.count <= 8 * model.shownMetrics.count + Trend.limit)
        #expect(keys.last?.metric == "val/loss")
    }

    @Test("a frozen picture stands still while runs change")
    func frozen() {
        var model = ListedSweep().model()
        press("Z", &model)
        let before = view(model).lines.dropLast(2)
        var better = ListedSweep.run(1)
        better.objective = 0.001
        observe(.runs([better], isComplete: true), &model)
        #expect(view(model).lines.dropLast(2) == before)
        press("Z", &model)
        #expect(view(model).lines.contains { $0.contains("0.00100") })
    }

    @Test("a column of the configuration that the sweep does not have is named in the status line")
    func missingColumn() {
        let kept = Preferences(columns: ["width", "val/lost"])
        let model = ListedSweep().model(100, 24, preferences: kept)
        #expect(view(model).lines[22].hasSuffix("no column val/lost here"))
        #expect(!view(ListedSweep().model(100, 24)).lines[22].contains("no column"))
    }

    @Test(
        "columns that do not fit scroll, and come back when the order of columns is the usual one")
    func columns() {
        var model = ListedSweep().model(80, 24)
        let names = ["objective", "lr", "width", "optimizer", "epochs", "batch_size"]
        choose(names, &model)
        #expect(view(model).lines[1].contains("val/loss"))
        #expect(!view(model).lines[1].contains("batch_size"))
        press("l l l l l l l", &model)
        #expect(view(model).lines[1].contains("batch_size"))
        press("h h h h h h h", &model)
        #expect(view(model).lines[1].contains("val/loss"))
        #expect(!RunsScreen.sort(by: "lrr", &model))
    }

    @Test("the menus hold every column, with the chosen ones marked")
    func menus() {
        var model = ListedSweep().model()
        let columns = RunsMenus.columns(model)
        #expect(columns.items.prefix(3).map(\.text) == ["val/loss", "trend", "step"])
        #expect(columns.marked == ["objective", "trend", "step"])
        press(",", &model)
        press("end up space home space enter", &model)
        #expect(model.runs.columns == [.trend, .step, .tags])
        let all = RunsMenus.sorting(model).items
        #expect(all.contains { $0.text == "width" && $0.note == "parameter" })
        choose(["width"], &model, .sort)
        #expect(model.runs.sort == RunSort(.named("width")))
        choose(["width"], &model, .sort)
        #expect(model.runs.sort.isInverted)
    }

    private func choose(
        _ keys: [String], _ model: inout DashboardModel, _ purpose: MenuState.Purpose = .columns
    ) {
        let items = keys.map { MenuState.Item($0, isChosen: true) }
        _ = RunsScreen.chose(MenuState(title: "", items: items, purpose: purpose), &model)
    }
}
