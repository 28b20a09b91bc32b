import SweepCore
import SweepScheduler
import Synchronization
import Testing

/// A store in memory that answers on the caller's thread.
private final class MemoryStore: RunStore {
    struct State {
        var queued: [Int: [RunID]] = [:]
        var ends: [RunID: [RunOutcome]] = [:]
        var failsAfter = Int.max
    }

    struct Full: Error, CustomStringConvertible { var description: String { "the disk is full" } }

    let state: Mutex<State>

    init(groups: Int, runsPerGroup: Int, failsAfter: Int = .max) {
        var queued: [Int: [RunID]] = [:]
        for group in 0..<groups {
            queued[group] = (0..<runsPerGroup).map { RunID(Int64(group * runsPerGroup + $0 + 1)) }
        }
        state = Mutex(State(queued: queued, failsAfter: failsAfter))
    }

    func claim(
        sweep: SweepID, group: Int, worker: WorkerID,
        answer: @escaping @Sendable (Result<ClaimAnswer, any Error>) -> Void
    ) {
        let runs = state.withLock { $0.queued.removeValue(forKey: group) ?? [] }
        let attempts = runs.enumerated().map { Attempt.sample(run: $1, slot: $0) }
        answer(
            .success(
                runs.isEmpty
                    ? .nothingQueued
                    : .claimed(
                        ClaimedGroup(
                            sweep: sweep, group: group, slots: runs.count, worker: worker,
                            attempts: attempts))))
    }

    func end(
        _ attempt: Attempt, outcome: RunOutcome, retries: Bool,
        answer: @escaping @Sendable (Result<RunState?, any Error>) -> Void
    ) {
        let isFull = state.withLock { state in
            state.failsAfter -= 1
            if state.failsAfter < 0 { return true }
            state.ends[attempt.run, default: []].append(outcome)
            return false
        }
        let state: RunState = outcome == .interrupted ? .queued : .completed
        answer(isFull ? .failure(Full()) : .success(state))
    }

    func renewLeases(
        of workers: [WorkerID], answer: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) { answer(.success(())) }

    func setState(
        of sweep: SweepID, to state: SweepState,
        answer: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) { answer(.success(())) }

    func look(
        at sweep: SweepID, since rev: Int64, workers: [WorkerID], reclaims: Bool,
        answer: @escaping @Sendable (Result<SweepLook?, any Error>) -> Void
    ) { answer(.success(nil)) }
}

private struct NoSink: MetricSink {
    func metric(named name: String) throws -> MetricID { MetricID(1) }
    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {}
}

/// Ends each attempt at once, or spins until it is asked to stop.
private struct ToyExecutor: RunExecutor {
    var spins = false
    var onBegin: @Sendable () -> Void = {}

    func execute(_ group: ClaimedGroup, context: ExecutionContext) {
        for attempt in group.attempts {
            context.began(attempt)
            onBegin()
            context.reported(attempt, 0.5, 1)
            while spins, !context.shouldStop(attempt) {}
            context.ended(attempt, spins || context.shouldStop(attempt) ? .interrupted : .completed)
        }
    }

    func estimatedCost(of configuration: Configuration) -> Double { 1 }
}

@Suite("A launch on real threads")
struct LaunchTests {
    private func run(
        _ store: MemoryStore, groups: Int, runsPerGroup: Int, workers: Int,
        executor: (Launch) -> ToyExecutor = { _ in ToyExecutor() }
    ) throws -> (end: LaunchEnd, progress: LaunchProgress) {
        let clock: SweepClock = { SweepInstant(milliseconds: 0) }
        let launch = Launch(sweep: SweepID(1), store: store, clock: clock)
        return try launch.run(
            groups: (0..<groups).map { PlannedGroup(number: $0, runCount: runsPerGroup, cost: 1) },
            workers: (1...workers).map { WorkerID(Int64($0)) }, executor: executor(launch),
            sink: NoSink(), sweepSeed: 0,
            progress: LaunchProgress(
                counts: .init(total: groups * runsPerGroup), objective: nil, startedAt: clock(),
                totalCost: Double(groups)), show: { _ in })
    }

    @Test("executes every run of every group once", arguments: [1, 2, 7])
    func all(workers: Int) throws {
        let store = MemoryStore(groups: 50, runsPerGroup: 4)
        let (end, progress) = try run(store, groups: 50, runsPerGroup: 4, workers: workers)
        #expect(end == .completed)
        #expect(progress.counts.completed == 200)
        let ends = store.state.withLock { $0.ends }
        #expect(ends.count == 200)
        #expect(ends.values.allSatisfy { $0 == [.completed] })
    }

    @Test("a stop request puts running runs back and leaves the others queued")
    func stop() throws {
        let store = MemoryStore(groups: 20, runsPerGroup: 2)
        let (end, progress) = try run(store, groups: 20, runsPerGroup: 2, workers: 2) { launch in
            ToyExecutor(spins: true, onBegin: { launch.requestStop() })
        }
        #expect(end == .interrupted)
        #expect(progress.counts.completed == 0)
        let ends = store.state.withLock { $0.ends }
        #expect(ends.count <= 4)
        #expect(ends.values.allSatisfy { $0 == [.interrupted] })
    }

    @Test("a store that fails ends the launch and says why")
    func failure() throws {
        let store = MemoryStore(groups: 20, runsPerGroup: 2, failsAfter: 3)
        let (end, _) = try run(store, groups: 20, runsPerGroup: 2, workers: 2)
        #expect(end == .storeFailed("the disk is full"))
    }
}

@Suite("A mailbox")
struct MailboxTests {
    @Test("keeps the order of one sender and loses nothing of several")
    func order() throws {
        let mailbox = Mailbox<Int>()
        let senders = try (0..<4).map { sender in
            try OwnThread(name: "sender") {
                for index in 0..<1_000 { mailbox.put(sender * 1_000 + index) }
            }
        }
        var received: [Int] = []
        while received.count < 4_000 { received += mailbox.takeAll() }
        for thread in senders { thread.join() }
        #expect(Set(received).count == 4_000)
        for sender in 0..<4 {
            let mine = received.filter { $0 / 1_000 == sender }
            #expect(mine == mine.sorted())
        }
    }

    @Test("gives up after its timeout, and at once when it is closed")
    func timeout() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.takeAll(waiting: 1).isEmpty)
        mailbox.close()
        #expect(mailbox.takeAll().isEmpty)
        #expect(mailbox.take() == nil)
        mailbox.put(1)
        #expect(mailbox.take() == nil)
    }
}
