/// The names of the metrics that training runs record, so that an objective can be checked beforehand.
package enum TrainingMetricName {
    package static let trainLoss = "train/loss"
    package static let validationLoss = "validation/loss"
    package static let validationAccuracy = "validation/accuracy"
    package static let validationRSquared = "validation/r_squared"
    package static let testLoss = "test/loss"
    package static let testAccuracy = "test/accuracy"
    package static let testRSquared = "test/r_squared"
    package static let skippedSteps = "train/skipped_steps"
    package static let samplesPerSecond = "throughput/samples_per_second"

    package static let sparsity = "model/sparsity"
    package static let prunedLoss = "pruning/loss"
    package static let prunedAccuracy = "pruning/accuracy"
    package static let prunedRSquared = "pruning/r_squared"
    package static let gradientNorm = "gradient_norm/all"
    package static let learningRate = "train/learning_rate"
    package static let stepSeconds = "time/seconds_per_step"
    package static let peakMemory = "system/peak_memory_bytes"
    package static let validationMacroF1 = "validation/macro_f1"
    package static let testMacroF1 = "test/macro_f1"

    /// The series that every training run may have, and those on request with one name.
    package static let all = [
        trainLoss, validationLoss, validationAccuracy, validationRSquared, testLoss, testAccuracy,
        testRSquared, skippedSteps, sparsity, prunedLoss, prunedAccuracy, prunedRSquared,
        samplesPerSecond, gradientNorm, learningRate, stepSeconds, peakMemory, validationMacroF1,
        testMacroF1,
    ]

    /// What `metrics` may ask for.
    package static let requestable = [
        "gradient_norm", "weight_norm", "dead_units", "confusion_matrix", "macro_f1",
        "learning_rate", "step_seconds", "peak_memory",
    ]

    /// What must stand in `metrics` for a series to be recorded; `nil` for the usual ones.
    package static func request(for name: String) -> String? {
        switch name {
        case gradientNorm: "gradient_norm"
        case learningRate: "learning_rate"
        case stepSeconds: "step_seconds"
        case peakMemory: "peak_memory"
        case validationMacroF1, testMacroF1: "macro_f1"
        default: nil
        }
    }

    /// Whether the metric is a measurement of the machine, which two equal runs need not share.
    package static func isMeasurement(_ name: String) -> Bool {
        ["throughput/", "time/", "system/"].contains { name.hasPrefix($0) }
    }
}
