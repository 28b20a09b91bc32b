import ArgumentParser
import Foundation
import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining
import TrainingEngine

/// `sweep worker`: joins a sweep that is in the database.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Join a sweep from another terminal or process, or go on with one.",
        discussion: """
            Takes queued runs of a sweep beside whoever works on it already, until nothing is left; no sweep \
            file is needed. Without --sweep the oldest sweep that has queued runs, then the next. Data sets \
            must be the same as at the launch.

            Examples:
              sweep worker
              sweep worker --sweep fashion-mnist --workers 2
            """)

    @Option(help: "The sweep's name or uid. (default: the oldest with queued runs)")
    private var sweep: String?

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption

    @Option(help: ArgumentHelp("Worker threads. (default: one per core)", valueName: "n"))
    private var workers: Int?

    @Option(help: "How to show progress: auto, live, plain or none.")
    private var progress: ProgressDisplay.Style = .auto

    @OptionGroup private var disk: DiskOption

    init() {}

    func run() throws {
        try WorkerOption.check(workers)
        let current = CurrentLaunch(again: again)
        let signals = try SignalWatcher { current.stop(signal: $0) }
        _ = BLASRuntime.configure()
        try ProgressDisplay.check(progress)
        let named = try sweep.map { try database.openReader().sweep($0) }
        if named == nil { _ = try database.openReader() }
        let writer = try StoreWriter(
            path: database.path, clock: systemClock,
            onFailure: { [current] in current.storeFailed("\($0)") })
        let file = DatabaseFile(path: database.path)
        var worked: Set<SweepID> = []
        do {
            while let next = try next(named, after: worked, writer: writer) {
                worked.insert(next.id)
                let closing = try work(
                    on: next, writer: writer, file: file, current: current)
                try closing?.tell(isSilent: progress == .none, signal: signals.received)
            }
            try writer.close()
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw error
        }
        if worked.isEmpty { Console.note("nothing is queued") }
    }

    private func next(
        _ named: SweepRecord?, after worked: Set<SweepID>, writer: StoreWriter
    ) throws -> SweepRecord? {
        let reader = try StoreReader(path: database.path, clock: systemClock)
        if let named {
            guard worked.isEmpty else { return nil }
            guard named.state != .paused, named.state != .stopped, named.state != .cancelled else {
                throw Failure(
                    "\(named.name.visible) is \(named.state.rawValue); let it go on with: \(ResumeCommand.call(for: named.name, in: database.path))"
                )
            }
            return named
        }
        return try reader.sweeps().reversed().first { overview in
            overview.sweep.state == .active && (overview.counts[.queued] ?? 0) > 0
                && !worked.contains(overview.sweep.id)
        }?.sweep
    }

    private func work(
        on sweep: SweepRecord, writer: StoreWriter, file: DatabaseFile, current: CurrentLaunch
    ) throws -> LaunchClosing? {
        let reader = try StoreReader(path: database.path, clock: systemClock)
        let situation = try LaunchSituation(of: sweep.id, in: reader)
        guard !situation.queued.isEmpty || situation.hasRunning else {
            LaunchClosing.sayNothingToDo(sweep, situation, again: nil)
            return nil
        }
        let settings = try reader.settings(of: sweep.id)
        let executor = TrainingExecutor(
            dataSets: TrainingDataSets(directory: data.path),
            teachers: try TeacherLookup.load(
                for: situation.queued.map(\.configuration), in: database))
        var memory = MemoryNeed()
        for group in situation.queued {
            try check(group.configuration, of: sweep, on: executor)
            memory.consider(
                group.configuration, runCount: situation.counts.total, keep: settings.keep,
                on: executor)
        }
        let (end, milliseconds) = try SweepWork(
            sweep: sweep, settings: settings, executor: executor,
            workerCount: try memory.workersThatFit(
                workers ?? ProcessInfo.processInfo.activeProcessorCount, for: sweep.name),
            style: progress, order: .longestFirst, maxMilliseconds: nil,
            disk: disk.guarding(database.path), current: current,
            writer: writer, file: file
        ).run(situation)
        return LaunchClosing(
            sweep: sweep, end: end, milliseconds: milliseconds, again: again,
            databasePath: database.path, situation: try LaunchSituation(of: sweep.id, in: reader))
    }

    /// The same data as at the launch, or the values would not be comparable.
    private func check(
        _ configuration: Configuration, of sweep: SweepRecord, on executor: TrainingExecutor
    ) throws {
        do {
            try executor.check(configuration, objective: sweep.objective)
        } catch {
            throw Failure("\(sweep.name.visible): \(error)", code: .usage)
        }
        let now = try executor.checksum(of: configuration)
        let then = sweep.datasetChecksums[now.name]
        guard then == nil || then == now.checksum else {
            throw Failure(
                "\(sweep.name.visible): data set \(now.name.visible) is not the one that the sweep was launched with; "
                    + "name the folder of that one with --data", code: .usage)
        }
    }

    private var again: String {
        "sweep worker" + (sweep.map { " --sweep \(Shell.quoted($0))" } ?? "")
            + database.argument + data.argument + (workers.map { " --workers \($0)" } ?? "")
            + disk.argument
    }
}
