import SweepCore
import SweepStore
import Testing

@Suite("Control of sweeps and runs")
struct ControlTests {
    private let fixture: Fixture
    private let worker: WorkerID
    private let sweep: SweepRecord

    init() throws {
        fixture = try Fixture()
        worker = try fixture.worker()
        sweep = try fixture.sweep(runs: 4)
    }

    private var writer: StoreWriter { fixture.writer }

    private func claim(_ group: Int) throws -> Attempt? {
        try fixture.claim(sweep, group: group, worker: worker)?.attempts.first
    }

    private func states() throws -> String {
        try fixture.reader().runs(of: sweep.id).map(\.state.rawValue).joined(separator: " ")
    }

    private func sweepState() throws -> SweepState { try fixture.reader().sweep("test").state }

    private func look(_ rev: Int64 = 0) throws -> SweepLook? {
        try wait {
            writer.look(at: sweep.id, since: rev, workers: [worker], reclaims: false, answer: $0)
        }
    }

    @Test("pausing a sweep stops claims, and its running runs go on later where they were")
    func pauseSweep() throws {
        let attempt = try #require(try claim(0))
        #expect(try writer.pause(sweep.id) == ControlReport(requested: 1, isSweepChanged: true))
        #expect(try claim(1) == nil)
        let seen = try #require(try look())
        #expect(seen.state == .paused)
        #expect(seen.requested == [attempt.run])
        try writer.save(Checkpoint(step: 5, epoch: 0, content: [7]), of: attempt)
        #expect(try fixture.state(after: attempt, .interrupted) == .paused)
        #expect(try states() == "paused queued queued queued")
        #expect(try writer.resume(sweep.id) == ControlReport(changed: 1, isSweepChanged: true))
        #expect(try sweepState() == .active)
        let again = try #require(try fixture.claim(sweep, group: 0, worker: worker))
        #expect(again.checkpoints[attempt.run]?.step == 5)
    }

    @Test("of a completed sweep nothing is resumed")
    func resumeCompleted() throws {
        try fixture.change(
            "UPDATE run SET state = 'completed'; UPDATE sweep SET state = 'completed'")
        #expect(try writer.resume(sweep.id) == ControlReport())
        #expect(try sweepState() == .completed)
    }

    @Test("a pause that is taken back before the worker has stopped changes nothing")
    func takenBack() throws {
        let attempt = try #require(try claim(0))
        _ = try writer.pause(attempt.run)
        _ = try writer.resume(attempt.run)
        #expect(try look()?.requested == [])
        #expect(try fixture.state(after: attempt, .completed) == .completed)
    }

    @Test("what has ended by itself meanwhile stays as it ended")
    func endedFirst() throws {
        let attempt = try #require(try claim(0))
        _ = try writer.cancel(attempt.run)
        #expect(try fixture.state(after: attempt, .completed) == .completed)
        #expect(try writer.cancel(attempt.run) == ControlReport(unaffected: 1))
        #expect(try writer.pause(attempt.run) == ControlReport(unaffected: 1))
    }

    @Test("cancelling a sweep ends what waits at once and asks for what runs")
    func cancelSweep() throws {
        let attempt = try #require(try claim(0))
        _ = try writer.pause(RunID(2))
        #expect(
            try writer.cancel(sweep.id)
                == ControlReport(changed: 3, requested: 1, isSweepChanged: true))
        #expect(try fixture.state(after: attempt, .interrupted) == .cancelled)
        #expect(try states() == "cancelled cancelled cancelled cancelled")
        #expect(try sweepState() == .cancelled)
        #expect(try writer.retry(sweep.id, [.failed, .cancelled]) == ControlReport(changed: 4))
        #expect(try sweepState() == .active)
        #expect(try claim(0)?.number == 2)
    }

    @Test("who was to be cancelled is not paused instead")
    func cancelIsStronger() throws {
        let attempt = try #require(try claim(0))
        _ = try writer.cancel(attempt.run)
        _ = try writer.pause(sweep.id)
        #expect(try fixture.state(after: attempt, .interrupted) == .cancelled)
    }

    @Test("a request holds when the worker is lost", arguments: [RunRequest.pause, .cancel])
    func lost(request: RunRequest) throws {
        let attempt = try #require(try claim(0))
        _ = try request == .pause ? writer.pause(attempt.run) : writer.cancel(attempt.run)
        fixture.clock.advance(31_000)
        #expect(try writer.reclaimLost() == 1)
        #expect(try states().hasPrefix(request == .pause ? "paused" : "cancelled"))
    }

    @Test(
        "a stopping sweep is stopped when its last running run ends, completed when nothing is left"
    )
    func stop() throws {
        let first = try #require(try claim(0))
        #expect(try writer.stop(sweep.id).requested == 1)
        #expect(try sweepState() == .stopping)
        #expect(try claim(1) == nil)
        _ = try fixture.end(first, .completed)
        #expect(try sweepState() == .stopped)
        _ = try writer.resume(sweep.id)
        for group in 1..<3 { _ = try fixture.end(try #require(try claim(group)), .completed) }
        let last = try #require(try claim(3))
        _ = try writer.stop(sweep.id)
        _ = try fixture.end(last, .completed)
        #expect(try sweepState() == .completed)
        _ = try writer.resume(sweep.id)
        #expect(try sweepState() == .completed)
    }

    @Test("a failed run is tried again when the caller says so, and otherwise when a person does")
    func retries() throws {
        let attempt = try #require(try claim(0))
        let failure = RunOutcome.failed(.error, message: "no")
        #expect(try fixture.state(after: attempt, failure, retries: true) == .queued)
        let second = try #require(try claim(0))
        #expect(second.failureCount == 1)
        #expect(try fixture.state(after: second, failure) == .failed)
        #expect(try writer.retry(sweep.id, .diverged) == ControlReport())
        #expect(try writer.retry(attempt.run) == ControlReport(changed: 1))
        #expect(try claim(0)?.failureCount == 0)
    }

    @Test("a look tells what changed since the last one, whoever changed it, and nothing else")
    func looks() throws {
        let first = try #require(try look())
        #expect(first.queued.map(\.number) == [0, 1, 2, 3])
        #expect(first.counts?.byState == [.queued: 4])
        #expect(try look(first.rev) == nil)
        let other = try StoreWriter(path: fixture.path, clock: fixture.clock.clock)
        defer { try? other.close() }
        _ = try other.pause(RunID(3))
        let second = try #require(try look(first.rev))
        #expect(second.queued.isEmpty)
        let elsewhere = try fixture.worker(other)
        _ = try fixture.claim(sweep, group: 1, worker: elsewhere, writer: other)
        _ = try other.resume(RunID(3))
        let third = try #require(try look(second.rev))
        #expect(third.queued.map(\.number) == [2])
        #expect(third.runningElsewhere == 1)
    }
}
