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
            initialDeviation: read.number("init_deviation"),
            schedule: Schedule(read), batchSize: read.integer("batch_size"),
            epochs: read.integer("epochs"),
            logEvery: read.integer("log_every"),
            sweepSeed: sweepSeed, runSeed: UInt32(truncatingIfNeeded: seed),
            bestEpochBy: objective.flatMap { BestEpoch($0) })
        if read.text("parametrization") == "mup" { mupBaseWidth = read.integer("base_width") }
        if let patience = configuration["patience"]?.asInteger {
            earlyStopping = EarlyStopping(
                metric: objective.flatMap(BestEpoch.init(watching:)) ?? .validationLoss,
                patience: Int(patience), minimumImprovement: read.number("min_delta"))
        }
        pruning = PruningPlan(read)
        requestedMetrics = Set(
            (configuration["metrics"]?.asList ?? []).compactMap {
                $0.asText.flatMap { RequestedMetric(rawValue: $0) }
            })
        normalization = Normalization(rawValue: read.text("normalization")) ?? .none
        isResidual = read.flag("residual")
        accumulation = read.integer("accumulation")
        loss = LossChoice(read)
        distillation = Distillation(read)
    }
}

extension TrainingPlan.LossChoice {
    init(_ read: ConfigurationReader) {
        switch read.text("loss") {
        case "cross_entropy": self = .named(.softmaxCrossEntropy)
        case "binary_cross_entropy": self = .named(.binaryCrossEntropy)
        case "mse": self = .named(.meanSquaredError)
        case "huber": self = .named(.huber(delta: read.number("huber_delta")))
        default: self = .auto
        }
    }
}

extension Distillation {
    /// The settings of a run that has a teacher.
    init?(_ read: ConfigurationReader) {
        let teacher = read.text("teacher")
        guard !teacher.isEmpty else { return nil }
        self.init(
            teacher: teacher, weight: read.number("distill_weight"),
            temperature: read.number("temperature"))
    }
}

extension PruningPlan {
    /// What a configuration prunes; `nil` for nothing.
    init?(_ read: ConfigurationReader) {
        let sparsity = read.number("sparsity")
        guard sparsity > 0 else { return nil }
        self.init(sparsity: sparsity, startEpoch: read.integer("prune_after"))
        scope = Scope(rawValue: read.text("prune_scope")) ?? .global
        epochs = read.integer("prune_epochs")
        interval = read.integer("prune_every")
        rewinds = read.flag("rewind")
    }
}

extension LanePlan {
    /// Translates what may differ between the runs of a group.
    package init(_ configuration: Configuration) {
        let read = ConfigurationReader(configuration)
        self.init(optimizer: OptimizerSettings(read))
        warmupSteps = read.integer("warmup_steps")
        weightDecay = read.optionalNumber("weight_decay") ?? 0
        l1 = read.number("l1")
        l2 = read.number("l2")
        clipNorm = read.optionalNumber("clip_norm")
        clipValue = read.optionalNumber("clip_value")
        weightClip = read.optionalNumber("weight_clip")
        labelSmoothing = read.number("label_smoothing")
        dropout = read.number("dropout")
    }
}

extension Schedule {
    init(_ read: ConfigurationReader) {
        let final = read.number("final_factor")
        switch read.text("schedule") {
        case "step":
            self = .step(size: read.integer("decay_steps"), rate: read.number("decay_rate"))
        case "exponential": self = .exponential(rate: read.number("decay_rate"))
        case "inverse_time": self = .inverseTime(rate: read.number("decay_rate"))
        case "polynomial": self = .polynomial(power: read.number("decay_power"), final: final)
        case "linear": self = .linear(final: final)
        case "cosine": self = .cosine(final: final)
        case "one_cycle": self = .oneCycle
        case "inverse_sqrt": self = .inverseSquareRoot
        default: self = .constant
        }
    }
}

extension TrainingPlan.BestEpoch {
    /// The rule that picks the objective's epoch, where the engine knows one.
    init?(_ objective: Objective) {
        guard objective.summary == .best else { return nil }
        self.init(watching: objective)
    }

    /// The objective's own metric, where the engine knows it and its better end.
    init?(watching objective: Objective) {
        self.init(rawValue: objective.metric)
        let isLowerBetter = self == .validationLoss
        guard isLowerBetter == (objective.goal == .minimize) else { return nil }
    }
}

extension OptimizerSettings {
    init(_ read: ConfigurationReader) {
        let rate = read.number("learning_rate")
        switch read.text("optimizer") {
        case "adam", "adamw", "amsgrad":
            self = .adam(
                learningRate: rate, beta1: read.number("beta1"), beta2: read.number("beta2"),
                epsilon: read.number("epsilon"), amsgrad: read.text("optimizer") == "amsgrad")
        case "rmsprop":
            self = .rmsProp(
                learningRate: rate, beta2: read.number("rho"), epsilon: read.number("epsilon"))
        case "adagrad":
            self = .adagrad(learningRate: rate, epsilon: read.number("epsilon"))
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
            task: DataSetTask(rawValue: read.text("task")) ?? .auto,
            trainingRows: configuration["training_rows"]?.asInteger.map { Int($0) })
        softTargets = configuration["soft_targets"]?.asList?.compactMap(\.asText) ?? []
    }
}

/// Reads checked values out of a configuration.
struct ConfigurationReader {
    private let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// - Precondition: The parameter is there: the sweep file's reader and the table saw to that.
    func integer(_ name: String) -> Int {
        guard let value = self[name]?.asInteger else {
            preconditionFailure("no integer \(name) in \(configuration.canonicalJSON)")
        }
        return Int(value)
    }

    /// - Precondition: The parameter is there.
    func number(_ name: String) -> Double {
        guard let value = self[name]?.asNumber else {
            preconditionFailure("no number \(name) in \(configuration.canonicalJSON)")
        }
        return value
    }

    /// The number, or `nil` where the parameter has no default and was left out.
    func optionalNumber(_ name: String) -> Double? { self[name]?.asNumber }

    /// Whether the flag is set.
    func flag(_ name: String) -> Bool { self[name]?.asFlag ?? false }

    /// The text, or nothing where the parameter has no default and was left out.
    func text(_ name: String) -> String { self[name]?.asText ?? "" }

    /// The value that is there, or else what leaving it out means.
    private subscript(name: String) -> Value? {
        if let value = configuration[name] { return value }
        if case .implied(let value) = ParameterTable.named(name)?.defaultValue { return value }
        return nil
    }
}
