import SweepCore
import SweepStore
import SweepTestSupport
import Testing

@Suite("Filters find runs") struct FilterTests {
    /// Twelve runs of one sweep in many states, with a metric `loss` (the objective) and `time/step`.
    private struct Runs {
        let fixture: Fixture
        let sweep: SweepRecord
        var known: [KnownRun] = []

        init() throws {
            fixture = try Fixture()
            var generator = FilterGenerator(seed: 7)
            let optimizers: [Value] = [
                .text("adam"), .text("sgd"), .flag(true), .null, .integer(3),
            ]
            sweep = try fixture.sweep(runs: 12) { index in
                var values: [String: Value] = [
                    "lr": .number(0.125 + Double(generator.number(below: 8)) / 4 - 0.5),
                    "optimizer": generator.element(optimizers),
                    "odd \"name'": .integer(Int64(index)), "number": .integer(77),
                ]
                if index % 3 > 0 { values["width"] = .integer(Int64(generator.number(below: 4))) }
                return values
            }
            let worker = try fixture.worker()
            var metrics: [Int: [String: KnownRun.KnownMetric]] = [:]
            for index in 0..<9 {
                let attempt = try #require(
                    try fixture.claim(sweep, group: index, worker: worker)?.attempts.first)
                let values = (0..<3).map { _ in Double(generator.number(below: 9) - 2) / 4 + 0.125 }
                if index != 4 {
                    try fixture.record(attempt, values)
                    try fixture.record(attempt, [1, index == 2 ? .nan : 0.5], of: "time/step")
                    metrics[index + 1] = [
                        "loss": .init(
                            value: values.min(), minimum: values.min(), maximum: values.max()),
                        "time/step": .init(
                            value: index == 2 ? nil : 0.5, minimum: index == 2 ? 1 : 0.5, maximum: 1
                        ),
                    ]
                }
                guard index < 7 else { continue }
                _ = try fixture.end(
                    attempt,
                    index == 3 ? .diverged(step: 2) : index == 5 ? .outOfPatience : .completed)
            }
            try fixture.change(
                """
                UPDATE run SET note = 'A b, ''quoted''; é' WHERE number % 4 = 0;
                UPDATE run SET seed = number % 3 WHERE number > 3;
                UPDATE run SET archived_at = 1 WHERE number = 7;
                UPDATE lease SET expires_at = 0 WHERE run = (SELECT id FROM run WHERE number = 9);
                INSERT INTO tag (name, run) SELECT 'a', id FROM run WHERE number < 4;
                INSERT INTO tag (name, run) SELECT 'x;--', id FROM run WHERE number = 2;
                """)
            for record in try fixture.reader().runs(of: sweep.id) {
                let number = record.number
                known.append(
                    KnownRun(
                        record: record, metrics: metrics[number] ?? [:],
                        tags: (number < 4 ? ["a"] : []) + (number == 2 ? ["x;--"] : []),
                        isArchived: number == 7))
            }
        }

        func numbers(_ text: String) throws -> [Int] {
            try fixture.reader().runs(of: sweep.id, matching: FilterParser.parse(text)).map(
                \.number)
        }
    }

    @Test("filters at random find what a plain evaluation finds")
    func equivalence() throws {
        let runs = try Runs()
        let reader = try runs.fixture.reader()
        var generator = FilterGenerator(seed: 11)
        generator.names = [
            "lr", "width", "optimizer", "loss", "loss_minimum", "objective", "seed", "time/step",
        ]
        var found = 0
        for _ in 0..<1_500 {
            let filter = generator.filter(depth: 3)
            let matching: [RunRecord]
            do {
                matching = try reader.runs(of: runs.sweep.id, matching: filter)
            } catch let error as FilterError {
                // Flags have no order, and numbers are compared with numbers.
                #expect(error.message.contains("compared with"), "\(filter): \(error)")
                continue
            }
            let hidesArchived = !filter.mentions(.archived)
            let expected = runs.known.filter {
                $0.matches(filter) && !(hidesArchived && $0.isArchived)
            }
            #expect(matching.map(\.number) == expected.map(\.record.number), "\(filter)")
            found += matching.isEmpty || matching.count == runs.known.count ? 0 : 1
        }
        #expect(found > 500)
    }

    @Test("whatever parses runs without an error of SQLite's")
    func fuzz() throws {
        let runs = try Runs()
        let reader = try runs.fixture.reader()
        var generator = FilterGenerator(seed: 3)
        var count = 0
        for _ in 0..<4_000 {
            let text = generator.text()
            guard let filter = try? FilterParser.parse(text) else { continue }
            do {
                _ = try reader.runs(of: runs.sweep.id, matching: filter)
                count += 1
            } catch let error as FilterError {
                #expect((1...text.unicodeScalars.count).contains(error.column), "\(text): \(error)")
            }
        }
        #expect(count > 200)
    }

    @Test("the largest filters run: long, deep, and both")
    func bounds() throws {
        let runs = try Runs()
        let shapes: [(String, String, String, Int)] = [
            ("(a|", "lr>0", ")", 50), ("(", "lr>0", " a)", 50), ("(a (b|", "c", "))", 25),
            ("!(a ", "c", ")", 25), ("!(a|b c|", "lr!=3", ")", 25),
            ("(a|b|c|d|e|f|g|h|i|", "c", "| j k l m n o p q r s t)", 45),
            ("(a b c d e f g h i (1|2|3|4|5|6|7|8|9|", "c", ") j k l m n o p q r s t|u)", 25),
            ("!", "state:lost", "", 50),
        ]
        for (before, middle, after, count) in shapes {
            _ = try runs.numbers(
                String(repeating: before, count: count) + middle
                    + String(repeating: after, count: count))
        }
        for text in [
            String(repeating: "a ", count: 1_000), String(repeating: "a|", count: 999) + "a",
            String(repeating: "lr>0 | ", count: 280) + "seed:0",
            String(repeating: "a b|!", count: 390) + "a",
            String(repeating: "state:lost ", count: 180),
        ] {
            _ = try runs.numbers(text)
        }
    }

    @Test(
        "what is meant to be SQL is text",
        arguments: [
            "name:\"'; DROP TABLE run; --\"", "\"') OR 1=1 --\"", "tag:\"x' OR '1'='1\"",
            "\"lr') OR 1=1 --\"=3", "note:\"?1\"", "optimizer=\"adam' OR 1=1 --\"",
            "sweep:\"test' --\"", "/'; DROP TABLE run; --/", "uid:\"%\"", "name:\"_\"",
        ])
    func injection(text: String) throws {
        let runs = try Runs()
        do {
            #expect(try runs.numbers(text).isEmpty)
        } catch let error as FilterError {
            #expect(error.message.hasPrefix("no parameter or metric"))
        }
        #expect(try runs.fixture.reader().runs(of: runs.sweep.id).count == 12)
    }

    @Test("a name means a number of the run, a parameter or a metric, also as the views call it")
    func names() throws {
        let runs = try Runs()
        #expect(try runs.numbers("number<=2") == [1, 2])
        #expect(try runs.numbers("\"number\"=77 number=3") == [3])
        #expect(try runs.numbers("\"odd \\\"name'\"=1") == [2])
        #expect(try runs.numbers("time/step=0.5") == runs.numbers("time_step=0.5"))
        #expect(try runs.numbers("time_step_minimum=1") == [3])
        #expect(try runs.numbers("seconds>=0 | attempts>=1").count == 8)
        let error = #expect(throws: FilterError.self) { try runs.numbers("a wdith>3") }
        #expect(error?.column == 3)
        #expect(
            error?.message
                == "no parameter or metric is named \"wdith\"; did you mean \"width\"?")
        #expect(throws: FilterError.self) { try runs.numbers("\"seed\"=3") }
        #expect(throws: FilterError.self) { try runs.numbers("loss=low") }
        #expect(throws: FilterError.self) { try runs.numbers("lr<true") }
    }

    @Test("two metrics with one plain name have to be told apart")
    func ambiguity() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1], of: "a/b")
        try fixture.record(attempt, [2], of: "a-b")
        let reader = try fixture.reader()
        #expect(try reader.runs(of: nil, matching: FilterParser.parse("a-b=2")).count == 1)
        let error = #expect(throws: FilterError.self) {
            try reader.runs(of: nil, matching: FilterParser.parse("a_b=2"))
        }
        #expect(error?.message == "\"a_b\" may be \"a/b\" or \"a-b\"")
    }

    @Test("a number of many digits equals itself")
    func digits() throws {
        let fixture = try Fixture()
        var generator = FilterGenerator(seed: 5)
        let values = (0..<300).map { _ in
            Double(generator.number(below: 1 << 30)) / Double(1 + generator.number(below: 1 << 30))
        }
        _ = try fixture.sweep(runs: values.count) {
            ["lr": .number(values[$0]), "i": .integer(Int64($0))]
        }
        let reader = try fixture.reader()
        for (index, value) in values.enumerated() {
            let found = try reader.runs(
                of: nil, matching: FilterParser.parse("lr=\(value) i=\(index)"))
            #expect(found.map(\.number) == [index + 1])
        }
    }

    @Test("archived runs and sweeps are hidden unless the filter speaks of them")
    func archived() throws {
        let runs = try Runs()
        #expect(try runs.numbers("") == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12])
        #expect(try runs.numbers("archived:yes") == [7])
        #expect(try runs.numbers("archived:yes|archived:no").count == 12)
        try runs.fixture.change("UPDATE sweep SET archived_at = 1")
        #expect(try runs.numbers("").isEmpty)
        #expect(try runs.numbers("archived:yes").count == 12)
        #expect(try runs.fixture.reader().runs(of: runs.sweep.id).count == 12)
    }

    @Test("a filtered leaderboard has the ranks of the whole one")
    func leaderboard() throws {
        let runs = try Runs()
        let reader = try runs.fixture.reader()
        let all = try reader.leaderboard(of: runs.sweep)
        for text in ["seed:1", "!seed:1", "lr>0", "state:diverged", "!loss>0", "state:lost"] {
            let filter = try FilterParser.parse(text)
            let names = Set(try runs.numbers(text))
            let expected = all.filter { names.contains($0.run.number) }
            #expect(try reader.leaderboard(of: runs.sweep, matching: filter) == expected, "\(text)")
            #expect(
                try reader.leaderboard(of: runs.sweep, matching: filter, limit: 2)
                    == Array(expected.prefix(2)))
        }
    }
}
