import ArgumentParser
import SweepCore

/// `sweep parameters`: the table of parameters.
struct ParametersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parameters",
        abstract: "List every parameter of training runs: what is allowed, and the default.",
        discussion: """
            Any of them may stand under `train:` as a constant or under `parameters:` to be swept.

            Examples:
              sweep parameters
              sweep parameters learning_rate depth
              sweep parameters --json
            """)

    @Argument(help: "Only these parameters.", completion: .list(ParameterTable.names))
    private var names: [String] = []

    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        let rows = try names.isEmpty ? ParameterTable.all : names.map(row)
        if format.isTable {
            // Two lines each: nine columns would not fit any terminal.
            for (index, row) in rows.enumerated() {
                if index > 0 { Console.print("") }
                let initial = row.defaultDescription
                Console.print(
                    "\(row.name): \(row.allowed)" + (row.unit.isEmpty ? "" : " (\(row.unit))"))
                Console.print("    \(row.summary)")
                Console.print(
                    "    default \(initial.isEmpty ? "none" : initial) · \(row.role.rawValue)")
            }
            return
        }
        var report = Report(
            columns: ["name", "short", "allowed", "default", "unit", "role", "summary"])
        for row in rows {
            report.append([
                .text(row.name), .text(row.short), .text(row.allowed),
                .text(row.defaultDescription), .text(row.unit), .text(row.role.rawValue),
                .text(row.summary),
            ])
        }
        format.print(report)
    }

    private func row(_ name: String) throws -> ParameterInfo {
        guard let row = ParameterTable.named(name) else {
            let hint = NearestName.hint(name, among: ParameterTable.names)
            throw Failure("no parameter is named \"\(name.visible)\"\(hint)", code: .usage)
        }
        return row
    }
}
