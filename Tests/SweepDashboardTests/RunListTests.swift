import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The list of runs")
struct RunListTests {
    private func numbers(_ model: DashboardModel) -> [Int] {
        model.runList.lines.map { model.shown.runs.rows[$0.place].number }
    }

    private func run(_ number: Int, _ objective: Double?, _ state: RunState = .completed)
        -> WatchedRun
    {
        var run = ListedSweep.run(1)
        (run.id, run.number, run.name) = (RunID(Int64(number)), number, "run\(number)")
        (run.objective, run.state, run.reason) = (objective, state, nil)
        return run
    }

    private func model(_ runs: [WatchedRun], goal: Objective.Goal = .minimize) -> DashboardModel {
        var sweep = ListedSweep(0)
        sweep.sweep.objective = Objective(metric: "val/loss", goal: goal)
        sweep.runs = runs
        return sweep.model()
    }

    private var mixed: [WatchedRun] {
        var diverged = run(3, 0.01, .failed)
        diverged.reason = "diverged"
        var archived = run(9, 0.001)
        archived.isArchived = true
        return [
            run(1, nil, .queued), run(2, 0.3), diverged, run(4, 0.2, .running),
            run(5, nil, .running), run(6, 0.3, .pruned), run(7, nil, .failed),
            run(8, nil, .cancelled), archived,
        ]
    }

    @Test("runs stand by their objective, ties by number, then diverged ones, then those without")
    func order() {
        #expect(numbers(model(mixed)) == [4, 2, 6, 3, 5, 7, 8, 1])
        #expect(numbers(model(mixed, goal: .maximize)) == [2, 6, 4, 3, 5, 7, 8, 1])
    }

    @Test("the other way around diverged runs and those without a value stay last")
    func inverted() {
        var model = model(mixed)
        press("I", &model)
        #expect(numbers(model) == [2, 6, 4, 3, 5, 7, 8, 1])
    }

    @Test("equal values have equal ranks, and ranks are those in the whole sweep")
    func ranks() {
        var model = model(mixed)
        #expect(model.runList.lines.map(\.rank) == [1, 2, 2, 4, nil, nil, nil, nil])
        #expect(RunsScreen.setFilter("number>=3", &model) == nil)
        #expect(numbers(model) == [4, 6, 3, 5, 7, 8])
        #expect(model.runList.lines.map(\.rank) == [1, 2, 4, nil, nil, nil])
    }

    @Test("archived runs appear, and are ranked, when the filter speaks of them")
    func archived() {
        var model = model(mixed)
        #expect(model.runList.totalCount == 8)
        #expect(RunsScreen.setFilter("archived:yes | archived:no", &model) == nil)
        #expect(numbers(model).first == 9)
        #expect(model.runList.lines[0].rank == 1)
    }

    @Test(
        "a column of every kind sorts both ways, with what is missing last",
        arguments: [
            ("number", [1, 2, 3]), ("step", [2, 1, 3]), ("seed", [2, 3, 1]),
            ("width", [3, 1, 2]), ("optimizer", [2, 1, 3]), ("grad_norm", [1, 2, 3]),
            ("name", [3, 2, 1]), ("tags", [2, 1, 3]), ("attempts", [2, 1, 3]),
        ])
    func columns(_ name: String, _ expected: [Int]) {
        let texts: [String?] = ["sgd", "adam", nil]
        let runs = (0..<3).map { index -> WatchedRun in
            var run = run(index + 1, 0.1)
            run.name = ["c", "b", "a"][index]
            run.seed = [9, 2, 4][index]
            run.attempt = [2, 1, 3][index]
            run.tags = [["y"], ["x"], []][index]
            run.parameters = [
                .number(0.1), .integer([64, 128, 8][index]), nil, nil, texts[index].map(Value.text),
            ]
            run.latest = [
                ListedSweep.latest([20, 10, 30][index], 1), nil, nil,
                index == 2 ? nil : ListedSweep.latest(5, Double(index)),
            ]
            return run
        }
        var model = model(runs)
        #expect(RunsScreen.sort(by: name, &model))
        #expect(numbers(model) == expected)
        press("I", &model)
        let missing = ["optimizer", "grad_norm", "tags"].contains(name) ? 1 : 0
        #expect(
            numbers(model)
                == expected.dropLast(missing).reversed() + expected.suffix(missing))
    }

    @Test("in a metric's column diverged runs and NaN stand below all others, both ways")
    func metricColumn() {
        var diverged = run(1, nil, .failed)
        diverged.reason = "diverged"
        var nan = run(2, 0.1)
        nan.latest[0] = ListedSweep.latest(5, .nan)
        var model = model([diverged, nan, run(3, 0.1)])
        #expect(RunsScreen.sort(by: "train/loss", &model))
        #expect(numbers(model) == [3, 1, 2])
        press("I", &model)
        #expect(numbers(model) == [3, 1, 2])
    }

    @Test("pinned runs stand on top in the order of the list")
    func pins() {
        var model = model(mixed)
        press("G p G p", &model)
        #expect(numbers(model) == [8, 1, 4, 2, 6, 3, 5, 7])
        press("p", &model)
        #expect(numbers(model) == [1, 4, 2, 6, 3, 5, 7, 8])
    }

    @Test("repeats make one line with their mean, those with a diverged seed below")
    func groups() {
        let names = ["a-s0", "a-s1", "a-s2", "b-s0", "b-s1", "c-s0"]
        let objectives = [0.1, 0.2, 0.3, 0.05, 0.06, 0.4]
        var runs = names.indices.map { index -> WatchedRun in
            var run = run(index + 1, objectives[index])
            run.name = names[index]
            run.seed = Int(names[index].suffix(1)) ?? 0
            run.parameters[0] = .number(
                Double(["a", "b", "c"].firstIndex(of: names[index].prefix(1)) ?? 0))
            return run
        }
        (runs[4].state, runs[4].reason) = (.failed, "diverged")
        var model = model(runs)
        press("B", &model)
        let list = model.runList
        #expect(list.lines.count == 3)
        #expect(list.groups.map(\.runCount) == [3, 1, 2])
        #expect(abs((list.groups[0].mean ?? 0) - 0.2) < 1e-12)
        #expect(abs((list.groups[0].standardError ?? 0) - 0.1 / 3.0.squareRoot()) < 1e-12)
        #expect(list.groups.map(\.rank) == [1, 2, 3])
        #expect(list.groups[2].divergedCount == 1)
        press("g z", &model)
        #expect(numbers(model) == [1, 1, 2, 3, 6, 4])
        #expect(model.runs.isOnGroup)
        press("j", &model)
        #expect(model.runs.selected == RunID(1))
        #expect(!model.runs.isOnGroup)
        press("j z", &model)
        #expect(model.runList.lines.count == 3)
        #expect(RunsScreen.selectedLine(model, model.runList) == 0)
    }

    @Test("space on a group plots all of it, and again takes all of it out")
    func plotGroup() {
        let runs = (1...3).map { number -> WatchedRun in
            var run = run(number, Double(number))
            run.seed = number
            return run
        }
        var model = model(runs)
        press("B g", &model)
        press("space", &model)
        #expect(model.plots.runs.isEmpty)
        press("space", &model)
        #expect(model.plots.runs.count == 3)
    }

    @Test("a filter's error keeps the old list and says at which column")
    func filterError() {
        var model = model(mixed)
        #expect(RunsScreen.setFilter("state:running", &model) == nil)
        let problem = RunsScreen.setFilter("state:running wdth=3", &model)
        #expect(
            problem?.hasPrefix("filter, column 15: no parameter or metric is named \"wdth\"")
                == true)
        #expect(numbers(model) == [4, 5])
        press("esc", &model)
        #expect(numbers(model).count == 8)
    }

    @Test("sorting and filtering in any order list the same runs as doing it by hand")
    func property() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<30 {
            let runs = (1...40).map { number -> WatchedRun in
                let state = RunState.allCases.randomElement(using: &generator) ?? .queued
                let value = Double(Int.random(in: 0..<6, using: &generator))
                var run = run(number, Bool.random(using: &generator) ? value : nil, state)
                run.seed = Int.random(in: 0..<3, using: &generator)
                if state == .failed, Bool.random(using: &generator) { run.reason = "diverged" }
                return run
            }.shuffled(using: &generator)
            var model = model(runs)
            #expect(RunsScreen.setFilter("seed<2", &model) == nil)
            let listed = numbers(model)
            #expect(Set(listed) == Set(runs.filter { $0.seed < 2 }.map(\.number)))
            let values = listed.compactMap { number -> Double? in
                let run = runs.first { $0.number == number }
                let isRanked = run?.hasDiverged == false && run?.state != .queued
                return isRanked ? run?.objective : nil
            }
            #expect(values == values.sorted())
        }
    }
}
