/// The series that a training run reports; the raw value is the name under which it is stored.
package struct TrainingMetric: RawRepresentable, Sendable, Hashable {
    /// The name.
    package let rawValue: String

    /// Names a series.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Mean loss over the batch of a step, before that step's update.
    package static let trainLoss = TrainingMetric(rawValue: "train/loss")
    /// Mean loss over the validation rows, after an epoch.
    package static let validationLoss = TrainingMetric(rawValue: "validation/loss")
    /// Fraction of validation rows classified right, after an epoch.
    package static let validationAccuracy = TrainingMetric(rawValue: "validation/accuracy")
    /// Coefficient of determination on the validation rows, after an epoch.
    package static let validationRSquared = TrainingMetric(rawValue: "validation/r_squared")
    /// Mean loss over the test rows, once, at the end.
    package static let testLoss = TrainingMetric(rawValue: "test/loss")
    /// Fraction of test rows classified right, once, at the end.
    package static let testAccuracy = TrainingMetric(rawValue: "test/accuracy")
    /// Coefficient of determination on the test rows, once, at the end.
    package static let testRSquared = TrainingMetric(rawValue: "test/r_squared")
    /// Steps so far whose update was not made, because the gradient's length is limited and was not
    /// finite; recorded at each of them.
    package static let skippedSteps = TrainingMetric(rawValue: "train/skipped_steps")
    /// The fraction of the weights that have been pruned, at each pruning.
    package static let sparsity = TrainingMetric(rawValue: "model/sparsity")
    /// Mean loss over the validation rows right after the last pruning, before any fine-tuning.
    package static let prunedLoss = TrainingMetric(rawValue: "pruning/loss")
    /// Fraction of validation rows classified right, right after the last pruning.
    package static let prunedAccuracy = TrainingMetric(rawValue: "pruning/accuracy")
    /// Coefficient of determination on the validation rows right after the last pruning.
    package static let prunedRSquared = TrainingMetric(rawValue: "pruning/r_squared")
    /// Training rows that the group went through per second of an epoch, evaluation not counted;
    /// the same value for each lane, which all see every row. A measurement: it differs between
    /// runs.
    package static let samplesPerSecond = TrainingMetric(rawValue: "throughput/samples_per_second")

    /// All series whose names do not depend on the model or the data.
    package static let all: [TrainingMetric] = [
        .trainLoss, .validationLoss, .validationAccuracy, .validationRSquared, .testLoss,
        .testAccuracy, .testRSquared, .skippedSteps, .sparsity, .prunedLoss,
        .prunedAccuracy, .prunedRSquared, .samplesPerSecond, .gradientNorm, .learningRate,
        .stepSeconds, .peakMemory, .validationMacroF1, .testMacroF1,
    ]
}
