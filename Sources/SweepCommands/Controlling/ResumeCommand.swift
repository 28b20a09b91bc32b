import ArgumentParser
import SweepCore
import SweepStore

/// `sweep resume`: lets what was paused or stopped go on.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let paused runs, and paused or stopped sweeps, go on.",
        discussion: """
            A process that still works on the sweep takes the runs up within a second. Without one, launch the \
            sweep file again, or start `sweep worker`.

            Examples:
              sweep resume fashion-mnist
              sweep resume fashion-mnist/12
            """)

    /// The command as a person types it for a sweep.
    static func call(for sweep: String, in path: String) -> String {
        "sweep resume \(Shell.quoted(sweep))\(DatabaseOption.argument(of: path))"
    }

    @OptionGroup private var options: ControlOptions

    init() {}

    func run() throws {
        let references = try options.references(options.database.openReader())
        let isChanged = try options.apply(references, verb: "resumed") { writer, reference in
            switch reference {
            case .sweep(let sweep): try writer.resume(sweep.id)
            case .run(let run): try writer.resume(run.id)
            }
        }
        if isChanged { try options.sayWhoWorks() }
    }
}
