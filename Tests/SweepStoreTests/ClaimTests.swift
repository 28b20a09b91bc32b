import Foundation
import Glibc
import SweepCore
import SweepStore
import Testing

@Suite struct ClaimTests {
    private let elsewhere = ProcessIdentity(
        host: "elsewhere", bootID: "b", pidNamespace: "n", pid: 7, processStarted: 70)

    @Test("a claim gives every queued run of the group, in slot order, with a lease of 30 s")
    func claim() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 6, groupSize: 3)
        let worker = try fixture.worker()
        let group = try #require(try fixture.claim(sweep, group: 1, worker: worker))
        #expect(group.slots == 3)
        #expect(group.attempts.map(\.slot) == [0, 1, 2])
        #expect(group.attempts.map(\.name) == ["run3", "run4", "run5"])
        #expect(group.attempts.map(\.number) == [1, 1, 1])
        #expect(group.attempts[0].configuration == Configuration(["lr": .number(3.5)]))
        let now = fixture.clock.clock().milliseconds
        #expect(
            try fixture.rows("SELECT DISTINCT expires_at - \(now), worker FROM lease")
                == [[.integer(30_000), .integer(worker.rawValue)]])
    }

    @Test("a group without queued runs is refused, and so is one of a paused sweep")
    func refused() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2)
        let worker = try fixture.worker()
        #expect(try fixture.claim(sweep, group: 0, worker: worker) != nil)
        #expect(try fixture.claim(sweep, group: 0, worker: worker) == nil)
        #expect(try fixture.claim(sweep, group: 9, worker: worker) == nil)
        try fixture.writer.setState(of: sweep.id, to: .paused)
        #expect(try fixture.claim(sweep, group: 1, worker: worker) == nil)
    }

    @Test("two writers on one file never both get a run")
    func twoWriters() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 60, groupSize: 2)
        let other = try StoreWriter(path: fixture.path, clock: fixture.clock.clock)
        defer { try? other.close() }
        let writers = [fixture.writer, other]
        let workers = try writers.map { try fixture.worker($0) }
        var claimed: [RunID] = []
        let answers = DispatchSemaphore(value: 0)
        let results = Results()
        for group in 0..<30 {
            for (writer, worker) in zip(writers, workers) {
                writer.claim(sweep: sweep.id, group: group, worker: worker) { answer in
                    results.append(answer)
                    answers.signal()
                }
            }
        }
        for _ in 0..<60 { answers.wait() }
        for answer in results.all {
            claimed += try answer.get().group?.attempts.map(\.run) ?? []
        }
        #expect(claimed.count == 60)
        #expect(Set(claimed).count == 60)
    }

    @Test("an interrupted run keeps its points until it is claimed again, and then begins anew")
    func rewind() throws {
        let fixture = try Fixture()
        let first = try fixture.attempt()
        try fixture.record(first, [1, 2, 3])
        #expect(try fixture.end(first, .interrupted))
        var run = try fixture.reader().run("run0")
        #expect(run.state == .queued)
        #expect(run.interruptionCount == 1)
        #expect(run.objective == 1)
        #expect(run.worker == nil)

        let sweep = try fixture.reader().sweep("test")
        _ = try fixture.claim(sweep, worker: try fixture.worker())
        run = try fixture.reader().run("run0")
        #expect(run.rewind == 1)
        #expect(run.attempt == 2)
        #expect(run.objective == nil)
        #expect(try fixture.rows("SELECT * FROM point").isEmpty)
        #expect(try fixture.rows("SELECT * FROM summary").isEmpty)
    }

    @Test(
        "an end writes the state, the reason and the log, and gives the lease back",
        arguments: [
            (RunOutcome.completed, RunState.completed, nil, "completed"),
            (.outOfPatience, .completed, "patience", "completed"),
            (.diverged(step: 12), .failed, "diverged", "diverged"),
            (.failed(.outOfMemory, message: "no room"), .failed, "out_of_memory", "failed"),
        ] as [(RunOutcome, RunState, String?, String)])
    func ends(outcome: RunOutcome, state: RunState, reason: String?, kind: String) throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        fixture.clock.advance(500)
        #expect(try fixture.end(attempt, outcome))
        let detail = try #require(try fixture.reader().detail(of: attempt.run))
        #expect(detail.run.state == state)
        #expect(detail.run.reason == reason)
        #expect(detail.run.endedAt == fixture.clock.clock())
        #expect(detail.run.failureCount == (kind == "failed" ? 1 : 0))
        #expect(detail.events.map(\.kind) == ["started", kind])
        #expect(detail.events.map(\.attempt) == [1, 1])
        #expect(detail.workerName == "worker")
        #expect(try fixture.rows("SELECT * FROM lease").isEmpty)
        #expect(try fixture.end(attempt, outcome) == false)
    }

    @Test("a sweep completes only when no run is left to do")
    func completing() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 1)
        try fixture.writer.setState(of: sweep.id, to: .completed)
        #expect(try fixture.reader().sweep("test").state == .active)
        let attempt = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        try fixture.writer.setState(of: sweep.id, to: .completed)
        #expect(try fixture.reader().sweep("test").state == .active)
        _ = try fixture.end(attempt, .completed)
        try fixture.writer.setState(of: sweep.id, to: .completed)
        let done = try fixture.reader().sweep("test")
        #expect(done.state == .completed)
        #expect(done.endedAt == fixture.clock.clock())
    }

    // MARK: Lost workers

    @Test("a renewed lease lives on, an expired one is shown as lost and put back on opening")
    func expiry() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 1)
        let worker = try fixture.worker(process: elsewhere)
        _ = try fixture.claim(sweep, worker: worker)
        fixture.clock.advance(29_000)
        let writer = fixture.writer
        let _: Void = try wait { writer.renewLeases(of: [worker], answer: $0) }
        let usage = try #require(try fixture.rows("SELECT memory > 1000000, cpu FROM worker").first)
        #expect(usage == [.integer(1), .null])
        fixture.clock.advance(29_000)
        #expect(try fixture.writer.reclaimLost() == 0)
        #expect(try fixture.reader().run("run0").shownState == "running")
        fixture.clock.advance(2_000)
        #expect(try fixture.reader().run("run0").shownState == "lost")
        #expect(try fixture.reader().sweeps()[0].lostCount == 1)
        try fixture.reopen()
        let run = try fixture.reader().run("run0")
        #expect(run.state == .queued)
        #expect(run.interruptionCount == 1)
        #expect(
            try fixture.rows("SELECT kind, message FROM event ORDER BY id DESC LIMIT 1")
                == [[.text("interrupted"), .text("its lease expired")]])
    }

    @Test("the views say lost for a run whose lease has expired")
    func lostInViews() throws {
        let fixture = try Fixture()
        _ = try fixture.attempt()
        try fixture.change("UPDATE lease SET expires_at = 1")
        for view in ["leaderboard", "results", "test"] {
            #expect(try fixture.rows("SELECT state FROM \(view)") == [[.text("lost")]])
        }
    }

    @Test(
        "a process that is gone loses its runs at once, one elsewhere only by its lease",
        arguments: [
            (nil as Int64?, "n", 1), (71, "n", 1), (70, "n", 0), (nil, "another", 0),
        ])
    func goneProcess(started: Int64?, namespace: String, reclaimed: Int) throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 1)
        _ = try fixture.claim(sweep, worker: try fixture.worker(process: elsewhere))
        let here = ProcessIdentity(
            host: "elsewhere", bootID: "b", pidNamespace: namespace, pid: 1, processStarted: 1)
        let count = try fixture.writer.reclaimLost(
            host: here, probe: { pid in pid == 7 ? started : nil })
        #expect(count == reclaimed)
        let ended = try fixture.rows("SELECT ended_at IS NOT NULL FROM worker")
        #expect(ended == [[.integer(Int64(reclaimed))]])
    }

    @Test("a process that has ended and was not waited for is gone")
    func zombie() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(arguments[0]) }
        try #require(posix_spawn(&pid, "/bin/true", nil, nil, &arguments, nil) == 0)
        defer { waitpid(pid, nil, 0) }
        var information = siginfo_t()
        // Until it has ended, and leaves it there.
        try #require(waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == 0)
        #expect(ProcessIdentity.probe(Int(pid)) == nil)
    }

    @Test("a running run without a lease, or of an ended worker, is lost")
    func noLease() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2)
        let worker = try fixture.worker()
        _ = try fixture.claim(sweep, group: 0, worker: worker)
        try fixture.change("DELETE FROM lease")
        #expect(try fixture.reader().run("run0").isLost)
        #expect(try fixture.writer.reclaimLost() == 1)
        _ = try fixture.claim(sweep, group: 1, worker: worker)
        #expect(try fixture.writer.reclaimLost() == 0)
        try fixture.writer.endWorkers([worker])
        #expect(try fixture.writer.reclaimLost() == 1)
    }

    @Test("this process finds itself alive")
    func probe() {
        let here = ProcessIdentity.current()
        #expect(ProcessIdentity.probe(here.pid) == here.processStarted)
        #expect(here.processStarted > 0)
        #expect(ProcessIdentity.probe(999_999_999) == nil)
    }
}

/// Answers collected from the writers' threads.
private final class Results: @unchecked Sendable {
    // SAFETY: used under the lock alone.
    private let lock = NSLock()
    private var answers: [Result<ClaimAnswer, any Error>] = []

    func append(_ answer: Result<ClaimAnswer, any Error>) {
        lock.withLock { answers.append(answer) }
    }

    var all: [Result<ClaimAnswer, any Error>] { lock.withLock { answers } }
}
