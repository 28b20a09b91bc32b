/// How charts are drawn, the same on every screen.
package struct ChartOptions: Sendable, Equatable {
    /// The metric of the large chart; `nil` for the objective's.
    package var metric: String?
    package var xAxis = XAxis.step
    package var isLogX = false
    package var isLogY = false
    /// Weight of the exponential moving average, one of `smoothingWeights`; 0 for none.
    package var smoothing = 0.0
    /// Outliers run out of the chart and are counted.
    package var clipsOutliers = true
    /// Repeats of a configuration as median and range.
    package var showsBands = false
    /// How many seconds the local clock is ahead of UTC, for the axis in time of day.
    package var clockOffset = 0

    /// As TensorBoard's slider is commonly set.
    package static let smoothingWeights = [0, 0.6, 0.9, 0.97, 0.99]

    package init() {}
}

/// What the x axis counts.
package enum XAxis: String, Sendable, CaseIterable {
    case step, epoch
    /// Time since the run began.
    case elapsed
    /// Time of day.
    case clock
    /// Training rows seen.
    case samples
}
