import GRDBSQLite
import SweepCore
import SweepStore
import Synchronization
import Testing

@Suite("A watcher: sweeps and runs")
struct WatcherTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func ranked(_ count: Int) throws -> SweepRecord {
        let sweep = try fixture.sweep(runs: count)
        try fixture.change(
            "UPDATE run SET state = 'completed', objective = id * 7919 % 1000, objective_step = 1")
        return sweep
    }

    @Test("a database without sweeps says so")
    func empty() {
        let watch = Watch(fixture)
        #expect(
            watch.settle().news == [.sweeps([]), .watching(nil)] || watch.picture.watching == nil)
        #expect(watch.picture.trouble == nil)
    }

    @Test("the first look brings the sweep, its counts and the best runs; the next ones the rest")
    func first() throws {
        let sweep = try ranked(1_000)
        let watch = Watch(fixture)
        let first = watch.look()
        #expect(!first.isSettled)
        #expect(watch.picture.watching == sweep.id)
        #expect(watch.picture.sweeps.first?.counts == [.completed: 1_000])
        #expect(watch.picture.runs.count == 200)
        #expect(watch.picture.runs.values.compactMap(\.objective).max() == 199)
        watch.settle()
        #expect(watch.picture.runs.count == 1_000)
        #expect(watch.picture.isComplete)
    }

    @Test("each run is told once, however small the looks are", arguments: [1, 7, 1_000])
    func once(rows: Int) throws {
        _ = try ranked(500)
        let watch = Watch(fixture)
        var counts: [RunID: Int] = [:]
        for case .runs(let runs, _) in watch.settle(.rows(rows)) {
            for run in runs { counts[run.id, default: 0] += 1 }
        }
        #expect(counts.count == 500)
        #expect(counts.values.allSatisfy { $0 == 1 })
    }

    @Test(
        "a run has its configuration in the sweep's order, and nothing where it has no such parameter"
    )
    func parameters() throws {
        _ = try fixture.sweep(
            runs: 2,
            configuration: {
                $0 == 0
                    ? [
                        "lr": .number(0.5), "b": .text("a\"\\{,é"),
                        "c": .list([.integer(1), .null]),
                    ]
                    : ["lr": .number(0.25), "z": .map(["x": .flag(true)])]
            })
        let watch = Watch(fixture)
        watch.settle()
        #expect(watch.picture.sweeps.first?.parameterNames == ["lr", "b", "c", "z"])
        #expect(
            try watch.run(RunID(1)).parameters
                == [.number(0.5), .text("a\"\\{,é"), .list([.integer(1), .null]), nil])
        #expect(
            try watch.run(RunID(2)).parameters
                == [.number(0.25), nil, nil, .map(["x": .flag(true)])])
    }

    @Test("a running run's latest values follow its points, though its row does not change")
    func latest() throws {
        let attempt = try fixture.attempt(objective: Objective(metric: "x", goal: .minimize))
        try fixture.record(attempt, [5, .nan, 3])
        let watch = Watch(fixture)
        watch.settle()
        #expect(watch.picture.sweeps.first?.metricNames == ["loss"])
        #expect(
            try watch.run(attempt.run).latest
                == [WatchedRun.Latest(step: 3, value: 3, minimum: 3, maximum: 5)])
        try fixture.record(attempt, [.nan], from: 4)
        let told = watch.settle()
        #expect(
            try watch.run(attempt.run).latest
                == [WatchedRun.Latest(step: 4, value: .nan, minimum: 3, maximum: 5)])
        #expect(told.health?.lagMilliseconds == 0)
        #expect(told.health?.pointCount == 4)
    }

    @Test("a run is lost when its lease expires, and nothing is read to find that out")
    func lost() throws {
        let attempt = try fixture.attempt()
        let statements = Statements()
        let watch = Watch(fixture, onOpen: statements.trace)
        watch.settle()
        #expect(try !watch.run(attempt.run).isLost)
        #expect(watch.picture.sweeps.first?.lostCount == 0)
        fixture.clock.advance(30_000)
        #expect(watch.look().observations.isEmpty)
        fixture.clock.advance(1)
        statements.texts = []
        watch.look()
        #expect(statements.texts == ["PRAGMA data_version"])
        #expect(try watch.run(attempt.run).isLost)
        #expect(watch.picture.sweeps.first?.lostCount == 1)
        #expect(watch.picture.sweeps.first?.counts == [.running: 1])
    }

    @Test(
        "what a process of this machine held is lost within a second of its end, though its lease lasts",
        arguments: [("n", true), ("another container", false)])
    func gone(namespace: String, isSeen: Bool) throws {
        let alive = Mutex<Int64?>(70)
        let here = ProcessIdentity(
            host: "h", bootID: "b", pidNamespace: "n", pid: 1, processStarted: 1)
        let worker = try fixture.worker(
            process: ProcessIdentity(
                host: "h", bootID: "b", pidNamespace: namespace, pid: 7, processStarted: 70))
        let sweep = try fixture.sweep(runs: 1)
        let attempt = try #require(try fixture.claim(sweep, worker: worker)).attempts[0]
        let watch = Watch(
            fixture, host: here, probe: { pid in pid == 7 ? alive.withLock { $0 } : nil })
        watch.request.wantsWorkers = true
        watch.settle()
        #expect(try !watch.run(attempt.run).isLost)
        #expect(watch.picture.workers.map(\.isGone) == [false])
        // Another process has its number now.
        alive.withLock { $0 = 71 }
        fixture.clock.advance(999)
        watch.settle()
        #expect(try !watch.run(attempt.run).isLost)
        fixture.clock.advance(1)
        watch.settle()
        watch.settle()
        #expect(try watch.run(attempt.run).isLost == isSeen)
        #expect(watch.picture.sweeps.map(\.lostCount) == [isSeen ? 1 : 0])
        #expect(watch.picture.workers.map(\.isGone) == [isSeen])
        // Once a writer has put the run back and ended the worker, there is nothing to be told of.
        _ = try fixture.writer.reclaimLost(host: here, probe: { _ in nil })
        watch.settle()
        #expect(watch.picture.sweeps.map(\.lostCount) == [0])
        #expect(watch.picture.workers.map(\.isGone) == [false])
        #expect(try watch.run(attempt.run).state == (isSeen ? .queued : .running))
    }

    @Test("a process that was gone before the first look is known at once")
    func goneBefore() throws {
        let here = ProcessIdentity(
            host: "h", bootID: "b", pidNamespace: "n", pid: 1, processStarted: 1)
        let worker = try fixture.worker(
            process: ProcessIdentity(
                host: "h", bootID: "b", pidNamespace: "n", pid: 7, processStarted: 70))
        let sweep = try fixture.sweep(runs: 1)
        let attempt = try #require(try fixture.claim(sweep, worker: worker)).attempts[0]
        let watch = Watch(fixture, host: here, probe: { _ in nil })
        watch.settle()
        #expect(try watch.run(attempt.run).isLost)
    }

    @Test("names, tags, notes and archiving are seen")
    func labels() throws {
        let sweep = try fixture.sweep(runs: 2)
        let watch = Watch(fixture)
        watch.settle()
        let reader = try fixture.reader()
        let run = try reader.run("test/1")
        for reference in [Reference.run(run), .sweep(sweep)] {
            try fixture.writer.changeTags(of: reference, adding: ["b", "a"], removing: [])
            try fixture.writer.setNote("why", of: reference)
            try fixture.writer.rename(reference, to: "other")
        }
        watch.settle()
        #expect(try watch.run(run.id).tags == ["a", "b"])
        #expect(try watch.run(run.id).note == "why")
        #expect(try watch.run(run.id).name == "other")
        #expect(watch.picture.sweeps.first?.tags == ["a", "b"])
        #expect(watch.picture.sweeps.first?.name == "other")
        try fixture.writer.changeTags(of: .run(run), adding: [], removing: ["b"])
        try fixture.writer.setArchived(true, [.run(run), .sweep(sweep)])
        watch.settle()
        #expect(try watch.run(run.id).tags == ["a"])
        #expect(try watch.run(run.id).isArchived)
        #expect(watch.picture.sweeps.first?.isArchived == true)
        try fixture.writer.setArchived(false, [.run(run), .sweep(sweep)])
        watch.settle()
        #expect(try !watch.run(run.id).isArchived)
    }

    @Test("a deleted run is gone, and another one that gets its number is another one")
    func deletedRun() throws {
        let sweep = try fixture.sweep(runs: 3)
        let watch = Watch(fixture)
        watch.settle()
        try fixture.writer.deleteRun(RunID(3))
        #expect(watch.settle().contains(.removed([RunID(3)])))
        #expect(watch.picture.runs.count == 2)
        try fixture.writer.deleteRun(RunID(2))
        try fixture.writer.insertRuns(
            [
                NewRun(
                    name: "new", configuration: Configuration(["lr": .number(9)]), seed: 0,
                    place: RunGrouping.Place(group: 9, slot: 0, slots: 1))
            ], into: sweep.id, firstNumber: 2)
        #expect(watch.settle().contains(.removed([RunID(2)])))
        #expect(try watch.run(RunID(2)).name == "new")
    }

    @Test("without a wish the newest sweep is watched, archived ones last; a deleted one gives way")
    func choice() throws {
        let old = try fixture.sweep("old", runs: 2)
        let new = try fixture.sweep("new", runs: 1)
        let watch = Watch(fixture)
        watch.settle()
        #expect(watch.picture.watching == new.id)
        watch.request.sweep = old.id
        watch.settle()
        #expect(watch.picture.watching == old.id)
        #expect(watch.picture.runs.count == 2)
        watch.request.sweep = nil
        try fixture.writer.setArchived(true, [.sweep(new)])
        watch.settle()
        #expect(watch.picture.watching == old.id)
        try fixture.writer.deleteSweep(old.id)
        watch.settle()
        #expect(watch.picture.watching == new.id)
        #expect(watch.picture.sweeps.map(\.id) == [new.id])
        try fixture.writer.deleteSweep(new.id)
        watch.settle()
        #expect(watch.picture.watching == nil)
        #expect(watch.picture.runs.isEmpty)
    }

    @Test("a sweep that gets another parameter tells its runs again, in the new order")
    func extended() throws {
        let sweep = try fixture.sweep(runs: 300)
        let watch = Watch(fixture)
        watch.settle()
        #expect(try watch.run(RunID(1)).parameters == [.number(0.5)])
        try fixture.writer.insertRuns(
            [
                NewRun(
                    name: "new",
                    configuration: Configuration(["a": .integer(1), "lr": .number(9)]),
                    seed: 0, place: RunGrouping.Place(group: 300, slot: 0, slots: 1))
            ], into: sweep.id, firstNumber: 301)
        watch.settle()
        #expect(watch.picture.sweeps.first?.parameterNames == ["lr", "a"])
        #expect(try watch.run(RunID(1)).parameters == [.number(0.5), nil])
        #expect(try watch.run(RunID(300)).parameters.count == 2)
        #expect(try watch.run(RunID(301)).parameters == [.number(9), .integer(1)])
        #expect(watch.picture.isComplete)
    }

    @Test("the counts of sweeps that are not watched follow too")
    func others() throws {
        let other = try fixture.sweep("other", runs: 3)
        _ = try fixture.sweep("newest", runs: 1)
        let watch = Watch(fixture)
        watch.settle()
        #expect(watch.picture.sweeps.map(\.counts) == [[.queued: 1], [.queued: 3]])
        let worker = try fixture.worker()
        let attempt = try #require(try fixture.claim(other, worker: worker)?.attempts.first)
        watch.settle()
        #expect(watch.picture.sweeps[1].counts == [.queued: 2, .running: 1])
        #expect(try fixture.end(attempt, .diverged(step: 3)))
        watch.settle()
        #expect(watch.picture.sweeps[1].counts == [.queued: 2, .failed: 1])
        #expect(watch.picture.sweeps[1].divergedCount == 1)
    }
}

/// The statements that a connection carries out.
final class Statements {
    var texts: [String] = []

    func trace(_ handle: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_trace_v2(
            handle, UInt32(SQLITE_TRACE_STMT),
            { _, context, statement, _ in
                guard let context, let statement else { return 0 }
                let text = sqlite3_sql(OpaquePointer(statement)).map { String(cString: $0) } ?? ""
                Unmanaged<Statements>.fromOpaque(context).takeUnretainedValue().texts.append(text)
                return 0
            }, context)
    }
}
