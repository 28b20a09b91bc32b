import SweepCore
import SweepStore
import Testing

@Suite("Repeats of a configuration")
struct RepeatTests {
    /// What becomes of a run: its objective value, divergence, or neither.
    private enum End { case value(Double), diverged, failed, queued, running(Double) }

    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// One configuration per list, one run per end.
    private func sweep(
        _ ends: [[End]], goal: Objective.Goal = .maximize
    ) throws -> SweepRecord {
        let runs = ends.enumerated().flatMap { configuration, ends in
            ends.indices.map { (configuration: configuration, seed: $0) }
        }
        let sweep = try fixture.writer.createSweep(
            NewSweep(
                name: "test", identity: .null, objective: Objective(metric: "score", goal: goal),
                variedNames: ["lr"], plannedRunCount: runs.count))
        try fixture.writer.insertRuns(
            runs.enumerated().map { index, run in
                NewRun(
                    name: "lr\(run.configuration)-s\(run.seed)",
                    configuration: Configuration(["lr": .integer(Int64(run.configuration))]),
                    seed: run.seed, place: RunGrouping.Place(group: index, slot: 0, slots: 1))
            }, into: sweep.id, firstNumber: 1)
        try fixture.writer.finishExpanding(sweep.id)
        let worker = try fixture.worker()
        for (index, end) in ends.flatMap(\.self).enumerated() {
            if case .queued = end { continue }
            let attempt = try #require(
                try fixture.claim(sweep, group: index, worker: worker)?.attempts.first)
            switch end {
            case .value(let value), .running(let value):
                try fixture.record(attempt, [value], of: "score")
            case .diverged, .failed, .queued: break
            }
            switch end {
            case .value: _ = try fixture.end(attempt, .completed)
            case .diverged: _ = try fixture.end(attempt, .diverged(step: 1))
            case .failed: _ = try fixture.end(attempt, .failed(.error, message: "no"))
            case .queued, .running: break
            }
        }
        return sweep
    }

    private func places(
        _ sweep: SweepRecord, _ ranking: RepeatRanking = .mean, _ filter: String = ""
    ) throws -> [String] {
        try fixture.reader().repeats(
            of: sweep, ranking: ranking, matching: try FilterParser.parse(filter)
        ).map { "\($0.rank.map(String.init) ?? "-") \($0.name)" }
    }

    @Test("t quantiles are those of the tables")
    func quantiles() {
        // scipy.stats.t.ppf
        let known: [(Double, Int, Double)] = [
            (0.95, 1, 6.313751514675037), (0.95, 2, 2.9199855803537242),
            (0.95, 3, 2.353363434801823), (0.95, 4, 2.131846786326649),
            (0.95, 9, 1.833112932656237), (0.95, 100, 1.6602343260853392),
            (0.975, 5, 2.570581835636314), (0.95, 5_000, 1.6451584375969708), (0.5, 3, 0),
        ]
        for (probability, degrees, expected) in known {
            let value = StudentT.quantile(probability, degrees: degrees)
            #expect(abs(value - expected) < 1e-11, "\(degrees): \(value)")
        }
        // The expansion joins the sum without a step.
        let steps = [998, 999, 1_000, 1_001].map { StudentT.quantile(0.95, degrees: $0) }
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 - $1 > 0 && $0 - $1 < 3e-6 })
    }

    @Test("mean, standard error, n, ends and score are of the runs that have ended")
    func figures() throws {
        let sweep = try sweep([
            [.value(1), .value(2), .value(6), .failed, .running(100), .queued]
        ])
        let reader = try fixture.reader()
        #expect(try reader.hasRepeats(sweep.id))
        let item = try #require(try reader.repeats(of: sweep, ranking: .pessimistic).first)
        #expect(item.name == "lr0")
        #expect(item.runCount == 6)
        #expect(item.count == 3)
        #expect(item.mean == 3)
        // The sample's standard deviation is √7.
        let error = (7.0 / 3).squareRoot()
        #expect(abs((item.standardError ?? 0) - error) < 1e-12)
        #expect(item.minimum == 1)
        #expect(item.maximum == 6)
        #expect(abs((item.score ?? 0) - (3 - 2.919985580353726 * error)) < 1e-6)
        #expect(try reader.repeats(of: sweep).first?.score == 3)
    }

    @Test("by mean; diverged seeds below, fewer first; without a value last and unranked")
    func ranking() throws {
        let sweep = try sweep([
            [.value(5), .diverged], [.value(1), .value(2)], [.queued, .queued],
            [.value(9), .diverged], [.value(4)], [.failed, .running(3)], [.diverged, .diverged],
            [.value(2), .value(1)], [.value(3), .value(5)],
        ])
        #expect(
            try places(sweep)
                == ["1 lr4", "1 lr8", "3 lr1", "3 lr7", "5 lr3", "6 lr0", "7 lr6", "- lr5"])
        #expect(try places(sweep, .mean, "lr>4 state:completed") == ["1 lr8", "3 lr7"])
    }

    @Test("a smaller value is better where the goal is to minimize")
    func minimizing() throws {
        let sweep = try sweep(
            [[.value(5), .value(3)], [.value(1), .diverged], [.value(3)]], goal: .minimize)
        #expect(try places(sweep) == ["1 lr2", "2 lr0", "3 lr1"])
    }

    @Test("pessimistically luck with few seeds counts less, and one seed for nothing")
    func pessimism() throws {
        let ends: [[End]] = [
            [.value(10)], [.value(9), .value(5)], [.value(6), .value(6.1), .value(5.9)],
            [.value(6), .value(6)], [.value(99), .diverged],
        ]
        for sign in [1.0, -1] {
            let scratch = try RepeatTests()
            let sweep = try scratch.sweep(
                ends.map { ends in
                    ends.map { if case .value(let value) = $0 { .value(sign * value) } else { $0 } }
                }, goal: sign > 0 ? .maximize : .minimize)
            #expect(try scratch.places(sweep).prefix(2) == ["1 lr0", "2 lr1"])
            #expect(
                try scratch.places(sweep, .pessimistic)
                    == ["1 lr3", "2 lr2", "3 lr1", "4 lr0", "5 lr4"])
        }
    }

    @Test("archived repeats are as if they were not there")
    func archived() throws {
        let sweep = try sweep([[.value(1), .value(3)], [.value(2.5)]])
        #expect(try places(sweep) == ["1 lr1", "2 lr0"])
        try fixture.change("UPDATE run SET archived_at = 1 WHERE number = 1")
        #expect(try places(sweep) == ["1 lr0", "2 lr1"])
        #expect(try places(sweep, .mean, "archived:yes") == ["2 lr0"])
    }
}
