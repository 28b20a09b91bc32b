/// Something that the reader has seen in the database, in the order in which it was seen.
package enum Observation: Sendable, Equatable {
    /// Every sweep, the newest first; sent when one has changed.
    case sweeps([WatchedSweep])
    /// The sweep that is watched now, with its counts as they are; `nil` when the database has none. What was
    /// known of another sweep before no longer counts.
    case watching(SweepID?)
    /// Runs of the watched sweep that are new or changed, in any order. The first of them come best first, so
    /// that a list shows something at once; `isComplete` once all have come.
    case runs([WatchedRun], isComplete: Bool)
    /// Runs that are there no more.
    case removed([RunID])
    /// Points of a curve, in step order, after those that came before; `isReset` when those before are void
    /// (a rewind). `isComplete` when the newest point is among what has come.
    case points(CurveKey, [CurvePoint], isReset: Bool, isComplete: Bool)
    /// All points of a close-up's curve, or as many as are read at most; replaces earlier ones.
    case closeUp(CurveKey, steps: ClosedRange<Int64>, [CurvePoint], isComplete: Bool)
    /// Steps of one epoch of a run, for the axis in epochs; `nil` where the run has no epochs.
    case epochLength(RunID, steps: Int64?)
    case portrait(RunPortrait)
    /// Every worker that is registered or ended lately.
    case workers([WatchedWorker])
    /// New lines of the log, the oldest first. `isReset` when those before are void.
    case events([WatchedEvent], isReset: Bool)
    case health(DatabaseHealth)
    /// Reading failed; the text says what and what to do. What was seen before stays. `nil`: it goes well again.
    case trouble(String?)
}
