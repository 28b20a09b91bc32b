/// A series that is recorded only where it is asked for, because it costs time or many names.
package enum RequestedMetric: String, Sendable, CaseIterable {
    /// The Euclidean length of the gradient, of each layer's weights and of all parameters, before
    /// clipping; at the steps that are logged.
    case gradientNorm = "gradient_norm"
    /// The Euclidean length of each layer's weights; after each epoch.
    case weightNorm = "weight_norm"
    /// The fraction of each hidden layer's units that are 0 on every validation row (training rows
    /// of the last batch where there are none); after each epoch.
    case deadUnits = "dead_units"
    /// How many test rows of each class were taken for each; at the end.
    case confusionMatrix = "confusion_matrix"
    /// The mean over classes of F1, on validation rows after each epoch and on test rows at the
    /// end.
    case macroF1 = "macro_f1"
    /// The scheduled learning rate; at the steps that are logged.
    case learningRate = "learning_rate"
    /// Seconds that a step of the group took, in the mean of an epoch: a measurement.
    case stepSeconds = "step_seconds"
    /// The largest resident size of the whole process so far, in bytes: a measurement.
    case peakMemory = "peak_memory"

    /// Whether it counts classes.
    var needsClasses: Bool { self == .confusionMatrix || self == .macroF1 }
}

extension TrainingMetric {
    /// The length of the gradient over all parameters.
    package static let gradientNorm = TrainingMetric(rawValue: "gradient_norm/all")
    /// The scheduled learning rate.
    package static let learningRate = TrainingMetric(rawValue: "train/learning_rate")
    /// Seconds of a step of the group.
    package static let stepSeconds = TrainingMetric(rawValue: "time/seconds_per_step")
    /// Bytes of the process at their most.
    package static let peakMemory = TrainingMetric(rawValue: "system/peak_memory_bytes")
    /// Macro-F1 on the validation rows.
    package static let validationMacroF1 = TrainingMetric(rawValue: "validation/macro_f1")
    /// Macro-F1 on the test rows.
    package static let testMacroF1 = TrainingMetric(rawValue: "test/macro_f1")

    /// The length of the gradient of a layer's weights; layers count from 1.
    package static func gradientNorm(layer: Int) -> TrainingMetric {
        TrainingMetric(rawValue: "gradient_norm/layer\(layer)")
    }

    /// The length of a layer's weights; layers count from 1.
    package static func weightNorm(layer: Int) -> TrainingMetric {
        TrainingMetric(rawValue: "weight_norm/layer\(layer)")
    }

    /// The fraction of a hidden layer's units that are always 0; layers count from 1.
    package static func deadUnits(layer: Int) -> TrainingMetric {
        TrainingMetric(rawValue: "dead_units/layer\(layer)")
    }

    /// How many test rows of one class were taken for another, or for itself.
    package static func confusion(actual: String, predicted: String) -> TrainingMetric {
        TrainingMetric(rawValue: "confusion/\(actual)/\(predicted)")
    }
}
