import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining
import TrainingEngine

/// One launch from the open database to the last line: the wiring of store, scheduler, engine and display.
struct LaunchSession {
    let prepared: PreparedLaunch
    let databasePath: String
    let workerCount: Int
    let style: ProgressDisplay.Style
    let sync: Sync
    let isNew: Bool
    let order: GroupOrder
    /// Milliseconds after which the launch stops; `nil` for none.
    let maxMilliseconds: Int64?
    let disk: DiskGuard
    let tags: [String]
    let note: String?
    /// The command that goes on with this sweep.
    let again: String
    let blas: BLASRuntime
    let current: CurrentLaunch

    private let clock = systemClock
    private var definition: SweepDefinition { prepared.definition }
    private var checksums: [String: String] { prepared.checksums }
    private var expansion: SweepExpansion { prepared.expansion }

    /// Above this an expansion takes long enough to be announced.
    private static let largeSweep = 20_000

    /// Returns how the launch ended; `nil` when there was nothing to do.
    func run() throws -> LaunchClosing? {
        let writer = try StoreWriter(
            path: databasePath, sync: sync, clock: clock,
            onFailure: { [current] in current.storeFailed("\($0)") })
        let file = DatabaseFile(path: databasePath)
        do {
            let ending = try execute(writer, file: file)
            try file.checkIsThere()
            // Before the writer closes: the last connection takes SQLite's side files away, and one that
            // only reads cannot.
            let closing = try ending.map { sweep, end, milliseconds in
                LaunchClosing(
                    sweep: sweep, end: end, milliseconds: milliseconds, again: again,
                    databasePath: databasePath, situation: try situation(of: sweep.id))
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

    private func execute(
        _ writer: StoreWriter, file: DatabaseFile
    ) throws -> (SweepRecord, LaunchEnd, Int64)? {
        let new = NewSweep(
            definition, datasetChecksums: checksums, plannedRunCount: expansion.runCount)
        let (sweep, isCreated) =
            try isNew ? (writer.createSweep(new), true) : writer.findOrCreateSweep(new)
        if sweep.state == .expanding { try expand(sweep, writer: writer) }
        let situation = try situation(of: sweep.id)
        let settings = SweepSettings(keep: definition.keep, retry: definition.retry)
        if !isCreated { try sayKeepChanged(to: settings.keep, of: sweep, situation) }
        if sweep.state == .paused {
            throw Failure(
                "\(sweep.name.visible) is paused; let it go on with: \(ResumeCommand.call(for: sweep.name, in: databasePath))"
            )
        }
        guard !situation.queued.isEmpty || situation.hasRunning else {
            try writer.setState(of: sweep.id, to: .completed)
            LaunchClosing.sayNothingToDo(sweep, situation, again: again)
            return nil
        }
        if isCreated, sweep.name != definition.name {
            Console.note(
                "sweep: the name \"\(definition.name.visible)\" belongs to another definition; "
                    + "this sweep is \"\(sweep.name.visible)\" (to add its runs to the other: sweep extend)"
            )
        }
        try writer.recordEnvironment(
            .current(
                blas: blas, datasets: checksums, programVersion: SweepCommand.version), of: sweep.id
        )
        try writer.setSettings(settings, of: sweep.id)
        try writer.changeTags(of: .sweep(sweep), adding: tags, removing: [])
        if let note { try writer.setNote(note, of: .sweep(sweep)) }
        try writer.setState(of: sweep.id, to: .active)
        DetachedLaunch.sayReady(sweep.name)
        let (end, milliseconds) = try SweepWork(
            sweep: sweep, settings: settings, executor: prepared.executor, workerCount: workerCount,
            style: style, order: order, maxMilliseconds: maxMilliseconds, disk: disk,
            current: current,
            writer: writer, file: file
        ).run(situation)
        return (sweep, end, milliseconds)
    }

    /// The runs that have ended keep the weights that the file asked for then.
    private func sayKeepChanged(
        to keep: WeightPolicy, of sweep: SweepRecord, _ situation: LaunchSituation
    ) throws {
        let before = try StoreReader(path: databasePath, clock: clock).settings(of: sweep.id).keep
        guard before != keep, situation.counts.finished > 0 else { return }
        let (done, weights) = (
            situation.counts.finished,
            keep == .none ? "" : "; for theirs: sweep reproduce RUN --keep"
        )
        Console.note(
            "\(sweep.name.visible): keep is \(keep.rawValue) now, it was \(before.rawValue) for "
                + "\(NumberText.count(done, "run")) that \(done == 1 ? "has" : "have") ended\(weights)"
        )
    }

    /// Stores the runs; a sweep that was being extended when its process died is extended to the end.
    private func expand(_ sweep: SweepRecord, writer: StoreWriter) throws {
        let reader = try StoreReader(path: databasePath, clock: clock)
        let latest = try reader.revisions(of: sweep).last
        let own = definition.identity(datasetChecksums: checksums)
        guard let latest, latest.number == 1 || latest.definition == own.canonicalJSON else {
            throw Failure(
                "\(sweep.name.visible): an extension of it was cut short; launch or extend it with the file of that extension first"
            )
        }
        if expansion.runCount > Self.largeSweep {
            Console.note(
                "\(sweep.name.visible): storing \(NumberText.grouped(expansion.runCount)) runs …")
        }
        let earlier = try reader.earlierRuns(of: sweep.id, before: latest.firstRun)
        let naming =
            latest.number == 1
            ? expansion : SweepExpansion(definition, variedNames: sweep.variedNames)
        try naming.insert(into: sweep.id, after: earlier, by: writer)
        try writer.finishExpanding(sweep.id)
    }
}
