import ArgumentParser
import SweepCore
import SweepStore

/// `sweep note`: free text on a sweep or run.
struct NoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write a note on a sweep or run, or print it.",
        discussion: """
            Examples:
              sweep note fashion-mnist "before the data were cleaned"
              git log -1 | sweep note fashion-mnist -
              sweep note fashion-mnist
              sweep note fashion-mnist --clear
            """)

    @Argument(help: "A sweep or a run.")
    private var name: String

    @Argument(help: "The note; - reads it from standard input. Without one, it is printed.")
    private var text: String?

    @Flag(help: "Take the note away.")
    private var clear = false

    @OptionGroup private var database: DatabaseOption

    init() {}

    mutating func validate() throws {
        if clear, text != nil { throw ValidationError("--clear takes no text") }
    }

    func run() throws {
        let reference = try database.openReader().reference(name)
        if clear { return try database.write { try $0.setNote(nil, of: reference) } }
        guard let text else {
            for line in (Self.note(of: reference) ?? "").split(
                separator: "\n", omittingEmptySubsequences: false)
            {
                Console.print(line.description.visible)
            }
            return
        }
        let note = text == "-" ? Console.standardInput() : text
        try LabelRule.check(note, as: "note")
        try database.write { try $0.setNote(note, of: reference) }
    }

    private static func note(of reference: Reference) -> String? {
        switch reference {
        case .sweep(let sweep): sweep.note
        case .run(let run): run.note
        }
    }
}
