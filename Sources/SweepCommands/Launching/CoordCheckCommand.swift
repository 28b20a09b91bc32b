import ArgumentParser
import SweepCore
import SweepFile
import SweepSearch
import SweepTraining
import TrainingEngine

/// `sweep coord-check`: whether activations keep their size as models get wider.
struct CoordCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coord-check",
        abstract: "Check that activations keep their size as models get wider.",
        discussion: """
            Trains the file's first configuration for a few steps at several widths and prints the mean \
            magnitude of each layer's values in the first and the last of these steps, before the step's \
            update, with the exponent of their growth: 0 is flat, 1 doubles with the width. With \
            `parametrization: mup` no layer grows, and a learning rate found on narrow models holds on \
            wide ones (arXiv 2203.03466). Writes nothing.

            Examples:
              sweep coord-check sweeps/mup.yaml --set parametrization=mup
              sweep coord-check sweeps/mup.yaml --set parametrization=standard --widths 64,256,1024
            """)

    @Argument(help: "The sweep file.", completion: .file(extensions: ["yaml", "yml"]))
    private var file: String

    @Option(help: ArgumentHelp("The widths, two or more.", valueName: "list"))
    private var widths = "64,128,256,512,1024"

    @Option(help: ArgumentHelp("Steps of training at each width.", valueName: "n"))
    private var steps = 5

    @OptionGroup private var data: DataOption
    @OptionGroup private var set: SetOption
    @OptionGroup private var format: FormatOption

    /// From this exponent on a layer counts as growing: over 16 times the width, half as large again.
    private static let growthLimit = 0.15

    init() {}

    func run() throws {
        let widths = try readWidths()
        guard (1...1_000).contains(steps) else {
            throw Failure("--steps \(steps): from 1 to 1000 are possible", code: .usage)
        }
        BLASRuntime.configure()
        let definition = try SweepFileReader.read(
            path: file, overrides: try set.overrides(for: file), allowRuns: set.allowRuns)
        guard definition.train != nil, definition.method == .grid else {
            throw Failure(
                "\(file.visible): coord-check needs a grid of training runs (train: and method: grid)",
                code: .usage)
        }
        let configuration = definition.configuration(
            for: GridSampler(definition).configuration(at: 0))
        let check: CoordinateCheck
        do {
            check = try CoordinateCheck(
                plan: TrainingPlan(
                    configuration, objective: nil, sweepSeed: definition.seed, seed: 0),
                lane: LanePlan(configuration),
                dataSet: try TrainingDataSets(directory: data.path).dataSet(for: configuration),
                widths: widths, steps: steps)
        } catch let error as TrainingEngineError {
            throw Failure("\(file.visible): \(error)", code: .usage)
        }
        format.print(report(check))
        if format.isTable { Console.print(verdict(check)) }
    }

    /// A row for each layer and looked-at step.
    private func report(_ check: CoordinateCheck) -> Report {
        var report = Report(
            columns: ["layer", "step"] + check.widths.map { "width \($0)" } + ["growth"])
        for layer in check.layers {
            for step in Set([0, steps - 1]).sorted() {
                let magnitudes = layer.magnitudes.map { Report.Cell.number($0[step]) }
                let growth = (check.growth(of: layer, step: step) * 1_000).rounded() / 1_000
                report.append(
                    [.text(name(of: layer, in: check)), .integer(Int64(step + 1))] + magnitudes
                        + [.number(growth)])
            }
        }
        return report
    }

    private func name(of layer: CoordinateCheck.Layer, in check: CoordinateCheck) -> String {
        layer.number == check.layers.count ? "output" : "hidden \(layer.number)"
    }

    private func verdict(_ check: CoordinateCheck) -> String {
        // NaN counts as growing: a model that breaks is no model to scale.
        let growing = check.layers.filter {
            !(check.growth(of: $0, step: steps - 1) < Self.growthLimit)
        }
        guard !growing.isEmpty else {
            return "sound: after \(NumberText.count(steps, "step")) no layer grows with the width"
        }
        let names = growing.map { name(of: $0, in: check) }.joined(separator: ", ")
        return "not sound: \(names) grows with the width, so the best learning rate will move; "
            + "try --set parametrization=mup"
    }

    private func readWidths() throws -> [Int] {
        let parts = widths.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }.filter { (1...16_384).contains($0) }
        guard numbers.count == parts.count, Set(numbers).count == numbers.count, numbers.count > 1
        else {
            throw Failure(
                "--widths \(widths.visible): give two or more different widths from 1 to 16384, "
                    + "such as 64,128,256", code: .usage)
        }
        return numbers.sorted()
    }
}
