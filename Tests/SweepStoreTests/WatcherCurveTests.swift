import SweepCore
import SweepStore
import Testing

@Suite("A watcher: curves")
struct WatcherCurveTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func key(_ attempt: Attempt, _ metric: String = "loss") -> CurveKey {
        CurveKey(run: attempt.run, metric: metric)
    }

    /// Puts points into the file directly: many of them in no time.
    private func fill(_ run: RunID, metric: Int = 1, from first: Int = 1, to last: Int) throws {
        try fixture.change(
            """
            WITH RECURSIVE n(i) AS (SELECT \(first) UNION ALL SELECT i + 1 FROM n WHERE i < \(last))
            INSERT INTO point SELECT \(run.rawValue), \(metric), i, 1.0 / i, i FROM n
            """)
    }

    @Test(
        "every kind of number comes through, and points that are added follow those that were there"
    )
    func points() throws {
        let attempt = try fixture.attempt()
        let values: [Double] = [1, .nan, .infinity, -.infinity, -0.0, Double.leastNonzeroMagnitude]
        try fixture.record(attempt, values)
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        watch.settle()
        #expect(watch.values(key(attempt)).map(\.bitPattern) == values.map(\.bitPattern))
        fixture.clock.advance(700)
        try fixture.record(attempt, [7], from: 7)
        let told = watch.settle()
        let new = CurvePoint(step: 7, value: 7, time: 700)
        #expect(told.contains(.points(key(attempt), [new], isReset: false, isComplete: true)))
        #expect(watch.values(key(attempt)).count == 7)
    }

    @Test("a curve without points is complete, and so is one of a metric that nobody knows yet")
    func nothing() throws {
        let attempt = try fixture.attempt()
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        let told = watch.settle()
        #expect(told.contains(.points(key(attempt), [], isReset: true, isComplete: true)))
        try fixture.record(attempt, [1])
        watch.settle()
        #expect(watch.values(key(attempt)) == [1])
    }

    @Test("a rewound run's curve is told anew, also when it ends at the same step")
    func rewound() throws {
        let sweep = try fixture.sweep(runs: 1)
        let worker = try fixture.worker()
        let first = try #require(try fixture.claim(sweep, worker: worker)?.attempts.first)
        try fixture.record(first, [1, 2])
        try fixture.writer.save(Checkpoint(step: 2, epoch: 0, content: [1]), of: first)
        try fixture.record(first, [3, 4, 5], from: 3)
        let watch = Watch(fixture)
        watch.request.curves = [key(first)]
        watch.settle()
        #expect(try fixture.end(first, .interrupted))
        let second = try #require(try fixture.claim(sweep, worker: worker)?.attempts.first)
        try fixture.record(second, [30, 40, 50], from: 3)
        watch.settle()
        #expect(watch.values(key(first)) == [1, 2, 30, 40, 50])
        #expect(try watch.run(first.run).rewind == 1)
    }

    @Test("a long curve comes in pieces of the look's size, in order")
    func pieces() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1])
        try fill(attempt.run, from: 2, to: 20_000)
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        var sizes: [Int] = []
        for case .points(_, let points, _, _) in watch.settle(.rows(6_000)) {
            sizes.append(points.count)
        }
        #expect(sizes.max() == 6_000)
        #expect(watch.picture.curves[key(attempt)]?.map(\.step) == Array(1...20_000))
    }

    @Test("the first curve is read to its end before the others, and those take turns")
    func order() throws {
        let sweep = try fixture.sweep(runs: 3, groupSize: 3)
        let attempts = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts)
        for attempt in attempts {
            try fixture.record(attempt, [1])
            try fill(attempt.run, from: 2, to: 1_000)
        }
        let watch = Watch(fixture)
        watch.settle()
        watch.request.curves = [attempts[2], attempts[0], attempts[1]].map { key($0) }
        var order: [Int64] = []
        for case .points(let key, _, _, _) in watch.settle(.rows(300)) {
            order.append(key.run.rawValue)
        }
        #expect(order.prefix(4) == [3, 3, 3, 3])
        let rest = Array(order.dropFirst(4))
        #expect(rest.count == 8)
        #expect(zip(rest, rest.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test("a curve that is asked for again is told from its beginning")
    func again() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2])
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        watch.settle()
        watch.request.curves = []
        #expect(watch.settle().news.isEmpty)
        watch.request.curves = [key(attempt)]
        watch.settle()
        #expect(watch.values(key(attempt)) == [1, 2])
    }

    @Test("a deleted run's curve is empty")
    func deleted() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2])
        #expect(try fixture.end(attempt, .completed))
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        watch.settle()
        try fixture.writer.deleteRun(attempt.run)
        watch.settle()
        #expect(watch.values(key(attempt)).isEmpty)
    }

    @Test("a close-up has the points of its range, and those that are added to it")
    func closeUp() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2, 3, 4, 5])
        let watch = Watch(fixture)
        watch.request.closeUp = WatchRequest.CloseUp(curves: [key(attempt)], steps: 2...6)
        watch.settle(.rows(2))
        #expect(watch.picture.closeUps[key(attempt)]?.map(\.step) == [2, 3, 4, 5])
        fixture.clock.advance(1)
        try fixture.record(attempt, [6, 7], from: 6)
        watch.settle()
        #expect(watch.picture.closeUps[key(attempt)]?.map(\.step) == [2, 3, 4, 5, 6])
    }

    @Test(
        "a close-up that is too long ends early and says so; a long one that grows waits its time")
    func longCloseUp() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1])
        try fill(attempt.run, from: 2, to: 250_000)
        let watch = Watch(fixture)
        watch.request.closeUp = WatchRequest.CloseUp(curves: [key(attempt)], steps: 0...1_000_000)
        var ends: [Bool] = []
        for case .closeUp(_, _, let points, let isComplete) in watch.settle() {
            #expect(points.count == 200_000)
            ends.append(isComplete)
        }
        #expect(ends == [false])
        watch.request.closeUp?.steps = 150_001...1_000_000
        watch.settle()
        #expect(watch.picture.closeUps[key(attempt)]?.count == 100_000)
        try fill(attempt.run, from: 250_001, to: 250_001)
        watch.settle()
        #expect(watch.picture.closeUps[key(attempt)]?.count == 100_000)
        fixture.clock.advance(5_000)
        watch.settle()
        #expect(watch.picture.closeUps[key(attempt)]?.count == 100_001)
    }

    @Test("an epoch is as long as the first step of a validation metric, once there is one")
    func epoch() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2])
        let watch = Watch(fixture)
        watch.request.curves = [key(attempt)]
        watch.settle()
        #expect(watch.picture.epochs == [attempt.run: nil])
        try fixture.record(attempt, [0.5], of: "validation/accuracy", from: 0)
        try fixture.record(attempt, [0.6], of: "validation/accuracy", from: 422)
        watch.settle()
        #expect(watch.picture.epochs == [attempt.run: 422])
    }
}
