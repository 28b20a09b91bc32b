import Foundation
import SweepCore
import SweepStore
import SweepTestSupport
import Synchronization
import Testing

@Suite struct PointTests {
    @Test("every kind of number comes back with the same bits; NaN comes back as NaN")
    func roundTrip() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let values: [Double] = [
            0, -0.0, 1, -1, 0.1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
            -.leastNonzeroMagnitude, .greatestFiniteMagnitude, .ulpOfOne, 0x1p53, 1e300,
        ]
        try fixture.record(attempt, values)
        let metric = try fixture.writer.metric(named: "loss")
        let stored = try fixture.reader().points(of: attempt.run, metric: metric).map(\.value)
        #expect(stored.count == values.count)
        for (a, b) in zip(stored, values) {
            #expect(a.isNaN && b.isNaN || a.bitPattern == b.bitPattern, "\(a) for \(b)")
        }
    }

    @Test("a point's time counts from the run's start")
    func time() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        fixture.clock.advance(1_234)
        try fixture.record(attempt, [1])
        #expect(try fixture.rows("SELECT time FROM point") == [[.integer(1_234)]])
        #expect(try fixture.rows("SELECT seconds FROM curve") == [[.real(1.234)]])
    }

    @Test("the summary equals one made from the points, over commits and a reopening")
    func summary() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 4, groupSize: 4)
        let attempts = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts)
        var generator = SeededGenerator(seed: 7)
        let odd: [Double] = [.nan, .infinity, -.infinity, -0.0, 0]
        var expected: [String: SeriesSummary] = [:]
        var step: Int64 = 0
        for round in 0..<6 {
            if round == 3 { try fixture.reopen() }
            for name in ["loss", "b", "c"] {
                let metric = try fixture.writer.metric(named: name)
                for attempt in attempts {
                    for offset in 0..<Int64.random(in: 0...20, using: &generator) {
                        let pick = Int.random(in: 0..<20, using: &generator)
                        let value =
                            pick < odd.count
                            ? odd[pick] : Double(Int.random(in: -9...9, using: &generator)) / 4
                        fixture.writer.record(
                            attempt, metric: metric, step: step + offset, value: value)
                        expected["\(attempt.run.rawValue)\(name)", default: SeriesSummary()].add(
                            step: step + offset, value: value)
                    }
                }
            }
            step += 100
            try fixture.writer.flush()
        }
        let reader = try fixture.reader()
        for attempt in attempts {
            for stored in try reader.summaries(of: attempt.run) {
                var recomputed = SeriesSummary()
                for point in try reader.points(of: attempt.run, metric: stored.metric) {
                    recomputed.add(step: point.step, value: point.value)
                }
                // NaN is not equal to itself, its description is.
                #expect("\(stored.summary)" == "\(recomputed)")
                let key = "\(attempt.run.rawValue)\(stored.name)"
                #expect("\(stored.summary)" == "\(expected[key] ?? SeriesSummary())")
            }
        }
        #expect(fixture.writer.statistics.droppedPointCount == 0)
    }

    @Test(
        "the objective is the best finite value at its earliest step, or the last one",
        arguments: [
            (Objective.Goal.minimize, Objective.Summary.best, [3, 1, 2, 1] as [Double], 1.0, 2),
            (.maximize, .best, [1, 3, 3, .infinity, .nan], 3, 2),
            (.minimize, .last, [1, 2], 2, 2), (.minimize, .last, [1, .nan], nil, nil),
            (.maximize, .best, [.nan, .infinity, -.infinity], nil, nil),
            (.minimize, .last, [.nan, 4], 4, 2),
        ] as [(Objective.Goal, Objective.Summary, [Double], Double?, Int64?)])
    func objective(
        goal: Objective.Goal, summary: Objective.Summary, values: [Double], value: Double?,
        step: Int64?
    ) throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt(
            objective: Objective(metric: "loss", goal: goal, summary: summary))
        // One commit a point, so that every change goes through the table.
        for (index, value) in values.enumerated() {
            try fixture.record(attempt, [value], from: Int64(index) + 1)
        }
        let run = try fixture.reader().run("run0")
        #expect(run.objective == value)
        #expect(run.objectiveStep == step)
    }

    @Test("points of another metric leave the objective alone")
    func otherMetric() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1], of: "accuracy")
        #expect(try fixture.reader().run("run0").objective == nil)
        try fixture.record(attempt, [2])
        #expect(try fixture.reader().run("run0").objective == 2)
    }

    @Test("points of an older attempt, of an ended run and out of order are dropped and counted")
    func fencing() throws {
        let fixture = try Fixture()
        let first = try fixture.attempt()
        try fixture.record(first, [1, 2])
        try fixture.record(first, [9], from: 2)
        #expect(fixture.writer.statistics.droppedPointCount == 1)
        #expect(try fixture.end(first, .interrupted))
        try fixture.record(first, [9], from: 3)
        #expect(fixture.writer.statistics.droppedPointCount == 2)

        let sweep = try fixture.reader().sweep("test")
        let second = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        #expect(second.number == 2)
        try fixture.record(first, [9], from: 4)
        try fixture.record(second, [5])
        #expect(fixture.writer.statistics.droppedPointCount == 3)
        #expect(try fixture.rows("SELECT step, value FROM point") == [[.integer(1), .real(5)]])
        #expect(try fixture.end(first, .completed) == false)
        #expect(try fixture.end(second, .completed))
    }

    @Test("points recorded before an end are stored before it, those after it are not")
    func order() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let metric = try fixture.writer.metric(named: "loss")
        for step in 1...10 {
            fixture.writer.record(attempt, metric: metric, step: Int64(step), value: 1)
        }
        let writer = fixture.writer
        let ended: RunState? = try wait { answer in
            writer.end(attempt, outcome: .completed, retries: false, answer: answer)
            writer.record(attempt, metric: metric, step: 11, value: 1)
        }
        #expect(ended == .completed)
        try fixture.writer.flush()
        #expect(
            try fixture.rows("SELECT count(*), max(step) FROM point")[0] == [
                .integer(10), .integer(10),
            ])
    }

    @Test("100,000 points from two threads all arrive, each series in order")
    func throughput() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2, groupSize: 2)
        let attempts = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts)
        let metric = try fixture.writer.metric(named: "loss")
        let writer = fixture.writer
        let done = DispatchSemaphore(value: 0)
        for attempt in attempts {
            Thread {
                for step in 1...50_000 {
                    writer.record(attempt, metric: metric, step: Int64(step), value: Double(step))
                }
                done.signal()
            }.start()
        }
        for _ in attempts { done.wait() }
        try writer.flush()
        #expect(writer.statistics.pointCount == 100_000)
        #expect(writer.statistics.droppedPointCount == 0)
        #expect(
            try fixture.rows("SELECT count(*), min(step), max(step) FROM point GROUP BY run")
                == Array(
                    repeating: [.integer(50_000), .integer(1), .integer(50_000)], count: 2))
    }

    @Test("a full disk is told once and refuses what follows; what was committed is intact")
    func fullDisk() throws {
        let told = Mutex<[StoreError]>([])
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2, 3])
        try fixture.writer.close()
        // The same process, so the attempt's lease and worker live.
        let writer = try StoreWriter(
            path: fixture.path, clock: fixture.clock.clock,
            onFailure: { error in told.withLock { $0.append(error) } })
        let metric = try writer.metric(named: "loss")
        try writer.limitFile(toPages: 1)
        for step in 4...100_000 {
            writer.record(attempt, metric: metric, step: Int64(step), value: 0.5)
        }
        let expected = StoreError.diskFull(path: fixture.path)
        #expect(throws: expected) { try writer.flush() }
        #expect(throws: expected) { try writer.metric(named: "another") }
        #expect(throws: expected) { try writer.close() }
        #expect(told.withLock { $0 } == [expected])
        #expect(try fixture.rows("PRAGMA integrity_check") == [[.text("ok")]])
        let stored = try fixture.rows(
            "SELECT count(*), (SELECT sum(count) FROM summary), max(step) FROM point")[0]
        // Whole commits only: the summary says what the points are.
        #expect(stored[0] == stored[1])
        #expect(stored[0] == stored[2])
    }

    @Test("a closed store refuses politely")
    func closed() throws {
        let fixture = try Fixture()
        try fixture.writer.close()
        #expect(throws: StoreError.self) { try fixture.writer.metric(named: "loss") }
    }
}
