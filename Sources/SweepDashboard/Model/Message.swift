package import SweepCore

/// What the model is told.
package enum Message: Sendable {
    case key(Key)
    case mouse(MouseAction)
    case resized(Size)
    /// The terminal has the person's eyes, or has not.
    case focused(Bool)
    /// The time, as often as the screen may change by it: about once a second.
    case tick(SweepInstant)
    case observed([Observation])
    /// What came of a command, for the status line.
    case said(String, isProblem: Bool)
    /// Settings that were kept from the last time.
    case restored(Preferences)
}
