/// Where executors put metric points.
///
/// Thread-safe. `record` blocks when the store's queue is full, so it is for threads of our own only.
/// Points of one run and metric must come in increasing step order.
package protocol MetricSink: Sendable {
    /// Returns the key of a metric's name, registering the name when it is new.
    @available(*, noasync)
    func metric(named name: String) throws -> MetricID

    /// Stores one point of an attempt. NaN and infinities are values like any other.
    ///
    /// A point of an attempt that is no longer current is dropped by the store.
    @available(*, noasync)
    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double)
}
