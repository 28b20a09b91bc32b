/// What a request to pause, resume, stop, cancel or retry came to.
package struct ControlReport: Sendable, Equatable {
    /// Runs whose state has changed.
    package var changed = 0
    /// Runs that a worker is at, which will obey within a second.
    package var requested = 0
    /// Runs to which it did not apply: they had ended, or were that way already.
    package var unaffected = 0

    /// Whether the sweep itself is in another state now.
    package var isSweepChanged = false

    package init(
        changed: Int = 0, requested: Int = 0, unaffected: Int = 0, isSweepChanged: Bool = false
    ) {
        self.changed = changed
        self.requested = requested
        self.unaffected = unaffected
        self.isSweepChanged = isSweepChanged
    }
}

/// Which of the ended runs of a sweep to execute again.
package struct RetrySelection: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Failed for any reason but divergence.
    package static let failed = RetrySelection(rawValue: 1)
    package static let diverged = RetrySelection(rawValue: 2)
    package static let cancelled = RetrySelection(rawValue: 4)
}
