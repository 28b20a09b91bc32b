import ArgumentParser
import SweepCore
import SweepStore

/// `sweep delete`: for good, after asking.
struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete sweeps or runs with all their points and weights, for good.",
        discussion: """
            Asks first on a terminal; elsewhere --yes is needed. Cut short, it can be repeated. The file keeps \
            its size for what comes next; `sweep compact` gives the space back.

            Examples:
              sweep delete first-try
              sweep delete first-try/12 first-try/13 --yes
            """)

    @Argument(help: "Sweeps and runs.")
    private var names: [String]

    @Flag(help: "Do not ask.")
    private var yes = false

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let references = try names.map { try reader.reference($0) }
        guard try yes || isConfirmed(references, reader: reader) else {
            return Console.note("nothing was deleted")
        }
        try database.write { writer in
            for reference in references {
                switch reference {
                case .sweep(let sweep): try writer.deleteSweep(sweep.id)
                case .run(let run): try writer.deleteRun(run.id)
                }
                Console.note("deleted \(reference.shown)")
            }
        }
    }

    private func isConfirmed(_ references: [Reference], reader: StoreReader) throws -> Bool {
        try Confirmation.ask(
            "Delete for good?", about: references.map { try $0.shownWithRuns(reader) },
            doing: "deleting")
    }
}
