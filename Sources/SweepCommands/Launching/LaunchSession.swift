import Foundation
import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining
import Synchronization
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

    private let clock = systemClock

    func run() throws {
        let current = CurrentLaunch()
        let signals = SignalWatcher { _ in current.requestStop() }
        let writer = try StoreWriter(
            path: databasePath, sync: sync, clock: clock,
            onFailure: { current.storeFailed("\($0)") })
        do {
            let end = try execute(writer, current: current, signals: signals)
            try writer.close()
            try conclude(end, signal: signals.received)
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw error
        }
    }

    private struct Ending {
        let sweep: SweepRecord
        let end: LaunchEnd
        let progress: LaunchProgress
    }

    private func execute(
        _ writer: StoreWriter, current: CurrentLaunch, signals: SignalWatcher
    ) throws -> Ending? {
        let new = NewSweep(
            definition, datasetChecksums: checksums, plannedRunCount: expansion.runCount)
        let sweep = try isNew ? writer.createSweep(new) : writer.findOrCreateSweep(new).sweep
        if sweep.state == .expanding {
            let inserted = try writer.insertedRunCount(of: sweep.id)
            try expansion.insert(into: sweep.id, from: inserted, by: writer)
            try writer.finishExpanding(sweep.id)
        }
        let situation = try LaunchSituation(
            of: sweep.id, in: StoreReader(path: databasePath, clock: clock))
        guard !situation.queued.isEmpty else {
            try writer.setState(of: sweep.id, to: .completed)
            sayNothingToDo(sweep, situation)
            return nil
        }
        if sweep.name != definition.name, situation.counts.finished == 0 {
            Console.note(
                "sweep: the name \"\(definition.name.visible)\" belongs to another definition; this sweep is \"\(sweep.name.visible)\""
            )
        }
        try writer.recordEnvironment(
            .current(
                blas: blas, datasets: checksums, programVersion: SweepCommand.version), of: sweep.id
        )
        return try train(sweep, situation, writer: writer, current: current)
    }

    private func train(
        _ sweep: SweepRecord, _ situation: LaunchSituation, writer: StoreWriter,
        current: CurrentLaunch
    ) throws -> Ending {
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
        let progress = LaunchProgress(
            counts: situation.counts, objective: definition.objective, startedAt: clock(),
            totalCost: groups.reduce(0) { $0 + $1.cost }, best: situation.best)
        let launch = Launch(sweep: sweep.id, store: writer, clock: clock)
        current.set(launch)
        try writer.setState(of: sweep.id, to: .active)
        let (end, last) = launch.run(
            groups: groups, workers: workers, executor: executor, sink: writer,
            sweepSeed: sweep.seed, progress: progress, show: display.show)
        display.finish()
        if case .storeFailed(let message) = end { throw Failure(message) }
        if end == .completed { try writer.setState(of: sweep.id, to: .completed) }
        try writer.endWorkers(workers)
        return Ending(sweep: sweep, end: end, progress: last)
    }

    /// The last lines, and the exit code.
    private func conclude(_ ending: Ending?, signal: Int32) throws {
        guard let ending else { return }
        let counts = ending.progress.counts
        let milliseconds = ending.progress.now.milliseconds - ending.progress.startedAt.milliseconds
        if ending.end == .interrupted {
            let backs = counts.interrupted == 1 ? "1 run was" : "\(counts.interrupted) runs were"
            Console.note(
                "stopped: \(counts.finished) of \(counts.total) runs are done, \(backs) put back; go on with: \(again)"
            )
            throw Failure("", code: Failure.Code(rawValue: 128 + signal) ?? .interrupted)
        }
        var line = "\(ending.sweep.name.visible): \(counts.finished) of \(counts.total) runs done"
        if counts.diverged > 0 { line += ", \(counts.diverged) diverged" }
        if counts.failed > 0 { line += ", \(counts.failed) failed" }
        line += " in \(NumberText.measured(milliseconds: milliseconds))"
        if let best = ending.progress.best {
            line += "; best " + ProgressLines.best(best, definition.objective)
        }
        if style != .none { Console.note(line) }
        let rest = counts.total - counts.finished
        if rest > 0, style != .none {
            Console.note("\(rest) runs are paused, cancelled or in the hands of other workers")
        }
        if counts.failed > 0 { throw Failure("", code: .failedRuns) }
    }

    private func sayNothingToDo(_ sweep: SweepRecord, _ situation: LaunchSituation) {
        let counts = situation.counts
        var line =
            "\(sweep.name.visible): nothing left to do: \(counts.finished) of \(counts.total) runs are done"
        if counts.failed > 0 { line += ", \(counts.failed) of them failed" }
        Console.note(line + " (--new runs the sweep again)")
    }
}

/// The launch that a signal or a failing store has to reach, once it exists.
private final class CurrentLaunch: Sendable {
    private struct State {
        var launch: Launch?
        var isStopRequested = false
        var failure: String?
    }

    private let state = Mutex(State())

    func set(_ launch: Launch) {
        let (isStopRequested, failure) = state.withLock { state in
            state.launch = launch
            return (state.isStopRequested, state.failure)
        }
        if isStopRequested { launch.requestStop() }
        if let failure { launch.storeFailed(failure) }
    }

    func requestStop() {
        let launch = state.withLock { state in
            state.isStopRequested = true
            return state.launch
        }
        launch?.requestStop()
    }

    func storeFailed(_ message: String) {
        let launch = state.withLock { state in
            state.failure = message
            return state.launch
        }
        launch?.storeFailed(message)
    }
}
