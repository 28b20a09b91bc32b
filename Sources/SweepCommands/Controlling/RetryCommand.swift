import ArgumentParser
import SweepCore
import SweepStore

/// `sweep retry`: executes ended runs again, from the beginning.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Begin failed, diverged or cancelled runs anew.",
        discussion: """
            Of a sweep --failed, --diverged and --cancelled say which; without them the failed ones. The runs \
            are queued: a process that works on the sweep takes them up, or launch the sweep file again.

            Examples:
              sweep retry fashion-mnist/12
              sweep retry fashion-mnist --failed --diverged
            """)

    @OptionGroup private var options: ControlOptions

    @Flag(help: "Runs that failed, diverged ones excepted.")
    private var failed = false

    @Flag(help: "Runs whose loss became NaN or infinite.")
    private var diverged = false

    @Flag(help: "Runs that were cancelled.")
    private var cancelled = false

    init() {}

    func run() throws {
        let references = try options.references(options.database.openReader())
        var selection: RetrySelection = []
        if failed { selection.insert(.failed) }
        if diverged { selection.insert(.diverged) }
        if cancelled { selection.insert(.cancelled) }
        for case .run(let run) in references {
            guard selection.isEmpty else {
                throw Failure(
                    "\(run.name.visible) is a run; --failed, --diverged and --cancelled choose among those of a sweep",
                    code: .usage)
            }
            guard run.state == .failed || run.state == .cancelled else {
                throw Failure(
                    "\(run.name.visible) is \(run.shownState): only failed and cancelled runs can be tried again"
                )
            }
        }
        let isChanged = try options.apply(references, verb: "queued again") { writer, reference in
            switch reference {
            case .sweep(let sweep):
                try writer.retry(sweep.id, selection.isEmpty ? .failed : selection)
            case .run(let run): try writer.retry(run.id)
            }
        }
        if isChanged { try options.sayWhoWorks() }
    }
}
