import ArgumentParser
import SweepCore
import SweepStore

/// `sweep tag`: words by which sweeps and runs are found again.
struct TagCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Add tags to a sweep or run, take them away, or list them.",
        discussion: """
            Examples:
              sweep tag fashion-mnist baseline paper
              sweep tag fashion-mnist/12 --remove baseline
              sweep tag fashion-mnist
            """)

    @Argument(help: "A sweep or a run.")
    private var name: String

    @Argument(help: "Tags to add; without any, the present ones are printed.")
    private var tags: [String] = []

    @Option(help: ArgumentHelp("Take this tag away. Repeatable.", valueName: "tag"))
    private var remove: [String] = []

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let reference = try reader.reference(name)
        if tags.isEmpty, remove.isEmpty {
            for tag in try reader.tags(of: reference) { Console.print(tag.visible) }
            return
        }
        for tag in tags { try LabelRule.check(tag, as: "tag") }
        let present = try reader.tags(of: reference)
        for tag in remove where !present.contains(tag) {
            throw Failure(
                "\(reference.shown) has no tag \"\(tag.visible)\"\(NearestName.hint(tag, among: present))",
                code: .usage)
        }
        try database.write { try $0.changeTags(of: reference, adding: tags, removing: remove) }
    }
}
