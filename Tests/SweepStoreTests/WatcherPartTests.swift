import SweepCore
import SweepStore
import Testing

@Suite("A watcher: workers, log and portraits")
struct WatcherPartTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("a worker has its leases, what it has done, and how far it is")
    func workers() throws {
        let sweep = try fixture.sweep(runs: 4, groupSize: 2)
        let worker = try fixture.worker()
        let done = try #require(try fixture.claim(sweep, worker: worker)?.attempts)
        #expect(try fixture.end(done[0], .completed))
        #expect(try fixture.end(done[1], .diverged(step: 2)))
        let now = try #require(try fixture.claim(sweep, group: 1, worker: worker)?.attempts)
        try fixture.record(now[1], [1, 2, 3])
        let watch = Watch(fixture)
        watch.request.wantsWorkers = true
        watch.settle()
        let seen = try #require(watch.picture.workers.first)
        #expect(watch.picture.workers.count == 1)
        #expect(seen.id == worker)
        #expect(seen.runs == now.map(\.run))
        #expect(seen.leaseExpiresAt == fixture.clock.clock().adding(milliseconds: 30_000))
        #expect([seen.doneCount, seen.failedCount] == [1, 1])
        #expect(seen.step == 3)
        try fixture.writer.endWorkers([worker])
        watch.settle()
        #expect(watch.picture.workers.first?.endedAt != nil)
    }

    @Test("the log begins with its newest lines and goes on with those that are added")
    func events() throws {
        let sweep = try fixture.sweep(runs: 2)
        for number in 1...600 {
            try fixture.writer.recordEvent(kind: "note", sweep: sweep.id, message: "\(number)")
        }
        let watch = Watch(fixture)
        watch.request.wantsEvents = true
        watch.settle()
        #expect(watch.picture.events.map(\.message) == (101...600).map { "\($0)" })
        _ = try fixture.claim(sweep, worker: try fixture.worker())
        watch.settle()
        #expect(watch.picture.events.last?.kind == "started")
        #expect(watch.picture.events.last?.runName == "run0")
        #expect(watch.picture.events.count == 501)
    }

    @Test("lines of a renamed run have its new name, and those of a deleted one are gone")
    func changedEvents() throws {
        let sweep = try fixture.sweep(runs: 2)
        let worker = try fixture.worker()
        for group in 0...1 {
            let attempt = try #require(
                try fixture.claim(sweep, group: group, worker: worker)?.attempts.first)
            #expect(try fixture.end(attempt, .completed))
        }
        let watch = Watch(fixture)
        watch.request.wantsEvents = true
        watch.settle()
        try fixture.writer.rename(.run(try fixture.reader().run("test/1")), to: "other")
        watch.settle()
        #expect(watch.picture.events.map(\.runName) == ["other", "other", "run1", "run1"])
        try fixture.writer.deleteRun(RunID(2))
        try fixture.writer.recordEvent(kind: "note", sweep: sweep.id)
        watch.settle()
        #expect(watch.picture.events.map(\.runName) == ["other", "other", nil])
    }

    @Test("a portrait is told again when its run's points or log have changed, and only then")
    func portrait() throws {
        let attempt = try fixture.attempt()
        var environment = LaunchEnvironment()
        environment.host = "here"
        environment.gitCommit = "0123456789abcdef"
        environment.isGitDirty = true
        try fixture.writer.recordEnvironment(environment, of: SweepID(1))
        try fixture.record(attempt, [1, .nan])
        let watch = Watch(fixture)
        watch.request.portraits = [attempt.run]
        let portraits = watch.settle().portraits
        #expect(portraits.count == 1)
        #expect(portraits.first?.metrics.map(\.nanCount) == [1])
        #expect(portraits.first?.events.map(\.kind) == ["started"])
        #expect(portraits.first?.workerName == "worker")
        #expect(
            portraits.first?.environment.map(\.text).contains("0123456789ab, with changes") == true)
        try fixture.writer.recordEvent(kind: "other")
        #expect(watch.settle().portraits.isEmpty)
        try fixture.record(attempt, [3], from: 3)
        #expect(watch.settle().portraits.first?.metrics.map(\.count) == [3])
        try fixture.writer.recordEvent(kind: "mine", run: attempt.run)
        #expect(watch.settle().portraits.first?.events.map(\.kind) == ["started", "mine"])
    }
}

extension [Observation] {
    fileprivate var portraits: [RunPortrait] {
        compactMap { if case .portrait(let portrait) = $0 { portrait } else { nil } }
    }
}
