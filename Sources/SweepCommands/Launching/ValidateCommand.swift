import ArgumentParser
import SweepCore
import SweepFile
import SweepSearch

/// `sweep validate`: checks a sweep file and shows what it would run.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a sweep file: how many runs it makes, the first and the last.",
        discussion: """
            Accepts every W&B sweep file; what this version cannot run yet is named.
            Reads no data and writes nothing. The run that `teacher` names is looked up in the database, \
            where there is one.

            Examples:
              sweep validate sweeps/fashion-mnist.yaml
              sweep validate sweeps/fashion-mnist.yaml --set epochs=10 --set optimizer=adam
            """)

    @Argument(help: "The sweep file.", completion: .file(extensions: ["yaml", "yml"]))
    private var file: String

    @OptionGroup private var set: SetOption
    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        var definition = try SweepFileReader.read(
            path: file, overrides: try set.overrides(for: file), allowRuns: set.allowRuns)
        if FileIdentity(path: database.path) != nil,
            let found = try TeacherLookup.resolve(definition, in: database)
        {
            definition = found.definition
        }
        let summary = DefinitionSummary(definition)
        guard format.isTable else { return format.print(summary.report) }
        for line in summary.lines(file: file) { Console.print(line) }
    }
}

/// What a definition will run, for `validate` and `launch --dry-run`.
struct DefinitionSummary {
    private let definition: SweepDefinition
    private let sampler: GridSampler?

    init(_ definition: SweepDefinition) {
        self.definition = definition
        sampler = definition.method == .grid ? GridSampler(definition) : nil
    }

    /// The number of runs; `nil` when a search method decides as it goes.
    var runCount: Int? {
        guard let count = sampler?.count else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: definition.seeds)
        return min(overflow ? Int.max : product, definition.runCap ?? Int.max)
    }

    /// The first and last configurations: at most three of each.
    private var ends: [(number: Int, values: [String: Value])] {
        guard let sampler, let count = sampler.count else { return [] }
        let indices = count <= 6 ? Array(0..<count) : Array(0..<3) + Array(count - 3..<count)
        return indices.map { ($0, sampler.configuration(at: $0)) }
    }

    func lines(file: String) -> [String] {
        var lines: [String] = []
        let varied = definition.variedNames
        if let runCount, let count = sampler?.count {
            var line = "\(file.visible): \(NumberText.count(runCount, "run"))"
            if definition.seeds > 1 {
                line += " (\(NumberText.grouped(count)) configurations × \(definition.seeds) seeds)"
            }
            lines.append(line)
        } else {
            lines.append(
                "\(file.visible): valid; \(definition.method.rawValue) search decides as it goes")
        }
        for parameter in definition.parameters where parameter.distribution.isVaried {
            let count = parameter.distribution.gridCount.map { "\(NumberText.grouped($0)) values" }
            lines.append("  \(parameter.name.visible): \(count ?? parameter.distribution.name)")
        }
        lines += constraintLines
        if let objective = definition.objective {
            lines.append("  objective: \(objective.goal.rawValue) \(objective.metric.visible)")
        }
        let ends = self.ends
        for (index, end) in ends.enumerated() {
            if index > 0, end.number != ends[index - 1].number + 1 { lines.append("  …") }
            // Without those that do not act.
            let text = varied.compactMap { name in
                end.values[name].map { "\(name)=\($0.display)" }
            }
            lines.append(
                "  \(end.number + 1). "
                    + (text.isEmpty ? "(all constant)" : text.joined(separator: " ")).visible)
        }
        for item in definition.notYetRunnable {
            lines.append(
                "  line \(item.line): \(item.what.visible) cannot be run yet; `sweep launch` will refuse it"
            )
        }
        return lines
    }

    private var constraintLines: [String] {
        definition.constraints.conditions.map {
            "  \($0.name.visible): only when \("\($0.expression)".visible)"
        } + definition.constraints.requirements.map { "  where \("\($0)".visible)" }
    }

    /// One row per shown configuration.
    var report: Report {
        let names = definition.parameters.map(\.name)
        var report = Report(columns: ["runs", "number"] + names)
        for end in ends {
            report.append(
                [.init(runCount), .integer(Int64(end.number + 1))]
                    + names.map { Report.Cell(end.values[$0]) })
        }
        return report
    }
}
