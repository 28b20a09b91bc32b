import ArgumentParser
import SweepCore
import SweepStore

/// `sweep cancel`: ends runs for good, after asking.
struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End runs that have not ended; what they recorded stays.",
        discussion: """
            Asks first on a terminal; elsewhere --yes is needed. `sweep retry SWEEP --cancelled` begins them anew.

            Examples:
              sweep cancel fashion-mnist
              sweep cancel fashion-mnist/12 --yes
            """)

    @OptionGroup private var options: ControlOptions

    @Flag(help: "Do not ask.")
    private var yes = false

    init() {}

    func run() throws {
        let reader = try options.database.openReader()
        let references = try options.references(reader)
        let isSure =
            try yes
            || Confirmation.ask(
                "Cancel?", about: references.map { try $0.shownWithRuns(reader) },
                doing: "cancelling")
        guard isSure else { return Console.note("nothing was cancelled") }
        try options.apply(references, verb: "cancelled") { writer, reference in
            switch reference {
            case .sweep(let sweep): try writer.cancel(sweep.id)
            case .run(let run): try writer.cancel(run.id)
            }
        }
    }
}
