import SweepCore
import SweepScheduler
import SweepTestSupport
import Testing

@Suite("The state machine of a launch")
struct SweepStateMachineTests {
    @Test("every run is executed exactly once, whatever the order of events", arguments: 0..<200)
    func exactlyOnce(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let sizes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            Int.random(in: 1...8, using: &random)
        }
        var sweep = SimulatedSweep(
            groupSizes: sizes, workerCount: Int.random(in: 1...5, using: &random),
            seed: UInt64(seed))
        sweep.run()
        #expect(sweep.end == .completed)
        #expect(Set(sweep.started).count == sweep.started.count)
        #expect(sweep.started.count == sizes.reduce(0, +))
        #expect(sweep.machine.progress.counts.finished == sizes.reduce(0, +))
        #expect(!sweep.truth.values.contains(.queued))
    }

    @Test("a stop at any moment leaves no run running and starts nothing more", arguments: 0..<200)
    func stopAnywhere(seed: Int) {
        var sweep = SimulatedSweep(
            groupSizes: [3, 1, 8, 2, 2, 5], workerCount: 3, seed: UInt64(seed))
        sweep.run(stopChance: 0.05)
        #expect(sweep.end != nil)
        for state in sweep.truth.values {
            if case .running = state {
                Issue.record("a run is left running after \(sweep.end as Any)")
            }
        }
    }

    @Test("runs that another process took are not executed again", arguments: 0..<100)
    func stolenRuns(seed: Int) {
        var sweep = SimulatedSweep(groupSizes: [2, 2, 2, 2, 2], workerCount: 2, seed: UInt64(seed))
        sweep.run(stealChance: 0.3)
        #expect(sweep.end == .completed)
        #expect(Set(sweep.started).count == sweep.started.count)
        #expect(!sweep.truth.values.contains(.queued))
    }

    @Test("a store that cannot write ends the launch with its message", arguments: 0..<100)
    func storeFailure(seed: Int) {
        var sweep = SimulatedSweep(groupSizes: [4, 4, 4, 4], workerCount: 2, seed: UInt64(seed))
        for _ in 0..<(seed % 7) { _ = sweep.step() }
        guard sweep.end == nil else { return }
        sweep.feed(.storeFailed("disk full"))
        sweep.run()
        #expect(sweep.end == .storeFailed("disk full"))
    }

    @Test("the longest group is claimed first, and of equal ones the lowest number")
    func longestFirst() {
        var sweep = SimulatedSweep(
            groupSizes: [1, 1, 1, 1], workerCount: 1, costs: [2, 9, 2, 5], seed: 1)
        sweep.run()
        #expect(sweep.claimOrder.prefix(4) == [1, 3, 0, 2])
    }

    @Test("a claim committed after the stop is put back without being started")
    func claimAfterStop() {
        let worker = WorkerID(1)
        var machine = Self.machine(groups: 1, workers: [worker])
        _ = machine.handle(.workerReady(worker), at: Self.now)
        _ = machine.handle(.stopRequested, at: Self.now)
        let attempt = Attempt.sample(run: RunID(1))
        let late = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: 1, worker: worker, attempts: [attempt])
        #expect(
            machine.handle(.claimed(late), at: Self.now)
                == [.save(attempt, .interrupted, retries: false)])
        let end = machine.handle(.saved(attempt, .interrupted, state: .queued), at: Self.now)
        #expect(end == [.finish(.interrupted)])
    }

    @Test("the launch does not end before the last end is stored")
    func waitsForTheStore() {
        let worker = WorkerID(1)
        var machine = Self.machine(groups: 1, workers: [worker])
        _ = machine.handle(.workerReady(worker), at: Self.now)
        let attempt = Attempt.sample(run: RunID(1))
        let group = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: 1, worker: worker, attempts: [attempt])
        #expect(machine.handle(.claimed(group), at: Self.now) == [.start(group)])
        #expect(
            machine.handle(.ended(attempt, .completed), at: Self.now) == [
                .save(attempt, .completed, retries: false)
            ])
        #expect(machine.handle(.workerReady(worker), at: Self.now).isEmpty)
        #expect(
            machine.handle(.saved(attempt, .completed, state: .completed), at: Self.now)
                == [.look(since: 0, reclaims: false)])
        #expect(machine.handle(.looked(nil), at: Self.now) == [.finish(.completed)])
    }

    @Test("workers renew their leases every five seconds, and give a sign of life without one")
    func renewal() {
        let workers = [WorkerID(1), WorkerID(2)]
        var machine = Self.machine(groups: 2, workers: workers)
        _ = machine.handle(.workerReady(workers[0]), at: Self.now)
        let group = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: 1, worker: workers[0],
            attempts: [Attempt.sample(run: RunID(1))])
        _ = machine.handle(.claimed(group), at: Self.now)
        func renewals(after milliseconds: Int64) -> [SweepStateMachine.Action] {
            machine.handle(.tick, at: Self.now.adding(milliseconds: milliseconds)).filter {
                if case .renewLeases = $0 { true } else { false }
            }
        }
        #expect(renewals(after: 4_999).isEmpty)
        #expect(renewals(after: 5_000) == [.renewLeases(workers)])
        #expect(renewals(after: 9_999).isEmpty)
    }

    @Test("nothing to do ends after one look")
    func empty() {
        var machine = Self.machine(groups: 0, workers: [WorkerID(1)])
        let look = SweepStateMachine.Action.look(since: 0, reclaims: false)
        #expect(machine.handle(.workerReady(WorkerID(1)), at: Self.now) == [look])
        #expect(machine.handle(.looked(nil), at: Self.now) == [.finish(.completed)])
    }

    static let now = SweepInstant(milliseconds: 1_000)

    static func machine(groups: Int, workers: [WorkerID]) -> SweepStateMachine {
        let planned = (0..<groups).map { PlannedGroup(number: $0, runCount: 1, cost: 1) }
        return SweepStateMachine(
            groups: planned, workers: workers,
            progress: LaunchProgress(
                counts: .init(total: groups), objective: nil, startedAt: now,
                totalCost: Double(groups)), at: now)
    }
}

@Suite("The progress of a launch")
struct LaunchProgressTests {
    @Test("the best run is the best of those that ended well and those that still run")
    func best() {
        var sweep = SimulatedSweep(groupSizes: [1, 1, 1, 1, 1, 1], workerCount: 2, seed: 3)
        sweep.run()
        let good = sweep.truth.filter { $0.value == .completed }.keys.map { Double($0.rawValue) }
        #expect(sweep.machine.progress.best?.value == good.max())
    }

    @Test("the time left follows the cost that is done")
    func estimate() {
        let worker = WorkerID(1)
        var machine = SweepStateMachineTests.machine(groups: 4, workers: [worker])
        #expect(machine.progress.remainingMilliseconds == nil)
        _ = machine.handle(.workerReady(worker), at: SweepStateMachineTests.now)
        let attempt = Attempt.sample(run: RunID(1))
        let group = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: 1, worker: worker, attempts: [attempt])
        _ = machine.handle(.claimed(group), at: SweepStateMachineTests.now)
        let later = SweepStateMachineTests.now.adding(milliseconds: 2_000)
        _ = machine.handle(.ended(attempt, .completed), at: later)
        #expect(machine.progress.remainingMilliseconds == 6_000)
    }

    @Test("merged reports keep the latest value and the earliest best one")
    func mergedReports() {
        let objective = Objective(metric: "m", goal: .minimize)
        var report = ObjectiveReport(value: 3, step: 1)
        report.add(ObjectiveReport(value: 1, step: 2), for: objective)
        report.add(ObjectiveReport(value: 1, step: 3), for: objective)
        report.add(ObjectiveReport(value: .nan, step: 4), for: objective)
        #expect(report.value.isNaN)
        #expect(report.step == 4)
        #expect(report.best?.step == 2)
    }
}
