import SweepCore
import SweepStore
import Testing

@Suite struct StatisticsViewTests {
    /// Runs of two learning rates with three seeds each, the last without an objective value.
    private func fixture(_ values: [Double], goal: Objective.Goal) throws -> Fixture {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(
            NewSweep(
                name: "seeds", identity: .null,
                objective: Objective(metric: "loss", goal: goal), variedNames: ["lr", "depth"],
                plannedRunCount: values.count))
        let runs = values.indices.map { index in
            NewRun(
                name: "run\(index)",
                configuration: Configuration([
                    "lr": .number(index < 4 ? 0.1 : 0.5), "depth": .integer(2), "x": .text("y"),
                ]), seed: index, place: RunGrouping.Place(group: index, slot: 0, slots: 1))
        }
        try fixture.writer.insertRuns(runs, into: sweep.id, firstNumber: 1)
        try fixture.writer.finishExpanding(sweep.id)
        let worker = try fixture.worker()
        for (index, value) in values.enumerated() {
            let attempt = try #require(
                try fixture.claim(sweep, group: index, worker: worker)?.attempts.first)
            try fixture.record(attempt, [value])
            _ = try fixture.end(attempt, value.isFinite ? .completed : .diverged(step: 1))
        }
        return fixture
    }

    /// Numbers from numpy: median, percentile(25), percentile(75), mean, std(ddof=1)/sqrt(n) of [4, 1, 3, 9].
    private let four: [SQLValue] = [
        .real(3.5), .real(2.5), .real(5.25), .real(4.25), .real(1.7017148213885114),
    ]

    @Test("by_parameter has best, median, quartiles, mean and standard error of every value")
    func byParameter() throws {
        let fixture = try fixture([4, 1, 3, 9, 7, .infinity], goal: .minimize)
        let rows = try fixture.rows(
            """
            SELECT parameter, value, runs, best, (SELECT name FROM run WHERE uid = best_run), median,
                percentile_25, percentile_75, mean, standard_error
            FROM by_parameter WHERE sweep = 'seeds'
            """)
        try #require(rows.count == 3)
        #expect(
            rows[0] == [.text("lr"), .real(0.1), .integer(4), .real(1), .text("run1")] + four)
        #expect(
            rows[1] == [
                .text("lr"), .real(0.5), .integer(1), .real(7), .text("run4"), .real(7), .real(7),
                .real(7), .real(7), .null,
            ])
        #expect(rows[2].prefix(4) == [.text("depth"), .integer(2), .integer(5), .real(1)])
    }

    @Test("by_configuration puts the seeds of a configuration together; best is by the goal")
    func byConfiguration() throws {
        let fixture = try fixture([4, 1, 3, 9, 7], goal: .maximize)
        let rows = try fixture.rows(
            """
            SELECT parameters, runs, mean, standard_error, median, best,
                (SELECT name FROM run WHERE uid = best_run), configuration
            FROM by_configuration
            """)
        try #require(rows.count == 2)
        #expect(
            rows[0] == [
                .text("lr=0.1, depth=2"), .integer(4), four[3], four[4], four[0], .real(9),
                .text("run3"), .text(#"{"depth":2,"lr":0.1,"x":"y"}"#),
            ])
        #expect(rows[1].prefix(4) == [.text("lr=0.5, depth=2"), .integer(1), .real(7), .null])
    }

    @Test("equal values have no spread, whatever their rounding")
    func equalValues() throws {
        let fixture = try fixture([0.1, 0.1, 0.1], goal: .minimize)
        #expect(
            try fixture.rows("SELECT median, standard_error < 1e-16 FROM by_configuration")
                == [[.real(0.1), .integer(1)]])
    }
}
