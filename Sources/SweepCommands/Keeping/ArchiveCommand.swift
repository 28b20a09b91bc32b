import ArgumentParser
import SweepCore
import SweepStore

/// `sweep archive`: out of the lists, but not gone.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Hide sweeps or runs from lists and leaderboards, or show them again.",
        discussion: """
            Nothing is deleted: `sweep show` and SQL still find them, and `sweep ls --archived` lists them.

            Examples:
              sweep archive first-try
              sweep archive first-try --restore
            """)

    @Argument(help: "Sweeps and runs.")
    private var names: [String]

    @Flag(help: "Show them again.")
    private var restore = false

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let references = try names.map { try reader.reference($0) }
        try database.write { try $0.setArchived(!restore, references) }
    }
}
