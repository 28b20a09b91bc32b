/// One chart on the whole screen. It shows the model's metric, so that choosing another is the same everywhere.
package struct ZoomState: Sendable, Equatable {
    /// The metric that `yRange` is for; another one has a range of its own.
    package var metric: String {
        didSet { if metric != oldValue { yRange = nil } }
    }
    /// The axis that `xRange`, `cursor` and `dragged` are for.
    package var xAxis = XAxis.step
    /// What is shown; `nil` for all of it.
    package var xRange: ClosedRange<Double>?
    package var yRange: ClosedRange<Double>?
    package var cursor: Double?
    /// The window slides with the newest point.
    package var isFollowing = false
    /// Where the mouse was pressed, while it is held down.
    package var dragged: Double?

    package init(metric: String) { self.metric = metric }
}
