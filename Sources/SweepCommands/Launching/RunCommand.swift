import ArgumentParser
import Foundation
import SweepCore
import SweepFile
import SweepScheduler
import SweepStore
import TrainingEngine

/// `sweep run`: trains one network, without a sweep file.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Train one network without a sweep file.",
        discussion: """
            The run is stored like any other, as a sweep of one. The same command again goes on with it, or says \
            that it is done. `sweep show NAME --yaml` prints its sweep file, to grow it into a sweep.

            Examples:
              sweep run --train digits
              sweep run --train fashion-mnist --set learning_rate=0.1 --set width=256 --set epochs=3
              sweep run --train csv:iris.csv --set target=species --metric validation/accuracy --name iris
            """)

    @Option(help: ArgumentHelp("The data set; `sweep data` lists them.", valueName: "dataset"))
    private var train: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A parameter; `sweep parameters` lists them. Repeatable.", valueName: "name=value"))
    private var assignments: [String] = []

    @Option(
        help: ArgumentHelp(
            "What the best epoch is judged by. (default: the validation loss)",
            valueName: "metric"))
    private var metric: String?

    @Option(help: "Whether to minimize or maximize it. (default: minimize a loss, else maximize)")
    private var goal: Objective.Goal?

    @Option(help: ArgumentHelp("The run's seed.", valueName: "n"))
    private var seed: UInt32 = 0

    @Option(
        help: ArgumentHelp("Which weights to keep: none, best, last or all.", valueName: "which"))
    private var keep: String = "none"

    @Option(help: ArgumentHelp("A name. (default: the data set's)", valueName: "text"))
    private var name: String?

    @Option(help: ArgumentHelp("A tag; can be repeated.", valueName: "text"))
    private var tag: [String] = []

    @Option(help: ArgumentHelp("A note.", valueName: "text"))
    private var note: String?

    @Flag(help: "Run it again, even if it is in the database already.")
    private var new = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption

    @Option(help: "How to show progress: auto, live, plain or none.")
    private var progress: ProgressDisplay.Style = .auto

    @OptionGroup private var disk: DiskOption

    init() {}

    /// What stands in errors where a sweep file would have its name.
    private static let place = "sweep run"

    func run() throws {
        if let name { try LabelRule.check(name, as: "name") }
        for tag in tag { try LabelRule.check(tag, as: "tag") }
        let current = CurrentLaunch(again: again)
        let signals = try SignalWatcher { current.stop(signal: $0) }
        let blas = BLASRuntime.configure()
        try ProgressDisplay.check(progress)
        var definition = try read()
        let prepared = try PreparedLaunch(
            definition, file: Self.place, database: database, data: data)
        definition = prepared.definition
        let session = LaunchSession(
            prepared: prepared, databasePath: database.path, workerCount: 1, style: progress,
            sync: .normal, isNew: new, order: .file, maxMilliseconds: nil,
            disk: disk.guarding(database.path), tags: tag, note: note,
            again: again, blas: blas, current: current)
        _ = try prepared.memory.workersThatFit(1, for: Self.place)
        try session.run()?.tell(isSilent: progress == .none, signal: signals.received)
    }

    /// A sweep file of constants, twice: what `--set` says is checked first, then written out, so that the stored text
    /// is whole.
    ///
    /// - Throws: A `Failure` that names the option, for nobody has written a line of that file.
    private func read() throws -> SweepDefinition {
        let text = text(train: ["dataset": .text(train)])
        do {
            return try read(text)
        } catch let error as SweepFileError {
            let lines = text.split(separator: "\n")
            let line = error.line.map { $0 - 1 }.flatMap {
                lines.indices.contains($0) ? lines[$0] : nil
            }
            let option = line.flatMap(option(of:))
            throw Failure(
                (option.map { "\($0.visible): " } ?? "") + error.message, code: .usage)
        }
    }

    /// The option that a line of the text stands for.
    private func option(of line: Substring) -> String? {
        switch line.prefix(while: { $0 != ":" }) {
        case "name": name.map { "--name \(Shell.quoted($0))" }
        case "metric": "--metric \(Shell.quoted(metric ?? ""))"
        case "train", "  dataset": "--train \(Shell.quoted(train))"
        case "seeds": "--seed \(seed)"
        case "keep": "--keep \(Shell.quoted(keep))"
        default: nil
        }
    }

    private func read(_ text: String) throws -> SweepDefinition {
        let overrides = try assignments.map { try Override($0, path: Self.place) }
        var definition = try SweepFileReader.parse(
            text: text, path: Self.place, overrides: overrides)
        definition.source = self.text(train: definition.train ?? [:])
        return definition
    }

    private func text(train: [String: Value]) -> String {
        let objective = metric.map { metric in
            Objective(
                metric: metric,
                goal: goal ?? (metric.hasSuffix("loss") ? .minimize : .maximize),
                summary: train["sparsity"]?.asNumber ?? 0 > 0 ? .last : .best)
        }
        let lines = RunFile.lines(
            name: name ?? train["dataset"]?.asText.map(Self.shortName) ?? "run", train: train,
            objective: objective, seed: 0, runSeed: Int(seed))
        return (lines + ["keep: \(keep)"]).joined(separator: "\n") + "\n"
    }

    /// `csv:data/iris.csv` is called `iris`.
    private static func shortName(_ dataset: String) -> String {
        let last = dataset.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init)
        let name = last ?? dataset
        return name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    }

    private var again: String {
        "sweep run --train \(Shell.quoted(train))"
            + assignments.map { " --set \(Shell.quoted($0))" }.joined()
            + (metric.map { " --metric \(Shell.quoted($0))" } ?? "")
            + (goal.map { " --goal \($0.rawValue)" } ?? "") + (seed == 0 ? "" : " --seed \(seed)")
            + (keep == "none" ? "" : " --keep \(Shell.quoted(keep))")
            + (name.map { " --name \(Shell.quoted($0))" } ?? "")
            + database.argument + data.argument + disk.argument
    }
}
