import ArgumentParser
import SweepCore
import SweepStore

/// `sweep model`: the weights that stayed when runs ended.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "List the weights that runs have kept, or write them as a safetensors file.",
        discussion: """
            `keep: best`, `last` or `all` in a sweep file keeps weights when a run ends; \
            `sweep reproduce RUN --keep` makes them afterwards.

            Examples:
              sweep model ls
              sweep model export fashion-mnist/12 -o model.safetensors
            """,
        subcommands: [ModelListCommand.self, ModelExportCommand.self])

    init() {}
}

/// `sweep model ls`.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the weights there are: of a run, of a sweep, or all.",
        discussion: """
            Examples:
              sweep model ls
              sweep model ls fashion-mnist/12 --json
            """)

    @Argument(help: "A run or a sweep. (default: all)")
    private var name: String?

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let weights: [WeightRecord]
        switch try name.map(reader.reference) {
        case .none: weights = try reader.weights()
        case .sweep(let sweep): weights = try reader.weights(sweep: sweep.id)
        case .run(let run):
            weights = try reader.weights(of: run.id)
            // Programs want an empty list, people the reason.
            if weights.isEmpty, format.isTable {
                throw WeightOption.none(of: run, database: database)
            }
        }
        format.print(
            report(weights),
            empty:
                "no weights; `keep: best` in a sweep file keeps them, or `sweep reproduce RUN --keep`"
        )
    }

    private func report(_ weights: [WeightRecord]) -> Report {
        let forPeople = ["sweep", "run", "uid", "kind", "epoch", "step", "bytes"]
        var report = Report(columns: forPeople + (format.isTable ? [] : ["created_at"]))
        for weights in weights {
            report.append(
                [
                    .init(weights.sweepName), .text(weights.runName),
                    .text(weights.runUID.description), .text(weights.kind.rawValue),
                    .init(weights.epoch), .init(weights.step), .init(weights.byteCount),
                ] + (format.isTable ? [] : [.text(weights.createdAt.iso)]))
        }
        return report
    }
}

/// `sweep model export`.
struct ModelExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the weights of a run as a safetensors file.",
        discussion: """
            Tensors are named and laid out as in PyTorch: layers.0.weight (outputs × inputs), \
            layers.0.bias, …; the metadata hold the configuration, the classes and how a table's \
            columns are encoded.

            Examples:
              sweep model export fashion-mnist/12 -o model.safetensors
              sweep model export k3m9 --kind last -o last.safetensors
              python3 -c "from safetensors.numpy import load_file; print(load_file('model.safetensors'))"
            """)

    @Argument(
        help: ArgumentHelp("The run, by name, uid or SWEEP/NUMBER.", valueName: "run"))
    private var runName: String

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    private var output: String

    @OptionGroup private var weights: WeightOption
    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let record = try weights.find(of: try reader.run(runName), in: reader, database: database)
        let bytes = try reader.bytes(of: record)
        // A file that no program could read is not written.
        _ = try StoreReader.model(bytes, of: record, database: database)
        try OutputFile(output).write { file in
            let error = bytes.withUnsafeBytes { Console.attempt($0, to: file) }
            if error != 0 { throw Failure(errorNumber: error) }
        }
    }
}
