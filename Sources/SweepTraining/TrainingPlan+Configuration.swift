package import SweepCore
package import TrainingEngine

extension TrainingPlan {
    /// Translates what the runs of a group share of a configuration, as `ParameterTable.resolve`
    /// completes it, into a plan.
    ///
    /// The objective says which epoch's weights the test part is measured on: the best one by a validation
    /// metric with `summary: best`, else the final ones.
    package init(
        _ configuration: Configuration, objective: Objective?, sweepSeed: UInt32, seed: Int
    ) {
        let read = ConfigurationReader(configuration)
        self.init(
            depth: read.integer("depth"), width: read.integer("width"),
            activation: Activation(rawValue: read.text("activation")) ?? .relu,
            initialization: Initialization(rawValue: read.text("initialization")) ?? .auto,
            batchSize: read.integer("batch_size"), epochs: read.integer("epochs"),
            logEvery: read.integer("log_every"),
            sweepSeed: sweepSeed, runSeed: UInt32(truncatingIfNeeded: seed),
            bestEpochBy: objective.flatMap(BestEpoch.init))
    }
}

extension LanePlan {
    /// Translates what may differ between the runs of a group.
    package init(_ configuration: Configuration) {
        self.init(optimizer: OptimizerSettings(ConfigurationReader(configuration)))
    }
}

extension TrainingPlan.BestEpoch {
    /// The rule that picks the objective's epoch, where the engine knows one.
    init?(_ objective: Objective) {
        self.init(rawValue: objective.metric)
        let isLowerBetter = self == .validationLoss
        let isMinimized = objective.goal == .minimize
        guard objective.summary == .best, isLowerBetter == isMinimized else { return nil }
    }
}

extension OptimizerSettings {
    init(_ read: ConfigurationReader) {
        let rate = read.number("learning_rate")
        switch read.text("optimizer") {
        case "adam":
            self = .adam(
                learningRate: rate, beta1: read.number("beta1"), beta2: read.number("beta2"),
                epsilon: read.number("epsilon"))
        case "nesterov":
            self = .sgd(learningRate: rate, momentum: read.number("momentum"), nesterov: true)
        default:
            self = .sgd(learningRate: rate, momentum: read.number("momentum"))
        }
    }
}

extension DataSetRequest {
    /// Asks for a configuration's data; `directory` is the folder that `--data` or `SWEEP_DATA` names.
    package init(_ configuration: Configuration, directory: String?) {
        let read = ConfigurationReader(configuration)
        self.init(
            name: read.text("dataset"), directory: directory, validation: read.number("validation"),
            target: read.text("target"),
            ignoredColumns: configuration["ignore"]?.asList?.compactMap(\.asText) ?? [],
            task: DataSetTask(rawValue: read.text("task")) ?? .auto)
    }
}

/// Reads checked values out of a configuration.
struct ConfigurationReader {
    private let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// - Precondition: The parameter is there: the sweep file's reader and the table saw to that.
    func integer(_ name: String) -> Int {
        guard let value = configuration[name]?.asInteger else {
            preconditionFailure("no integer \(name) in \(configuration.canonicalJSON)")
        }
        return Int(value)
    }

    /// - Precondition: The parameter is there.
    func number(_ name: String) -> Double {
        guard let value = configuration[name]?.asNumber else {
            preconditionFailure("no number \(name) in \(configuration.canonicalJSON)")
        }
        return value
    }

    /// The text, or nothing where the parameter has no default and was left out.
    func text(_ name: String) -> String { configuration[name]?.asText ?? "" }
}
