import ArgumentParser
import SweepCore
import SweepStore

/// `sweep pause`: stops work where it is, to go on later.
struct PauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop runs where they are, to go on later to the last bit.",
        discussion: """
            Works from any terminal: the process that trains the runs writes a checkpoint and obeys within a \
            second. A paused sweep takes no new runs; its launch waits for `sweep resume`, or can be ended.

            Examples:
              sweep pause fashion-mnist
              sweep pause fashion-mnist/12
            """)

    @OptionGroup private var options: ControlOptions

    init() {}

    func run() throws {
        let references = try options.references(options.database.openReader())
        try options.apply(references, verb: "paused") { writer, reference in
            switch reference {
            case .sweep(let sweep): try writer.pause(sweep.id)
            case .run(let run): try writer.pause(run.id)
            }
        }
    }
}
