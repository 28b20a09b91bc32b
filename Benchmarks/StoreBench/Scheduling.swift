import Foundation
import SweepCore
import SweepScheduler
import SweepStore

/// Runs that do nothing but record one point, through the real launch and the real store: what is measured is
/// claiming, starting, recording and completing them.
struct Scheduling {
    private static let workerCount = 2

    let path: String
    let runCount: Int
    let laneCount: Int
    let sync: Sync

    /// Launches everything; returns the figures as JSON.
    func run() throws -> String {
        let clock: SweepClock = {
            SweepInstant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        }
        let objective = Objective(metric: "loss", goal: .minimize)
        let writer = try StoreWriter(path: path, sync: sync, clock: clock)
        let sweep = try writer.createSweep(
            NewSweep(
                name: "nothing", identity: .map(["name": .text("nothing")]), objective: objective,
                variedNames: ["x"], plannedRunCount: runCount))
        let runs = (0..<runCount).map { index in
            NewRun(
                name: "x\(index)-s0", configuration: Configuration(["x": .integer(Int64(index))]),
                seed: 0,
                place: RunGrouping.Place(
                    group: index / laneCount, slot: index % laneCount, slots: laneCount))
        }
        try writer.insertRuns(runs, into: sweep.id, firstNumber: 1)
        try writer.finishExpanding(sweep.id)
        let workers = try writer.registerWorkers(
            (1...Self.workerCount).map { NewWorker(name: "worker \($0)", thread: $0) },
            programVersion: "bench")
        let reader = try StoreReader(path: path, clock: clock)
        let groups = try reader.queuedGroups(of: sweep.id).map {
            PlannedGroup($0, executor: NoExecutor())
        }
        let rev = try reader.rev()
        let start = ContinuousClock.now
        let (end, progress) = try Launch(sweep: sweep.id, store: writer, clock: clock).run(
            groups: groups, workers: workers, executor: NoExecutor(), sink: writer, sweepSeed: 0,
            rev: rev,
            progress: LaunchProgress(
                counts: .init(total: runCount), objective: objective, startedAt: clock(),
                totalCost: Double(runCount)), show: { _ in })
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let figures = writer.statistics
        try writer.close()
        precondition(end == .completed && progress.counts.completed == runCount, "\(end)")
        return """
            {"runs": \(runCount), "seconds": \(seconds), "commits": \(figures.commitCount), \
            "points": \(figures.pointCount)}
            """
    }
}

/// Records one point a run.
private struct NoExecutor: RunExecutor {
    func execute(_ group: ClaimedGroup, context: ExecutionContext) {
        // It fails only when the store does, which ends the launch.
        guard let metric = try? context.sink.metric(named: "loss") else { return }
        for attempt in group.attempts {
            context.began(attempt)
            context.sink.record(attempt, metric: metric, step: 1, value: 0.5)
            context.reported(attempt, 0.5, 1)
            context.ended(attempt, .completed)
        }
    }

    func estimatedCost(of configuration: Configuration) -> Double { 1 }
}
