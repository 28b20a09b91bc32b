import ArgumentParser
import SweepCore
import SweepStore

/// `sweep stop`: no new runs; what runs ends by itself.
struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Let a sweep begin no new runs; those that run end by themselves.",
        discussion: """
            The launch ends when the last of them has ended. `sweep resume` lets the sweep go on.

            Example:
              sweep stop fashion-mnist
            """)

    @OptionGroup private var options: ControlOptions

    init() {}

    func run() throws {
        let references = try options.references(options.database.openReader())
        for case .run(let run) in references {
            throw Failure(
                "\(run.name.visible) is a run: `sweep pause` or `sweep cancel` it", code: .usage)
        }
        try options.database.write { writer in
            for case .sweep(let sweep) in references {
                let report = try writer.stop(sweep.id)
                Console.note("\(Reference.sweep(sweep).shown): \(report.stopText)")
            }
        }
    }
}
