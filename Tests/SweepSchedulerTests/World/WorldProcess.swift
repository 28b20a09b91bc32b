import SweepCore
import SweepScheduler

/// One launch: the machine under test with a shell that carries its actions to the world.
struct WorldProcess {
    var machine: SweepStateMachine
    let workers: [WorkerID]
    /// Answers and messages on their way, in order.
    var inbox: [SweepStateMachine.Event]
    /// By worker, what it has not ended yet; present while it is at a group.
    var executing: [WorkerID: [Attempt]] = [:]
    /// Claims that the store has granted and that have not ended here.
    var held: Set<Attempt> = []
    var stoppedRuns: Set<RunID> = []
    var isStopping = false
    var stopAskedAt: Int64?
    var hasFailed = false
    var end: LaunchEnd?
    var lastRenewal: Int64
    var lastTick: Int64
    /// The counter of changes when it last looked.
    var lastLook: Int64 = 0

    init(workers: [WorkerID], store: WorldStore, now: Int64) {
        self.workers = workers
        let groups = Set(store.rows.filter { $0.state == .queued }.map(\.group)).sorted()
        let instant = SweepInstant(milliseconds: now)
        machine = SweepStateMachine(
            groups: groups.map { PlannedGroup(number: $0, runCount: 1, cost: 1) },
            workers: workers,
            progress: LaunchProgress(
                counts: .init(total: store.rows.count), objective: nil, startedAt: instant,
                totalCost: 1),
            retry: RetryPolicy(failures: 1, causes: [.error]), rev: store.rev, at: instant)
        inbox = workers.map { .workerReady($0) }
        lastRenewal = now
        lastTick = now
    }

    var isOver: Bool { end != nil }
}
