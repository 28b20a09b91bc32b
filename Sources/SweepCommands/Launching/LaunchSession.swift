import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining
import TrainingEngine

/// One launch from the open database to the last line: the wiring of store, scheduler, engine and display.
struct LaunchSession {
    let definition: SweepDefinition
    let checksums: [String: String]
    let expansion: SweepExpansion
    let executor: TrainingExecutor
    let databasePath: String
    let workerCount: Int
    let style: ProgressDisplay.Style
    let sync: Sync
    let isNew: Bool
    /// The command that goes on with this sweep.
    let again: String
    let blas: BLASRuntime
    let current: CurrentLaunch

    private let clock = systemClock

    /// Above this an expansion takes long enough to be announced.
    private static let largeSweep = 20_000

    /// Returns how the launch ended; `nil` when there was nothing to do.
    func run() throws -> LaunchClosing? {
        let writer = try StoreWriter(
            path: databasePath, sync: sync, clock: clock,
            onFailure: { [current] in current.storeFailed("\($0)") })
        let file = FileIdentity(path: databasePath)
        do {
            let ending = try execute(writer, file: file)
            try checkIsThere(file)
            // Before the writer closes: the last connection takes SQLite's side files away, and one that
            // only reads cannot.
            let closing = try ending.map { sweep, end, milliseconds in
                LaunchClosing(
                    sweep: sweep, end: end, milliseconds: milliseconds, again: again,
                    situation: try situation(of: sweep.id))
            }
            try writer.close()
            return closing
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw error
        }
    }

    private func situation(of sweep: SweepID) throws -> LaunchSituation {
        try LaunchSituation(of: sweep, in: StoreReader(path: databasePath, clock: clock))
    }

    /// A deleted file takes no more points that anybody could ever read.
    private func checkIsThere(_ file: FileIdentity?) throws {
        guard FileIdentity(path: databasePath) != file else { return }
        throw Failure(
            "\(databasePath.visible) was deleted or replaced while the sweep ran; its results are lost: launch again"
        )
    }

    private func execute(
        _ writer: StoreWriter, file: FileIdentity?
    ) throws -> (SweepRecord, LaunchEnd, Int64)? {
        let new = NewSweep(
            definition, datasetChecksums: checksums, plannedRunCount: expansion.runCount)
        let sweep = try isNew ? writer.createSweep(new) : writer.findOrCreateSweep(new).sweep
        if sweep.state == .expanding { try expand(sweep, writer: writer) }
        let situation = try situation(of: sweep.id)
        guard !situation.queued.isEmpty else {
            try writer.setState(of: sweep.id, to: .completed)
            LaunchClosing.sayNothingToDo(sweep, situation, again: again)
            return nil
        }
        if sweep.name != definition.name, situation.counts.finished == 0 {
            Console.note(
                "sweep: the name \"\(definition.name.visible)\" belongs to another definition; "
                    + "this sweep is \"\(sweep.name.visible)\"")
        }
        try writer.recordEnvironment(
            .current(
                blas: blas, datasets: checksums, programVersion: SweepCommand.version), of: sweep.id
        )
        return try train(sweep, situation, writer: writer, file: file)
    }

    private func expand(_ sweep: SweepRecord, writer: StoreWriter) throws {
        if expansion.runCount > Self.largeSweep {
            Console.note(
                "\(sweep.name.visible): storing \(NumberText.grouped(expansion.runCount)) runs …")
        }
        let inserted = try writer.insertedRunCount(of: sweep.id)
        try expansion.insert(into: sweep.id, from: inserted, by: writer)
        try writer.finishExpanding(sweep.id)
    }

    private func train(
        _ sweep: SweepRecord, _ situation: LaunchSituation, writer: StoreWriter,
        file: FileIdentity?
    ) throws -> (SweepRecord, LaunchEnd, Int64) {
        let groups = situation.queued.map { group in
            PlannedGroup(
                number: group.number, runCount: group.runCount,
                cost: executor.estimatedCost(of: group.configuration) * Double(group.runCount))
        }
        // A worker without a group would only be registered.
        let workers = try writer.registerWorkers(
            (1...min(workerCount, groups.count)).map {
                NewWorker(name: "worker \($0)", thread: $0)
            }, programVersion: SweepCommand.version)
        let display = try ProgressDisplay(
            style: style, lines: ProgressLines(name: sweep.name, workers: workers))
        let start = clock()
        let progress = LaunchProgress(
            counts: situation.counts, objective: definition.objective, startedAt: start,
            totalCost: groups.reduce(0) { $0 + $1.cost }, best: situation.best)
        let launch = Launch(sweep: sweep.id, store: writer, clock: clock)
        try writer.setState(of: sweep.id, to: .active)
        current.set(launch)
        var lastLook = start
        let end: LaunchEnd
        do {
            end = try launch.run(
                groups: groups, workers: workers,
                executor: executor.keeping(
                    WeightKeeping(policy: definition.keep, sink: writer, sweepName: sweep.name)),
                sink: writer,
                sweepSeed: sweep.seed, progress: progress
            ) { progress in
                display.show(progress)
                guard progress.now >= lastLook.adding(milliseconds: 1_000) else { return }
                lastLook = progress.now
                do { try checkIsThere(file) } catch { launch.storeFailed("\(error)") }
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
        return (sweep, end, clock().milliseconds - start.milliseconds)
    }
}
