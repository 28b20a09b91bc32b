package import SweepCore
package import TrainingEngine

/// What the metadata of kept weights say: all that a prediction needs besides the weights, and where they
/// are from.
package struct ModelDescription: Sendable, Equatable {
    package var run: UID
    package var runName: String
    /// `nil` for a run alone.
    package var sweepName: String?
    package var configuration: Configuration
    package var seed: Int
    package var kind: WeightKind
    package var epoch: Int
    package var step: Int64
    package var dataSet: String
    package var dataSetChecksum: String
    package var featureCount: Int
    /// What bytes of a data set of images are multiplied by; `nil` elsewhere.
    package var featureScale: Float?
    /// In the order of the outputs; empty for regression.
    package var classNames: [String]
    /// `nil` where the data are no table.
    package var encoding: FeatureEncoding?

    /// Describes what an attempt trained on a data set.
    package init(
        _ attempt: Attempt, sweepName: String?, kind: WeightKind, epoch: Int, step: Int64,
        dataSet: DataSet
    ) {
        run = attempt.uid
        runName = attempt.name
        self.sweepName = sweepName
        configuration = attempt.configuration
        seed = attempt.seed
        self.kind = kind
        self.epoch = epoch
        self.step = step
        self.dataSet = dataSet.name
        dataSetChecksum = dataSet.checksum
        featureCount = dataSet.featureCount
        if case .bytes(_, let scale) = dataSet.features { featureScale = scale }
        classNames = dataSet.classNames
        encoding = dataSet.encoding
    }

    /// The column of a table that is predicted.
    package var target: String? { configuration["target"]?.asText }

    /// The parameters that decide the shape are in the configuration; a data set of one empty row says how
    /// many features and outputs there are.
    var shape: MLP {
        let stub = DataSet(
            name: dataSet, featureCount: featureCount,
            features: .bytes([UInt8](repeating: 0, count: featureCount), scale: 1),
            targets: classNames.isEmpty ? .numbers([0]) : .classes([0], names: classNames),
            split: DataSplit(training: [0], validation: [], test: []), checksum: dataSetChecksum)
        let plan = TrainingPlan(configuration, objective: nil, sweepSeed: 0, seed: 0)
        return plan.model(for: stub, lanes: [])
    }
}

// MARK: Metadata

extension ModelDescription {
    /// The entries, all of them texts, as the format wants it; `format` tells PyTorch's tools.
    var metadata: [String: String] {
        var entries = [
            "format": "pt", "run": run.description, "name": runName,
            "configuration": configuration.canonicalJSON, "seed": "\(seed)",
            "kind": kind.rawValue, "epoch": "\(epoch)", "step": "\(step)", "dataset": dataSet,
            "dataset_checksum": dataSetChecksum, "features": "\(featureCount)",
        ]
        entries["sweep"] = sweepName
        entries["feature_scale"] = featureScale.map { "\($0)" }
        if !classNames.isEmpty {
            entries["classes"] = Value.list(classNames.map(Value.text)).canonicalJSON
        }
        entries["encoding"] = encoding?.value.canonicalJSON
        return entries
    }

    init(metadata: [String: String]) throws(ModelFileProblem) {
        func text(_ key: String) throws(ModelFileProblem) -> String {
            guard let text = metadata[key] else { throw .damaged("it has no \(key)") }
            return text
        }
        func number(_ key: String) throws(ModelFileProblem) -> Int {
            guard let number = Int(try text(key)), number >= 0 else {
                throw .damaged("its \(key) is no number")
            }
            return number
        }
        run = UID(stored: try text("run"))
        runName = try text("name")
        sweepName = metadata["sweep"]
        configuration = try Self.configuration(try text("configuration"))
        seed = try number("seed")
        guard let kind = WeightKind(rawValue: try text("kind")) else {
            throw .unknownModel("their kind is \(try text("kind").visible)")
        }
        self.kind = kind
        epoch = try number("epoch")
        step = Int64(try number("step"))
        dataSet = try text("dataset")
        dataSetChecksum = try text("dataset_checksum")
        featureCount = try number("features")
        guard (1...1 << 28).contains(featureCount) else {
            throw .damaged("it is for \(featureCount) features")
        }
        featureScale = metadata["feature_scale"].flatMap { Float($0) }
        classNames =
            try metadata["classes"].map { (text) throws(ModelFileProblem) in
                let names = SafeTensors.value(of: text.utf8)?.asList?.compactMap(\.asText)
                guard let names, names.count > 1 else { throw .damaged("its classes are no list") }
                return names
            } ?? []
        encoding = try metadata["encoding"].map { (text) throws(ModelFileProblem) in
            guard let encoding = SafeTensors.value(of: text.utf8).flatMap(FeatureEncoding.init),
                encoding.width == featureCount
            else { throw .damaged("its encoding of columns does not fit") }
            return encoding
        }
    }

    /// Refuses what the table of parameters refuses, so that later readers find what they expect.
    private static func configuration(
        _ text: String
    ) throws(ModelFileProblem) -> Configuration {
        guard let values = SafeTensors.value(of: text.utf8)?.asMap else {
            throw .damaged("its configuration is no map")
        }
        for (name, value) in values {
            guard let parameter = ParameterTable.named(name) else {
                throw .unknownModel("it has the parameter \(name.visible)")
            }
            guard let accepted = parameter.accepted(value), accepted == value else {
                throw .unknownModel("its \(name) is \(value.display.visible)")
            }
        }
        return ParameterTable.resolve(values)
    }
}
