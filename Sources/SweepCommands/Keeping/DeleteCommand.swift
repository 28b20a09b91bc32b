import ArgumentParser
import Glibc
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
        guard Console.isTerminal(STDIN_FILENO), Console.isTerminal(STDERR_FILENO) else {
            throw Failure(
                "deleting asks first, and this is not a terminal; add --yes", code: .usage)
        }
        for reference in references {
            var what = reference.shown
            if case .sweep(let sweep) = reference, let all = try reader.overview(of: sweep.id) {
                what += " with \(NumberText.count(all.runCount, "run"))"
            }
            Console.note("  \(what)")
        }
        Console.write("Delete for good? [y/N] ", to: STDERR_FILENO)
        let answer = readLine() ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }
}
