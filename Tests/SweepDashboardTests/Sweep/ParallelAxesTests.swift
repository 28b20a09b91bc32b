import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Parallel coordinates")
struct ParallelAxesTests {
    private func axes(_ fixture: SweepFixture) -> ParallelAxes {
        let model = fixture.model()
        return model.sweep.analysis?.axes ?? ParallelAxes()
    }

    @Test("one axis for each parameter that varies, and the objective's last")
    func names() {
        var fixture = SweepFixture.grid()
        #expect(axes(fixture).axes.map(\.name) == ["lr", "width", "val/loss"])
        #expect(axes(fixture).axes.map(\.top) == [".1", "1024", ".0812"])
        #expect(axes(fixture).axes.map(\.bottom) == ["1e-4", "64", ".610"])
        for index in fixture.runs.indices { fixture.runs[index].seed = index % 2 }
        #expect(axes(fixture).axes.map(\.name) == ["lr", "width", "seed", "val/loss"])
    }

    @Test("the best run is on top of the objective's axis and the first line")
    func best() {
        let axes = axes(SweepFixture.grid())
        #expect(axes.ranking.count == 27)
        #expect(axes.topCount == 6)
        #expect(axes.objectives.first == 0.0812)
        #expect(axes.place(line: 0, axis: 2) == 1)
        #expect(axes.place(line: 26, axis: 2) == 0)
        #expect(axes.line(nearest: 0, axis: 2) == 26)
        #expect(axes.line(nearest: 0, axis: 7) == nil)
    }

    @Test("decades are equally far apart on the axis of a logarithmic parameter")
    func logarithmic() {
        var fixture = SweepFixture(varied: ["lr"])
        for value in [0.001, 0.01, 0.1] { fixture.add([.number(value)], value: value) }
        #expect(axes(fixture).axes[0].stops == [0, 0.5, 1])
    }

    @Test("runs that lack a parameter stand below the others, texts stand evenly")
    func conditional() {
        var fixture = SweepFixture(varied: ["momentum", "optimizer"])
        fixture.add([nil, .text("adam")], value: 1)
        fixture.add([.number(0.5), .text("sgd")], value: 2)
        fixture.add([.number(0.9), .text("lion")], value: 3)
        let axes = axes(fixture)
        #expect(axes.axes[0].stops == [0, 0.15, 1])
        #expect(axes.axes[1].stops == [0, 0.5, 1])
        #expect(axes.axes[1].top == "sgd")
        #expect(
            "\(axes.filter(axis: 0, near: 0) ?? .everything)" == "!momentum=true !momentum!=true")
    }

    @Test("a brush keeps a value, a range of many values, or a range of the objective")
    func filters() {
        let grid = axes(SweepFixture.grid())
        #expect("\(grid.filter(axis: 0, near: 1) ?? .everything)" == "lr=0.1")
        #expect(
            "\(grid.filter(axis: 2, near: 1) ?? .everything)"
                == "objective>=0.0812 objective<=0.13")
        var fixture = SweepFixture(varied: ["x"])
        for index in 0...100 { fixture.add([.integer(Int64(index))], value: Double(index)) }
        #expect("\(axes(fixture).filter(axis: 0, near: 0.5) ?? .everything)" == "x>=40 x<=60")
    }

    @Test("a brush says few digits and keeps the same runs as all of them would")
    func roundBounds() throws {
        var generator = SeededGenerator(seed: 22)
        for round in 0..<40 {
            var fixture = SweepFixture(varied: ["x"])
            let scale = [1.0, 1e-9, 1e9, 1e-300, 0.01][round % 5]
            // Close together in every third, so that four digits are too few.
            let width = round % 3 == 0 ? 1e-7 : 1.0
            for _ in 0..<60 {
                let x = (Double.random(in: -1...1, using: &generator) * width + 0.7) * scale
                let value = (Double.random(in: -1...1, using: &generator) * width + 0.3) * scale
                let hasDiverged = Int.random(in: 0..<6, using: &generator) == 0
                fixture.add(
                    [.number(x)], state: hasDiverged ? .failed : .completed,
                    reason: hasDiverged ? "diverged" : nil, value: value)
            }
            let model = fixture.model()
            let axes = try #require(model.sweep.analysis?.axes)
            for axis in 0..<2 {
                for place in [0, 0.3, 0.5, 1] as [Float] {
                    guard let filter = axes.filter(axis: axis, near: place) else { continue }
                    let found = try Set(matching("\(filter)", model).map(\.number))
                    let lines = axes.ranking.indices.filter {
                        (axes.place(line: $0, axis: axis) - place).magnitude
                            <= ParallelAxes.brushReach
                    }
                    let near = Set(lines.map { fixture.runs[Int(axes.ranking[$0])].number })
                    // Diverged runs have parameters, but no line.
                    let extra = found.subtracting(near).filter { !fixture.runs[$0 - 1].hasDiverged }
                    #expect(near.isSubset(of: found) && extra.isEmpty, "\(filter)")
                    if axis == 1 {
                        let values = near.compactMap { fixture.runs[$0 - 1].objective }
                        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
                        let exact = fixture.runs.count {
                            $0.objective.map { (low...high).contains($0) } ?? false
                        }
                        #expect(found.count == exact, "\(filter)")
                    }
                    if width == 1 { #expect("\(filter)".utf8.count < 48, "\(filter)") }
                }
            }
        }
    }

    private func matching(_ text: String, _ model: DashboardModel) throws -> [WatchedRun] {
        var model = model
        #expect(RunsScreen.setFilter(text, &model) == nil)
        let rows = model.shown.runs.rows
        return model.runList.lines.map { rows[$0.place] }
    }

    @Test("a brush over values with many digits reads as a person would write it")
    func roundText() {
        var fixture = SweepFixture(varied: ["x"])
        for index in 0...100 {
            let x = 0.1 + Double(index) / 300.7
            fixture.add([.number(x)], value: 1 / (1 + Double(index) * 0.377))
        }
        let axes = axes(fixture)
        #expect("\(axes.filter(axis: 0, near: 0.5) ?? .everything)" == "x>=0.233 x<=0.2996")
        #expect(
            "\(axes.filter(axis: 1, near: 1) ?? .everything)"
                == "objective>=0.02583 objective<=0.1226")
    }

    @Test("every place lies on its axis, whatever the runs are")
    func property() {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<200 {
            let axes = axes(SweepFixture.random(using: &generator))
            #expect(axes.places.count == axes.ranking.count * axes.axes.count)
            #expect(axes.places.allSatisfy { (-0.0001...1.0001).contains($0) })
        }
    }
}
