import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct ViewTests {
    private let fixed = [
        "run", "name", "state", "seed", "reason", "objective", "objective_step", "started_at",
        "seconds",
    ]

    @Test("a sweep's view has typed columns for every parameter and metric, as they appear")
    func columns() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(
            "fashion-mnist", runs: 1,
            configuration: { _ in
                [
                    "learning_rate": .number(0.1), "width": .integer(64),
                    "activation": .text("relu"),
                    "flag": .flag(true), "list": .list([.integer(1)]),
                ]
            }, varied: ["width", "learning_rate"])
        let parameters = ["width", "learning_rate", "activation", "flag", "list"]
        #expect(try fixture.columns("SELECT * FROM fashion_mnist") == fixed + parameters)
        let attempt = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        try fixture.record(attempt, [3, 1, 2])
        try fixture.record(attempt, [0.5, 0.75, 0.25], of: "validation/accuracy")
        #expect(
            try fixture.columns("SELECT * FROM fashion_mnist") == fixed + parameters + [
                "loss", "loss_minimum", "loss_maximum", "validation_accuracy",
                "validation_accuracy_minimum", "validation_accuracy_maximum",
            ])
        #expect(
            try fixture.rows(
                """
                SELECT width, learning_rate, activation, flag, list, loss, loss_maximum,
                    validation_accuracy, validation_accuracy_maximum FROM fashion_mnist
                """) == [
                    [
                        .integer(64), .real(0.1), .text("relu"), .integer(1), .text("[1]"),
                        .real(1), .real(3), .real(0.25), .real(0.75),
                    ]
                ])
    }

    @Test("odd and clashing names all get columns that need no quotes")
    func oddNames() throws {
        let fixture = try Fixture()
        let names = ["a.b", "a/b", "A_B", "1st", "order", "", "it's", "q\"uo\\te", "état", "name"]
        let values = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, Value.integer(Int64($0))) })
        let sweep = try fixture.sweep(runs: 1, configuration: { _ in values }, varied: names)
        let attempt = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        try fixture.record(attempt, [1], of: "a b")
        try fixture.record(attempt, [2], of: "a\u{0}b'; DROP TABLE run; --\u{1b}")
        let columns = try fixture.columns("SELECT * FROM test")
        #expect(
            columns.dropFirst(fixed.count).prefix(11) == [
                "a_b", "a_b_2", "A_B_3", "_1st", "_order", "_", "it_s", "q_uo_te", "_tat", "name_2",
                "a_b_4",
            ])
        let plain = columns.dropFirst(fixed.count).joined(separator: ", ")
        #expect(
            try fixture.rows("SELECT \(plain) FROM test")[0].prefix(11)
                == (0..<10).map { SQLValue.integer($0) } + [.real(1)])
    }

    @Test("views of sweeps never clash with each other, with tables or with SQLite's own names")
    func viewNames() throws {
        let fixture = try Fixture()
        for name in [
            "Run", "a-b", "A_b", "a.b", "7", "select", "sqlite_x", "leaderboard", "json_each",
            "pragma_x",
        ] {
            _ = try fixture.writer.createSweep(NewSweep(name: name, identity: .null))
        }
        let names = [
            "Run_2", "a_b", "A_b_2", "a_b_3", "_7", "_select", "_sqlite_x", "leaderboard_2",
            "json_each_2", "_pragma_x",
        ]
        #expect(
            try fixture.rows("SELECT name FROM sweep_view ORDER BY sweep")
                == names.map {
                    [.text($0)]
                })
        for name in names { #expect(try fixture.rows("SELECT * FROM \(name)").isEmpty) }
    }

    @Test("more metrics than SQLite has columns leave a view that works")
    func manyMetrics() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let metrics = try (0..<700).map { try fixture.writer.metric(named: "m\($0)") }
        for metric in metrics { fixture.writer.record(attempt, metric: metric, step: 1, value: 1) }
        try fixture.writer.flush()
        let columns = try fixture.columns("SELECT * FROM test")
        #expect(columns.count > 1_900)
        #expect(columns.count <= 2_000)
        #expect(try fixture.rows("SELECT m0 FROM test") == [[.real(1)]])
        #expect(
            try fixture.reader().metricNames(of: fixture.reader().sweep("test").id).count == 700)
    }

    @Test(
        "the leaderboard ranks finite values by the goal, then diverged runs, then the others",
        arguments: [Objective.Goal.minimize, .maximize])
    func ranking(goal: Objective.Goal) throws {
        let fixture = try Fixture()
        let sign: Double = goal == .minimize ? 1 : -1
        let sweep = try fixture.sweep(
            runs: 8, objective: Objective(metric: "loss", goal: goal))
        let worker = try fixture.worker()
        let values: [[Double]] = [[3], [1], [1], [0.5], [.nan], [.infinity], [2]]
        for (index, series) in values.enumerated() {
            let attempt = try #require(
                try fixture.claim(sweep, group: index, worker: worker)?.attempts.first)
            try fixture.record(attempt, series.map { $0 * sign })
            let hasDiverged = index == 3 || index == 5
            _ = try fixture.end(attempt, hasDiverged ? .diverged(step: 2) : .completed)
        }
        let expected: [(String, Int?)] = [
            ("run1", 1), ("run2", 1), ("run6", 3), ("run0", 4), ("run3", 5), ("run5", 5),
            ("run4", nil),
        ]
        let rows = try fixture.rows("SELECT run, rank FROM leaderboard")
        #expect(
            rows
                == expected.map { name, rank in
                    [.text(name), rank.map { .integer(Int64($0)) } ?? .null]
                })
        let reader = try fixture.reader()
        let ranked = try reader.leaderboard(of: sweep)
        #expect(ranked.map(\.run.name) == expected.map(\.0))
        #expect(ranked.map(\.rank) == expected.map(\.1))
        #expect(try reader.leaderboard(of: sweep, limit: 5) == Array(ranked.prefix(5)))
        let overview = try #require(try reader.overview(of: sweep.id))
        #expect(overview.best?.name == "run1")
        #expect(overview.divergedCount == 2)
        #expect(overview.counts == [.completed: 5, .failed: 2, .queued: 1])
    }

    @Test("metrics that come one by one are all in the view when their run has ended")
    func metricsOneByOne() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        for index in 0..<200 { try fixture.record(attempt, [1], of: "m\(index)") }
        _ = try fixture.end(attempt, .completed)
        let columns = try fixture.columns("SELECT * FROM test")
        #expect((0..<200).allSatisfy { columns.contains("m\($0)_maximum") })
    }

    @Test("a view that an earlier writer left behind is made anew with the first point")
    func behind() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1], of: "first")
        try fixture.reopen()
        // As if the process had died between the metric and the view.
        try fixture.change(
            """
            INSERT INTO metric (name) VALUES ('second');
            INSERT INTO sweep_metric VALUES (1, (SELECT id FROM metric WHERE name = 'second'), 2)
            """)
        try fixture.record(attempt, [2], of: "first", from: 2)
        #expect(try fixture.columns("SELECT * FROM test").contains("second_maximum"))
    }

    @Test("a line of the leaderboard reads by itself")
    func readable() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(
            "mnist", runs: 1,
            configuration: { _ in ["depth": .integer(2), "learning_rate": .number(0.3)] },
            varied: ["learning_rate", "depth"])
        let attempt = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        try fixture.record(attempt, [2, 0.1 + 0.2, 1])
        fixture.clock.advance(1_500)
        _ = try fixture.end(attempt, .completed)
        let row = try fixture.rows("SELECT * FROM leaderboard")[0]
        #expect(
            row.dropLast() == [
                .text("mnist"), .integer(1), .text("run0"), .text("loss"), .text("minimize"),
                .real(0.1 + 0.2), .text("step 2 of 3"),
                .text("learning_rate=0.3, depth=2, seed=0"), .text("completed"),
                .text("2027-01-15T08:00:00Z"), .text("1.5 s"),
            ])
        #expect(
            try fixture.rows("SELECT objective, seconds FROM results") == [
                [.real(0.1 + 0.2), .real(1.5)]
            ])
    }
}
