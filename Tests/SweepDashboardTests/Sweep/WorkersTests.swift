import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Workers")
struct WorkersTests {
    private func worker(_ step: Int64?, runs: [Int64] = [1]) -> WatchedWorker {
        WatchedWorker(
            id: WorkerID(1), name: "w1", host: "hal", pid: 7, thread: 0,
            registeredAt: SweepFixture.begin, seenAt: SweepFixture.begin,
            runs: runs.map { RunID($0) },
            step: step)
    }

    private func at(_ milliseconds: Int64) -> SweepInstant {
        SweepFixture.begin.adding(milliseconds: milliseconds)
    }

    // MARK: Pace

    @Test("steps per second are measured between two looks at least a second apart")
    func rate() {
        var pace = WorkerPace()
        pace.take(worker(100), now: at(0))
        pace.take(worker(120), now: at(500))
        #expect(pace.rate(now: at(500)) == nil)
        pace.take(worker(180), now: at(2_000))
        #expect(pace.rate(now: at(2_000)) == 40)
        #expect(pace.rate(now: at(8_000)) == nil)
    }

    @Test("another run, a rewind and an end begin anew instead of giving a wrong rate")
    func breaks() {
        var pace = WorkerPace()
        pace.take(worker(1_000), now: at(0))
        pace.take(worker(10, runs: [2]), now: at(2_000))
        pace.take(worker(5, runs: [2]), now: at(4_000))
        pace.take(worker(nil, runs: []), now: at(6_000))
        pace.take(worker(500, runs: [3]), now: at(8_000))
        #expect(pace.samples.isEmpty)
        pace.take(worker(510, runs: [3]), now: at(10_000))
        #expect(pace.samples.map(\.stepsPerSecond) == [5])
    }

    @Test("the last minute is kept, and not more")
    func minute() {
        var pace = WorkerPace()
        for second in 0...120 {
            pace.take(worker(Int64(second) * 10), now: at(Int64(second) * 1_000))
        }
        #expect(pace.samples.count == 61)
        #expect(pace.minute(in: 4, now: at(120_000)) == [10, 10, 10, 10])
        #expect(pace.minute(in: 2, now: at(150_000)) == [10, nil])
        #expect(pace.minute(in: 0, now: at(0)) == [])
    }

    // MARK: Condition

    @Test("a worker trains, idles, falls silent, loses its leases, ends")
    func condition() {
        var worker = worker(1)
        worker.leaseExpiresAt = at(30_000)
        #expect(WorkerCondition(of: worker, now: at(10_000)) == .training)
        #expect(WorkerCondition(of: worker, now: at(10_001)) == .silent)
        #expect(WorkerCondition(of: worker, now: at(30_001)) == .expired)
        worker.endedAt = at(31_000)
        #expect(WorkerCondition(of: worker, now: at(40_000)) == .ended)
        let idle = self.worker(nil, runs: [])
        #expect(WorkerCondition(of: idle, now: at(0)) == .idle)
        #expect(WorkerCondition(of: idle, now: at(30_000)) == .silent)
        #expect(WorkerCondition(of: idle, now: at(30_001)) == .expired)
    }

    @Test("busy share and points per second come from the looks, and old ones are let go")
    func uses() {
        var state = WorkersState()
        var data = WatchedData()
        data.take(
            .workers([
                worker(1),
                WatchedWorker(
                    id: WorkerID(2), name: "w2", host: "hal", pid: 7, thread: 1,
                    registeredAt: at(0), seenAt: at(0)),
            ]))
        data.take(.health(DatabaseHealth(path: "x", pointCount: 1_000)))
        state.take(data, now: at(0))
        data.take(.health(DatabaseHealth(path: "x", pointCount: 3_400)))
        state.take(data, now: at(500))
        state.take(data, now: at(2_000))
        #expect(state.uses.map(\.busy) == [0.5, 0.5])
        #expect(state.pointRate?.perSecond == 1_200)
        state.take(data, now: at(301_000))
        #expect(state.uses.map(\.busy) == [0.5, 0])
    }

    // MARK: Keys

    @Test("Enter opens the worker's run, K asks to cancel it, f stands still")
    func keys() {
        var model = SweepFixture.pool().model(screen: .workers)
        _ = update(&model, .key(.character("K")))
        guard case .confirm(let question) = model.layers.last else {
            Issue.record("no question")
            return
        }
        #expect(question.act == .cancelRun(RunID(30)))
        #expect(question.question == "Cancel run lr0.0005-w1024?")
        #expect(question.detail.contains("The other 1 run of its group goes on."))
        model.layers = []
        _ = update(&model, .key(.enter))
        guard case .run(let page) = model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.run == RunID(30))
        model.layers = []
        _ = update(&model, .key(.character("f")))
        #expect(model.workers.lastEvent == 139)
        _ = update(&model, .key(.character("f")))
        #expect(model.workers.lastEvent == nil)
    }

    @Test("K on a worker whose run is lost asks nothing and says what takes the run up")
    func lost() {
        var fixture = SweepFixture.pool()
        fixture.runs[29].isLost = true
        var model = fixture.model(screen: .workers)
        _ = update(&model, .key(.character("K")))
        #expect(model.layers.isEmpty)
        #expect(model.notice?.text.hasPrefix("lr0.0005-w1024 is lost; go on with:") == true)
    }

    @Test("j and k choose a worker, and scroll the events after Tab")
    func moving() {
        var model = SweepFixture.pool().model(screen: .workers)
        _ = update(&model, .key(.down))
        #expect(model.workers.selected == WorkerID(2))
        _ = update(&model, .key(.character("G")))
        #expect(model.workers.selected == WorkerID(4))
        _ = update(&model, .key(.enter))
        #expect(model.notice?.text == "this worker is not at a run of the sweep")
        _ = update(&model, .key(.tab))
        _ = update(&model, .key(.up))
        #expect(model.workers.lastEvent == 138)
        _ = update(&model, .key(.down))
        #expect(model.workers.lastEvent == nil)
        _ = update(&model, .key(.character("g")))
        #expect(model.workers.lastEvent == 100)
    }

    @Test("an event is found by its run, kind or message, whatever the case")
    func search() {
        let event = WatchedEvent(
            id: 1, time: at(0), runName: "lr0.1", kind: "diverged",
            message: "loss NaN before step 3")
        #expect(["nan", "LR0", "diver"].allSatisfy { EventText.matches(event, $0) })
        #expect(!EventText.matches(event, "adam"))
        #expect(EventText.message(event) == "diverged: loss NaN before step 3")
        #expect(EventText.message(WatchedEvent(id: 1, time: at(0), kind: "started")) == "started")
    }
}
