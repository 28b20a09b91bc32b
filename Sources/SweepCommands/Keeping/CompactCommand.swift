import ArgumentParser
import SweepCore
import SweepStore

/// `sweep compact`: the file without the holes that deletions and splits leave.
struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Rewrite the database without holes; checks it first.",
        discussion: """
            Needs twice the file's size of free disk while it works, and no running workers.

            Example:
              sweep compact
            """)

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        // A file that is not there is told as for reading, not made.
        _ = try database.openReader()
        let size = try StoreWriter.compact(path: database.path, clock: systemClock)
        Console.print("\(NumberText.bytes(size.before)) -> \(NumberText.bytes(size.after))")
    }
}
