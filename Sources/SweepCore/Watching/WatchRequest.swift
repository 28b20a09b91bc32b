/// What a watcher wants to see now. The reader compares it with the one before and reads what is new.
package struct WatchRequest: Sendable, Equatable {
    /// `nil` for the newest sweep that is not archived.
    package var sweep: SweepID?
    /// The curves to read and to keep up to date, the most urgent first.
    package var curves: [CurveKey]
    /// A part of them to read again point by point: the visible steps of a zoomed chart whose curves hold more
    /// points than are kept.
    package var closeUp: CloseUp?
    /// Whose portrait to read, and again when it changes.
    package var portraits: [RunID]
    package var wantsWorkers: Bool
    package var wantsEvents: Bool

    package struct CloseUp: Sendable, Equatable {
        package var curves: [CurveKey]
        package var steps: ClosedRange<Int64>

        package init(curves: [CurveKey], steps: ClosedRange<Int64>) {
            self.curves = curves
            self.steps = steps
        }
    }

    package init(
        sweep: SweepID? = nil, curves: [CurveKey] = [], closeUp: CloseUp? = nil,
        portraits: [RunID] = [], wantsWorkers: Bool = false, wantsEvents: Bool = false
    ) {
        self.sweep = sweep
        self.curves = curves
        self.closeUp = closeUp
        self.portraits = portraits
        self.wantsWorkers = wantsWorkers
        self.wantsEvents = wantsEvents
    }
}
