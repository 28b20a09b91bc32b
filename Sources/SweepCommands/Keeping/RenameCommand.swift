import ArgumentParser
import SweepCore
import SweepStore

/// `sweep rename`.
struct RenameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a sweep or run another name.",
        discussion: """
            A sweep's view in SQL is then called after it. Its file still finds it: what is run decides \
            that, not the name.

            Examples:
              sweep rename fashion-mnist first-try
              sweep rename first-try/12 the-good-one
            """)

    @Argument(help: "A sweep or a run.")
    private var name: String

    @Argument(help: "The new name.")
    private var newName: String

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let reference = try reader.reference(name)
        try LabelRule.check(newName, as: "name")
        try reader.checkName(newName, isFreeFor: reference)
        try database.write { try $0.rename(reference, to: newName) }
    }
}
