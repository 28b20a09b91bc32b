import ArgumentParser
import SweepCore
import SweepFile

/// `--set NAME=VALUE`, for commands that read a sweep file.
struct SetOption: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Make a parameter or a train key constant, in place of its grid. Repeatable.",
            valueName: "name=value"))
    private var assignments: [String] = []

    @Option(help: ArgumentHelp("Allow more than 1,000,000 runs.", valueName: "n"))
    var allowRuns: Int = SweepFileReader.usuallyAllowedRuns

    init() {}

    /// The settings as read; `file` is the sweep file that errors name.
    func overrides(for file: String) throws -> [Override] {
        try assignments.map { try Override($0, path: file) }
    }

    /// How to repeat the options in a command that a person is to type.
    var arguments: String {
        assignments.map { " --set \(Shell.quoted($0))" }.joined()
            + (allowRuns == SweepFileReader.usuallyAllowedRuns ? "" : " --allow-runs \(allowRuns)")
    }
}
