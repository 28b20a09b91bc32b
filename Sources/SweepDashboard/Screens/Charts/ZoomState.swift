/// One chart on the whole screen.
package struct ZoomState: Sendable {
    package var metric: String
    package init(metric: String) { self.metric = metric }
}
