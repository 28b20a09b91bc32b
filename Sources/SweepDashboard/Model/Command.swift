package import SweepCore

/// What the model wants done outside.
package enum Command: Sendable, Equatable {
    /// Leave; the preferences are kept before.
    case quit
    case act(Act)
    /// To the clipboard, through the terminal.
    case copy(String)
    case write(FileKind, path: String)
    case repaint, reread, suspend
    case takeMouse(Bool)
    case keep(Preferences)
}

/// A change that a person has confirmed; the same calls as the commands of that name.
package enum Act: Sendable, Equatable {
    case pauseSweep(SweepID), resumeSweep(SweepID), stopSweep(SweepID), cancelSweep(SweepID)
    case pauseRun(RunID), resumeRun(RunID), cancelRun(RunID), retryRun(RunID)
    case retryFailed(SweepID), retryDiverged(SweepID)
    case tag(RunID, String), note(RunID, String)
}

package enum FileKind: String, Sendable, CaseIterable {
    /// The runs as listed, and all that is known of them.
    case csv, json
    /// The screen.
    case text
}
