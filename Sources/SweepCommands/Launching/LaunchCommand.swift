import ArgumentParser
import Foundation
import SweepCore
import SweepFile
import SweepScheduler
import SweepStore
import SweepTraining
import TrainingEngine

/// `sweep launch`: expands a sweep file into runs and executes them.
struct LaunchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Run a sweep file: every configuration once, every point into the database.",
        discussion: """
            Launching the same file again goes on with what is not done yet. Ctrl-C once stops after the \
            current step and puts the running runs back; twice ends at once, and nothing stored is lost.

            --on-finish runs its command with SWEEP_NAME, SWEEP_STATE, SWEEP_DB, SWEEP_EXIT_CODE, SWEEP_DONE, \
            SWEEP_FAILED, SWEEP_TOTAL and SWEEP_BEST set.

            Examples:
              sweep launch sweeps/quickstart.yaml
              sweep launch sweeps/fashion-mnist.yaml --workers 2 --db results.db
              sweep launch sweeps/fashion-mnist.yaml --set epochs=10 --set optimizer=adam
              sweep launch sweeps/fashion-mnist.yaml --dry-run
              sweep launch sweeps/fashion-mnist.yaml --detach --on-finish 'mail -s "$SWEEP_NAME" me'

            Exit codes: 0 done (diverged runs included), 1 error, 3 finished with failed runs, \
            64 bad file or usage, 129/130/143 after HUP/INT/TERM.
            """)

    @Argument(help: "The sweep file.", completion: .file(extensions: ["yaml", "yml"]))
    private var file: String

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption
    @OptionGroup private var set: SetOption

    @Option(
        help: ArgumentHelp(
            "Worker threads. (default: the file's resources.workers, or one per core)",
            valueName: "n"))
    private var workers: Int?

    @Option(help: ArgumentHelp("A name in place of the file's.", valueName: "text"))
    private var name: String?

    @Option(help: ArgumentHelp("A tag for the sweep; can be repeated.", valueName: "text"))
    private var tag: [String] = []

    @Option(help: ArgumentHelp("A note for the sweep.", valueName: "text"))
    private var note: String?

    @Option(
        help: ArgumentHelp(
            "Stop after this time, such as 90s, 30m or 2h; launching again goes on.",
            valueName: "time"))
    private var maxTime: TimeSpan?

    @Flag(help: "Start a new sweep, even if this one is in the database already.")
    private var new = false

    @Flag(help: "Show what would run; write nothing.")
    private var dryRun = false

    @Option(help: "How to show progress: auto, live, plain or none.")
    private var progress: ProgressDisplay.Style = .auto

    @Option(help: "Which runs begin first: longest, file (as written) or random.")
    private var order: RunOrder = .longest

    @Option(
        help:
            "How far a commit reaches: normal survives any crash of a process, full a power loss too."
    )
    private var sync: Sync = .normal

    @OptionGroup private var disk: DiskOption

    @Flag(help: "Go on in the background, also when the terminal is closed.")
    private var detach = false

    @Flag(
        help:
            "Launch in the background and show the dashboard; leaving that leaves the launch alone."
    )
    private var dashboard = false

    @OptionGroup(title: "With --dashboard") private var look: DashboardLook

    @Option(
        help: ArgumentHelp(
            "Run a shell command when the launch has ended, however it did, but not after Ctrl-C; see above.",
            valueName: "command"))
    private var onFinish: String?

    init() {}

    func run() throws {
        try WorkerOption.check(workers)
        if let name { try LabelRule.check(name, as: "name") }
        for tag in tag { try LabelRule.check(tag, as: "tag") }
        let current = CurrentLaunch(again: again)
        let signals = try SignalWatcher { current.stop(signal: $0) }
        let blas = BLASRuntime.configure()
        var definition = try SweepFileReader.read(
            path: file, overrides: try set.overrides(for: file), allowRuns: set.allowRuns)
        if let name { definition.name = name }
        // Before anything is read or written: a launch that cannot be shown should not begin.
        if dashboard { try DashboardSession.checkTerminal() }
        try ProgressDisplay.check(progress)
        let prepared = try PreparedLaunch(
            definition, file: file, database: database, data: data)
        if dryRun {
            for line in DefinitionSummary(prepared.definition).lines(file: file) {
                Console.print(line)
            }
            Console.print(
                "  memory: at most \(NumberText.bytes(prepared.memory.largestGroup)) a worker")
            _ = try prepared.memory.workersThatFit(wantedWorkers(definition.workers), for: file)
            return
        }
        if dashboard {
            let setup = try DashboardSetup(look, isReadOnly: false)
            return try WatchedLaunch(database: database, setup: setup).run(
                arguments: CommandLine.arguments.dropFirst().filter {
                    $0 != "--dashboard" && $0 != "--detach"
                })
        }
        if detach {
            return try DetachedLaunch(databasePath: database.path).start(
                arguments: CommandLine.arguments.dropFirst().filter { $0 != "--detach" })
        }
        let session = LaunchSession(
            prepared: prepared, databasePath: database.path,
            workerCount: try prepared.memory.workersThatFit(
                wantedWorkers(definition.workers), for: file),
            style: progress, sync: sync, isNew: new, order: order.groups,
            maxMilliseconds: maxTime?.milliseconds,
            disk: disk.guarding(database.path), tags: tag, note: note, again: again, blas: blas,
            current: current)
        let hook = onFinish.map { FinishHook(command: $0, databasePath: database.path) }
        var closing: LaunchClosing?
        do {
            closing = try session.run()
            try closing?.tell(isSilent: progress == .none, signal: signals.received)
        } catch {
            if signals.received == 0 {
                let code = (error as? Failure)?.code ?? .error
                hook?.run(after: closing, name: definition.name, code: code.rawValue)
            }
            throw error
        }
        if signals.received == 0 { hook?.run(after: closing, name: definition.name, code: 0) }
    }

    private func wantedWorkers(_ asked: Int?) -> Int {
        workers ?? asked.map { min($0, WorkerOption.allowed.upperBound) }
            ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// The command that goes on with this sweep.
    private var again: String {
        "sweep launch \(Shell.quoted(file))\(set.arguments)\(database.argument)\(data.argument)"
            + (workers.map { " --workers \($0)" } ?? "")
            + (progress == .auto ? "" : " --progress \(progress.rawValue)")
            + (sync == .normal ? "" : " --sync \(sync.rawValue)")
            + (order == .longest ? "" : " --order \(order.rawValue)")
            + (name.map { " --name \(Shell.quoted($0))" } ?? "") + disk.argument
    }
}

/// The order in which a launch begins the runs.
enum RunOrder: String, ExpressibleByArgument, CaseIterable {
    case longest, file, random

    /// Every launch shuffles anew.
    var groups: GroupOrder {
        switch self {
        case .longest: .longestFirst
        case .file: .file
        case .random: .random(UInt64.random(in: .min ... .max))
        }
    }
}

extension ProgressDisplay.Style: ExpressibleByArgument {}
extension Sync: ExpressibleByArgument {}
extension TimeSpan: ExpressibleByArgument {}
