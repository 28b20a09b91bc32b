import ArgumentParser
import SweepCore
import SweepStore
import SweepTraining
import TrainingEngine

/// `sweep predict`: what a run's model says of every row of some data, as CSV.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict rows with the weights of a run, as CSV.",
        discussion: """
            One line a row, counted from 0: the true value where it is known, the predicted class and \
            the probability of each class, or the predicted number. A table needs the columns that the \
            model was trained on; the target column may be missing, and others are not looked at.

            Examples:
              sweep predict fashion-mnist/12 -o test.csv
              sweep predict wine/3 --data csv:new-bottles.csv -o qualities.csv
              sweep predict k3m9 --part validation | head
            """)

    @Argument(
        help: ArgumentHelp("The run, by name, uid or SWEEP/NUMBER.", valueName: "run"))
    private var runName: String

    @Option(
        help: ArgumentHelp(
            "A data set, or csv:PATH for a table. (default: what the run was trained on)",
            valueName: "data"))
    private var data: String?

    @Option(
        help: ArgumentHelp(
            "Only this part of the data that the run was trained on: training, validation, test or all. "
                + "(default: test; of a table that you name: all)",
            valueName: "part"))
    private var part: PredictedData.Part?

    @Option(
        name: .shortAndLong, help: "Write to this file instead of standard output.",
        completion: .file())
    private var output: String?

    @OptionGroup private var weights: WeightOption
    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        BLASRuntime.configure()
        let reader = try database.openReader()
        let record = try weights.find(of: try reader.run(runName), in: reader, database: database)
        let file = try reader.model(of: record, database: database)
        let data = try PredictedData(
            named: data, part: part, for: file,
            directory: Console.environment("SWEEP_DATA"))
        guard let output else {
            var writer = RowWriter(style: .csv)
            return try data.write(file.model, to: &writer)
        }
        try OutputFile(output).write { descriptor in
            var writer = RowWriter(style: .csv, file: descriptor)
            try data.write(file.model, to: &writer)
        }
    }
}

extension PredictedData.Part: ExpressibleByArgument {}
