package import SweepCore

/// What a run said of its objective metric since it was last asked: the latest value, and the best.
package struct ObjectiveReport: Sendable, Equatable {
    package private(set) var value: Double
    package private(set) var step: Int64
    /// The best finite value with its step; of equal ones the earliest.
    package private(set) var best: (value: Double, step: Int64)?

    package init(value: Double, step: Int64) {
        self.value = value
        self.step = step
        best = value.isFinite ? (value, step) : nil
    }

    /// Takes in a later report of the same run.
    package mutating func add(_ later: ObjectiveReport, for objective: Objective?) {
        value = later.value
        step = later.step
        guard let new = later.best else { return }
        if let old = best, objective?.isBetter(new.value, than: old.value) != true { return }
        best = new
    }

    package static func == (a: ObjectiveReport, b: ObjectiveReport) -> Bool {
        a.value == b.value && a.step == b.step && a.best?.value == b.best?.value
            && a.best?.step == b.best?.step
    }
}
