import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining

/// Work on a sweep that is in the database, until nothing of it is left to do: what a launch does after the
/// expansion, and a worker all the time.
struct SweepWork {
    let sweep: SweepRecord
    let settings: SweepSettings
    let executor: TrainingExecutor
    let workerCount: Int
    let style: ProgressDisplay.Style
    let order: GroupOrder
    /// Milliseconds after which the work stops; `nil` for none.
    let maxMilliseconds: Int64?
    let disk: DiskGuard
    let current: CurrentLaunch
    let writer: StoreWriter
    /// The database file as it was opened.
    let file: DatabaseFile

    private let clock = systemClock

    /// Executes the runs and stores the sweep's end.
    ///
    /// - Returns: How it ended, and after how many milliseconds.
    /// - Throws: A `Failure` when no thread can be started or the store cannot write.
    func run(_ situation: LaunchSituation) throws -> (end: LaunchEnd, milliseconds: Int64) {
        let groups = situation.queued.map { PlannedGroup($0, executor: executor) }
        // A worker without a group would only be registered.
        let workers = try writer.registerWorkers(
            (1...min(workerCount, max(1, groups.count))).map {
                NewWorker(name: "worker \($0)", thread: $0)
            }, programVersion: SweepCommand.version)
        let display = try ProgressDisplay(
            style: style,
            lines: ProgressLines(
                name: sweep.name, workers: workers, databasePath: file.path))
        let start = clock()
        let progress = LaunchProgress(
            counts: situation.counts, objective: sweep.objective, startedAt: start,
            totalCost: groups.reduce(0) { $0 + $1.cost }, best: situation.best)
        let launch = Launch(sweep: sweep.id, store: writer, clock: clock)
        current.set(launch)
        var lastLook = start
        var disk = disk
        // Before anything is claimed, and then every second.
        try pauseWithoutRoom(&disk, display)
        let end: LaunchEnd
        do {
            end = try launch.run(
                groups: groups, workers: workers,
                executor: executor.keeping(
                    WeightKeeping(policy: settings.keep, sink: writer, sweepName: sweep.name)),
                sink: writer, checkpoints: writer, sweepSeed: sweep.seed, order: order,
                retry: settings.retry, rev: situation.rev, progress: progress
            ) { progress in
                display.show(progress)
                if let maxMilliseconds,
                    progress.now >= start.adding(milliseconds: maxMilliseconds)
                {
                    launch.requestStop()
                }
                guard progress.now >= lastLook.adding(milliseconds: 1_000) else { return }
                lastLook = progress.now
                do {
                    try file.checkIsThere()
                    if progress.sweepState == .active { try pauseWithoutRoom(&disk, display) }
                } catch {
                    launch.storeFailed("\(error)")
                }
            }.end
        } catch {
            try writer.endWorkers(workers)
            throw Failure("\(error)")
        }
        display.finish()
        if case .storeFailed(let message) = end { throw Failure(message) }
        if end == .completed { try writer.setState(of: sweep.id, to: .completed) }
        try writer.endWorkers(workers)
        try writer.recordFigures(of: sweep.id)
        return (end, clock().milliseconds - start.milliseconds)
    }

    private func pauseWithoutRoom(_ disk: inout DiskGuard, _ display: ProgressDisplay) throws {
        guard let reason = disk.reasonToPause() else { return }
        try writer.pause(sweep.id, because: reason)
        display.say(
            "\(sweep.name.visible) is paused: \(reason); when there is room: \(ResumeCommand.call(for: sweep.name, in: file.path))"
        )
    }
}
