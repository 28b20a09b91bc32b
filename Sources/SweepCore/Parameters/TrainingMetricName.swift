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

    package static let all = [
        trainLoss, validationLoss, validationAccuracy, validationRSquared, testLoss, testAccuracy,
        testRSquared, skippedSteps, samplesPerSecond,
    ]

    /// Whether the metric is a measurement of the machine, which two equal runs need not share.
    package static func isMeasurement(_ name: String) -> Bool {
        ["throughput/", "time/", "system/"].contains { name.hasPrefix($0) }
    }
}
