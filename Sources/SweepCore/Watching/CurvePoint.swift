/// One point of a curve. `time` is milliseconds since the run's start.
package struct CurvePoint: Sendable, Equatable {
    package let step: Int64
    /// NaN and the infinities included.
    package let value: Double
    package let time: Int64

    package init(step: Int64, value: Double, time: Int64) {
        self.step = step
        self.value = value
        self.time = time
    }
}

/// Which curve: one metric of one run.
package struct CurveKey: Hashable, Sendable {
    package let run: RunID
    package let metric: String

    package init(run: RunID, metric: String) {
        self.run = run
        self.metric = metric
    }
}
