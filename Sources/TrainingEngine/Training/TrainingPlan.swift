/// What the lanes of a group share, apart from the data: the shape of the models, and how they are
/// trained.
///
/// With a ``LanePlan`` for each slot it decides everything: the same plans on the same data give
/// the same values to the last bit, on any thread (per BLAS core; see ``BLASRuntime/core``).
package struct TrainingPlan: Sendable, Equatable {
    /// Hidden layers; 0 is softmax or linear regression.
    package var depth: Int
    /// Units of each hidden layer.
    package var width: Int
    /// The function of the hidden units.
    package var activation: Activation
    /// What stands before each activation.
    package var normalization = Normalization.none
    /// Whether hidden layers but the first are added to their input.
    package var isResidual = false
    /// How the weights begin.
    package var initialization: Initialization
    /// The deviation of the weights where they begin as `normal`, the largest magnitude where they
    /// begin as `pattern`.
    package var initialDeviation: Double
    /// How the learning rates change with the steps.
    package var schedule: Schedule
    /// What training minimizes.
    package var loss = LossChoice.auto
    /// How the model learns from another one, whose answers the trainer is given; nil for not.
    package var distillation: Distillation?
    /// In how many parts the rows of a step go through the model: memory for the activations of one
    /// part, and the update of the whole.
    package var accumulation = 1
    /// Rows of a step.
    ///
    /// The last batch of an epoch may be smaller and is kept.
    package var batchSize: Int
    /// Passes over the training rows.
    package var epochs: Int
    /// `train/loss` is recorded at steps that this divides, and where the run diverges.
    package var logEvery: Int
    /// The seed that all runs of a sweep share.
    package var sweepSeed: UInt32
    /// The seed of this run among its repeats.
    package var runSeed: UInt32
    /// Which epoch's weights the test part is measured on; nil is the last.
    package var bestEpochBy: BestEpoch?
    /// How the width changes initial weights and learning rates; nil is not at all, a number is
    /// the base width of the maximal update parametrization.
    package var mupBaseWidth: Int?
    /// When a run ends before its last epoch; nil is never.
    package var earlyStopping: EarlyStopping?
    /// Which weights are set to zero for good; nil is none.
    package var pruning: PruningPlan?
    /// What is recorded besides the usual.
    package var requestedMetrics: Set<RequestedMetric> = []

    /// Which loss, where the data leave a choice.
    package enum LossChoice: Sendable, Equatable {
        /// What fits the targets: cross-entropy for classes, squared error for numbers.
        case auto
        /// This one.
        case named(Loss)
    }

    /// What makes an epoch the best.
    ///
    /// Ties go to the earliest, and a value that is not finite never wins.
    package enum BestEpoch: String, Sendable, CaseIterable {
        /// The lowest `validation/loss`.
        case validationLoss = "validation/loss"
        /// The highest `validation/accuracy`.
        case validationAccuracy = "validation/accuracy"
        /// The highest `validation/r_squared`.
        case validationRSquared = "validation/r_squared"
        /// The highest `validation/macro_f1`.
        case validationMacroF1 = "validation/macro_f1"

        /// Returns the value of an epoch, its sign such that larger is better; NaN where it was
        /// not measured.
        func merit(of evaluation: Evaluation) -> Double {
            switch self {
            case .validationLoss: -evaluation.loss
            case .validationAccuracy, .validationRSquared: evaluation.score
            case .validationMacroF1: evaluation.confusion?.macroF1 ?? .nan
            }
        }
    }

    /// Collects a plan.
    ///
    /// What cannot be trained is refused later, by ``validate(for:)``.
    package init(
        depth: Int, width: Int, activation: Activation = .relu,
        initialization: Initialization = .auto, initialDeviation: Double = 1,
        schedule: Schedule = .constant, batchSize: Int,
        epochs: Int, logEvery: Int = 1, sweepSeed: UInt32 = 0, runSeed: UInt32 = 0,
        bestEpochBy: BestEpoch? = nil
    ) {
        self.depth = depth
        self.width = width
        self.activation = activation
        self.initialization = initialization
        self.initialDeviation = initialDeviation
        self.schedule = schedule
        self.batchSize = batchSize
        self.epochs = epochs
        self.logEvery = logEvery
        self.sweepSeed = sweepSeed
        self.runSeed = runSeed
        self.bestEpochBy = bestEpochBy
    }

    /// Refuses a plan that cannot be trained on `dataSet`, naming the setting at fault.
    package func validate(for dataSet: DataSet) throws(TrainingEngineError) {
        try require(depth, "depth", "from 0 to 1000", 0...1000)
        // A width beside depth 0 has no effect, as in a grid that crosses the two.
        if depth > 0 { try require(width, "width", "from 1 to 65536", 1...65536) }
        try require(batchSize, "batch_size", "from 1 to 1048576", 1...1_048_576)
        try require(epochs, "epochs", "1 or more", 1...Int.max)
        try require(logEvery, "log_every", "1 or more", 1...Int.max)
        guard initialDeviation.isFinite && initialDeviation > 0 else {
            throw .invalidSetting(
                name: "init_deviation", value: "\(initialDeviation)", allowed: "above 0")
        }
        try schedule.validate()
        try validateLoss(for: dataSet)
        try validateParts(for: dataSet)
        try pruning?.validate(epochs: epochs)
        if let mupBaseWidth { try require(mupBaseWidth, "base_width", "1 or more", 1...Int.max) }
        let hasClasses = !dataSet.classNames.isEmpty
        for metric in RequestedMetric.allCases
        where requestedMetrics.contains(metric) && metric.needsClasses && !hasClasses {
            throw .invalidSetting(
                name: "metrics", value: "with \(metric.rawValue)",
                allowed: "without it: \(quoted(dataSet.name)) has no classes")
        }
        if let earlyStopping {
            try require(earlyStopping.patience, "patience", "1 or more", 1...Int.max)
            guard !dataSet.split.validation.isEmpty else {
                throw .invalidSetting(
                    name: "patience", value: "\(earlyStopping.patience)",
                    allowed: "left out without validation rows, or validation above 0")
            }
            let improvement = earlyStopping.minimumImprovement
            try TrainingEngine.require(
                improvement, "min_delta", "0 or more", improvement >= 0)
        }
        for epoch in [bestEpochBy, earlyStopping?.metric].compactMap(\.self) {
            try requireMeasured(epoch, on: dataSet)
        }
    }

    /// Throws unless this metric is measured on the validation part of a data set.
    private func requireMeasured(
        _ metric: BestEpoch, on dataSet: DataSet
    ) throws(TrainingEngineError) {
        let hasClasses = !dataSet.classNames.isEmpty
        let isMeasured =
            switch metric {
            case .validationLoss: true
            case .validationAccuracy: hasClasses
            case .validationMacroF1: hasClasses && requestedMetrics.contains(.macroF1)
            case .validationRSquared: !hasClasses
            }
        guard isMeasured && !dataSet.split.validation.isEmpty else {
            throw .metricNotMeasured(
                metric: metric.rawValue, dataSet: dataSet.name,
                hasValidation: !dataSet.split.validation.isEmpty)
        }
    }

    /// The model of this plan on a data set.
    ///
    /// The rule of the lanes, one family for all, matters to the maximal update parametrization.
    package func model(for dataSet: DataSet, lanes: [LanePlan?]) -> MLP {
        var model = MLP(
            inputWidth: dataSet.featureCount, outputWidth: outputWidth(for: dataSet),
            depth: depth, width: width, activation: activation, initialization: initialization,
            initialDeviation: initialDeviation)
        model.normalization = normalization
        model.isResidual = isResidual
        if let mupBaseWidth {
            let isAdaptive = lanes.contains { $0?.optimizer.isAdaptive ?? false }
            model.parametrization = .maximalUpdate(
                baseWidth: mupBaseWidth, isAdaptive: isAdaptive)
        }
        return model
    }

    /// The number of updates on a data set with this many training rows.
    package func stepCount(trainingRows: Int) -> Int {
        epochs * ((trainingRows + batchSize - 1) / batchSize)
    }

    /// Throws unless `value` lies in `range`.
    func require(
        _ value: Int, _ name: String, _ allowed: String, _ range: ClosedRange<Int>
    ) throws(TrainingEngineError) {
        guard range.contains(value) else {
            throw .invalidSetting(name: name, value: "\(value)", allowed: allowed)
        }
    }
}
