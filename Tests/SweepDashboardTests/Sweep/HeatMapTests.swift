import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The heat map")
struct HeatMapTests {
    private func heat(
        _ fixture: SweepFixture, _ rows: String = "lr", _ columns: String = "width",
        measure: HeatMap.Measure = .best, metric: String? = nil
    ) -> HeatMap {
        func column(_ name: String) -> ParameterColumn {
            guard let place = fixture.sweep.parameterNames.firstIndex(of: name) else {
                return name == "seed" ? .seeds(fixture.runs) : .single(fixture.runs)
            }
            return ParameterColumn(name: name, place: place, rows: fixture.runs)
        }
        return HeatMap(
            rows: column(rows), columns: column(columns),
            metric: MeasuredMetric(metric, sweep: fixture.sweep), measure: measure,
            runs: fixture.runs)
    }

    @Test("rows fall, columns rise, and the best cell is known")
    func layout() {
        let heat = heat(SweepFixture.grid())
        #expect(heat.rows.first == .number(0.1))
        #expect(heat.columns.first == .number(64))
        #expect(heat.bestCell == 3 * 5 + 2)
        #expect(heat.range?.best == 0.0812)
        #expect(heat.range?.worst == 0.61)
        #expect(heat.fraction(row: 3, column: 2) == 1)
        #expect(heat.fraction(row: 6, column: 0) == 0)
    }

    @Test("a cell knows its runs: running, diverged, not run yet")
    func states() {
        let heat = heat(SweepFixture.grid())
        #expect(heat[0, 0].divergedCount == 1)
        #expect(heat[0, 0].value == nil)
        #expect(heat[0, 4].value == nil)
        #expect(heat[0, 4].runCount == 1)
        #expect(heat[5, 4].runningCount == 1)
        #expect(heat[5, 4].value == 0.089)
    }

    @Test("best, median and count of the seeds of a cell")
    func measures() {
        var fixture = SweepFixture(varied: ["lr", "width"])
        for (seed, value) in [0.3, 0.1, 0.2].enumerated() {
            fixture.add([.number(0.1), .integer(8)], value: value, seed: seed)
        }
        fixture.add([.number(0.1), .integer(8)], state: .failed, reason: "diverged", seed: 3)
        #expect(heat(fixture, measure: .best)[0, 0].value == 0.1)
        #expect(heat(fixture, measure: .median)[0, 0].value == 0.2)
        #expect(heat(fixture, measure: .count)[0, 0].value == 4)
        #expect(heat(fixture, measure: .best)[0, 0].bestRow == 1)
        #expect(heat(fixture, "lr", "seed").columns.count == 4)
    }

    @Test("a goal to maximize makes the highest value the best")
    func maximize() {
        var fixture = SweepFixture(
            varied: ["lr"], objective: Objective(metric: "val/acc", goal: .maximize))
        for (index, value) in [0.8, 0.9, 0.7].enumerated() {
            fixture.add([.integer(Int64(index))], value: value)
        }
        #expect(heat(fixture, "lr", "").bestCell == 1)
        #expect(heat(fixture, "lr", "").fraction(row: 0, column: 0) == 0)
    }

    @Test("another metric shows its last value, by the goal that its name suggests")
    func otherMetric() {
        let fixture = SweepFixture.grid()
        let loss = heat(fixture, metric: "train/loss")
        #expect(loss[3, 2].value == 0.0406)
        #expect(loss.metric?.title == "train/loss (last)")
        #expect(loss.metric?.goal == .minimize)
        #expect(heat(fixture, metric: "val/acc").metric?.goal == .maximize)
        #expect(heat(fixture, metric: "val/acc").bestCell == 3 * 5 + 2)
        #expect(MeasuredMetric("gone", sweep: fixture.sweep) == nil)
    }

    @Test("a run without a parameter has its own level, and a filter finds those runs")
    func conditional() {
        var fixture = SweepFixture(varied: ["optimizer", "momentum"])
        fixture.add([.text("adam"), nil], value: 0.2)
        fixture.add([.text("sgd"), .number(0.9)], value: 0.3)
        let heat = heat(fixture, "optimizer", "momentum")
        #expect(heat.columns == [.number(0.9), .missing])
        #expect(
            heat.filter(row: 0, column: 1)
                == "optimizer=\"adam\" !momentum=true !momentum!=true")
        #expect(heat.filter(row: 1, column: 0) == "optimizer=\"sgd\" momentum=0.9")
    }

    @Test("a cell's filter reads as docs/filters.md has it")
    func filters() throws {
        let heat = heat(SweepFixture.grid())
        #expect(heat.filter(row: 0, column: 0) == "lr=0.1 width=64")
        #expect(heat.filter(row: 9, column: 0) == "")
        var fixture = SweepFixture(varied: ["learning_rate", "step"])
        for index in 0..<14 {
            fixture.add(
                [.number(0.012 * Double(1 << index)), .integer(Int64(index % 2))], value: 1)
        }
        let binned = self.heat(fixture, "learning_rate", "step")
        #expect(
            binned.filter(row: binned.rows.count - 1, column: 0)
                == "learning_rate>=0.01 learning_rate<0.03 \"step\"=0")
        for row in binned.rows.indices {
            _ = try FilterParser.parse(binned.filter(row: row, column: 0))
        }
    }

    @Test("no runs, one run and only diverged runs have no best cell or no range, and no trouble")
    func edges() {
        #expect(heat(SweepFixture(varied: ["lr", "width"])).cells.isEmpty)
        var one = SweepFixture(varied: [])
        one.add([], value: 0.5)
        let single = heat(one, "", "")
        #expect(single.cells.count == 1)
        #expect(single.rows == [.any])
        #expect(single.filter(row: 0, column: 0) == "")
        #expect(single.fraction(row: 0, column: 0) == 1)
        var diverged = SweepFixture(varied: ["lr", "width"])
        diverged.add([.number(1), .integer(1)], state: .failed, reason: "diverged")
        #expect(heat(diverged).bestCell == nil)
        #expect(heat(diverged).range == nil)
        #expect(heat(diverged, measure: .median).bestCell == nil)
    }

    @Test("every run is in one cell, whatever the parameters are")
    func property() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let fixture = SweepFixture.random(using: &generator)
            for measure in HeatMap.Measure.allCases {
                let names = fixture.sweep.variedNames + ["seed", ""]
                let rows = names.randomElement(using: &generator) ?? ""
                let columns = names.randomElement(using: &generator) ?? ""
                let heat = heat(fixture, rows, columns, measure: measure)
                #expect(heat.cells.reduce(0) { $0 + $1.runCount } == fixture.runs.count)
                for cell in heat.cells { #expect(cell.value?.isFinite != false) }
            }
        }
    }
}
