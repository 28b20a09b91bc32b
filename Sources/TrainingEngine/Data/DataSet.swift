/// A table of samples in memory: features, targets, and the division of its rows.
///
/// Immutable, so that any number of workers share one copy.
package struct DataSet: Sendable {
    /// The feature values, row-major.
    package enum Features: Sendable {
        /// Bytes, one a value, that mean byte · `scale`. Kept as bytes, for a quarter of the memory
        /// traffic.
        case bytes([UInt8], scale: Float)
        /// Values ready for use.
        case scalars([Float])
    }

    /// What is to be predicted, one entry a row.
    package enum Targets: Sendable {
        /// Indices into `names`.
        case classes([Int32], names: [String])
        /// A probability of each class.
        case distributions(SoftTargets)
        /// Numbers, used as they are: neither centred nor scaled, so that the loss keeps the
        /// target's unit.
        case numbers([Float])
    }

    /// The name by which it was asked for.
    package let name: String
    /// The number of rows, those of all parts together.
    package let rowCount: Int
    /// Values of one row.
    package let featureCount: Int
    /// The feature values.
    package let features: Features
    /// The values to predict.
    package let targets: Targets
    /// Which rows serve which purpose.
    package let split: DataSplit
    /// A text that changes when the contents change, such as `crc32:1a2b3c4d-…`.
    package let checksum: String
    /// How the columns of a table became the features; nil where the data are no table.
    package let encoding: FeatureEncoding?

    /// Collects a data set from parts that belong together.
    ///
    /// - Precondition: The lengths agree, and every class index names a class.
    package init(
        name: String, featureCount: Int, features: Features, targets: Targets, split: DataSplit,
        checksum: String, encoding: FeatureEncoding? = nil
    ) {
        precondition(featureCount > 0, "a data set without features")
        let valueCount =
            switch features {
            case .bytes(let bytes, _): bytes.count
            case .scalars(let values): values.count
            }
        let targetCount =
            switch targets {
            case .classes(let classes, _): classes.count
            case .distributions(let soft): soft.labels.count
            case .numbers(let numbers): numbers.count
            }
        precondition(
            valueCount == targetCount * featureCount,
            "\(valueCount) values for \(targetCount) rows of \(featureCount)")
        if case .classes(let classes, let names) = targets {
            precondition(
                classes.allSatisfy { $0 >= 0 && Int($0) < names.count },
                "a class outside 0 ..< \(names.count)")
        }
        for rows in [split.training, split.validation, split.test] {
            precondition(
                rows.allSatisfy { $0 >= 0 && Int($0) < targetCount },
                "a row outside 0 ..< \(targetCount)")
        }
        self.name = name
        rowCount = targetCount
        self.featureCount = featureCount
        self.features = features
        self.targets = targets
        self.split = split
        self.checksum = checksum
        self.encoding = encoding
    }

    /// Returns the data set with only the first so many of its training rows, in the order of
    /// their fixed shuffle; validation and test stay.
    func keeping(trainingRows count: Int) throws(TrainingEngineError) -> DataSet {
        guard (1...split.training.count).contains(count) else {
            throw .invalidSetting(
                name: "training_rows", value: "\(count)",
                allowed: "from 1 to the \(split.training.count) training rows of \(quoted(name))")
        }
        return DataSet(
            name: name, featureCount: featureCount, features: features, targets: targets,
            split: DataSplit(
                training: Array(split.training.prefix(count)), validation: split.validation,
                test: split.test),
            checksum: checksum, encoding: encoding)
    }

    /// The names of the classes in the order of their indices; empty for regression.
    package var classNames: [String] {
        switch targets {
        case .classes(_, let names): names
        case .distributions(let soft): soft.names
        case .numbers: []
        }
    }

    /// Whether the targets are classes, certain or not; otherwise they are numbers.
    package var isClassification: Bool {
        if case .numbers = targets { false } else { true }
    }

    /// Whether the targets are probabilities of classes.
    package var hasSoftTargets: Bool {
        if case .distributions = targets { true } else { false }
    }

    /// The number of outputs that a model of this data has: one a class, or one number.
    ///
    /// Binary cross-entropy of two classes needs one alone; ``TrainingPlan/outputWidth(for:)`` says.
    package var outputWidth: Int { isClassification ? classNames.count : 1 }

    /// The loss that fits the targets.
    package var loss: Loss { isClassification ? .softmaxCrossEntropy : .meanSquaredError }

    /// Returns Σ (t − t̄)² over the targets of `rows`; 0 for classes.
    func targetVariation(rows: [Int32]) -> Double {
        guard case .numbers(let numbers) = targets else { return 0 }
        let sum = rows.reduce(0.0) { $0 + Double(numbers[Int($1)]) }
        let mean = sum / Double(rows.count)
        return rows.reduce(0.0) {
            let deviation = Double(numbers[Int($1)]) - mean
            return $0 + deviation * deviation
        }
    }
}
