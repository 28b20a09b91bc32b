/// The series that a training run reports; the raw value is the name under which it is stored.
package enum TrainingMetric: String, Sendable, CaseIterable {
    /// Mean loss over the batch of a step, before that step's update.
    case trainLoss = "train/loss"
    /// Mean loss over the validation rows, after an epoch.
    case validationLoss = "validation/loss"
    /// Fraction of validation rows classified right, after an epoch.
    case validationAccuracy = "validation/accuracy"
    /// Coefficient of determination on the validation rows, after an epoch.
    case validationRSquared = "validation/r_squared"
    /// Mean loss over the test rows, once, at the end.
    case testLoss = "test/loss"
    /// Fraction of test rows classified right, once, at the end.
    case testAccuracy = "test/accuracy"
    /// Coefficient of determination on the test rows, once, at the end.
    case testRSquared = "test/r_squared"
    /// Steps so far whose update was not made, because the gradient's length is limited and was not
    /// finite; recorded at each of them.
    case skippedSteps = "train/skipped_steps"
    /// Training rows that the group went through per second of an epoch, evaluation not counted;
    /// the same value for each lane, which all see every row. A measurement: it differs between
    /// runs.
    case samplesPerSecond = "throughput/samples_per_second"
}
