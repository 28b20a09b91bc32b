/// Which of a run's models a set of weights is.
package enum WeightKind: String, Sendable, CaseIterable {
    /// That of the objective's epoch; `TrainingExecutor` says which that is.
    case best
    /// That after the last epoch.
    case last
    /// That after an epoch, whichever it was.
    case epoch
}

/// Which weights stay when a run has ended: `keep` of a sweep file.
package enum WeightPolicy: String, Sendable, CaseIterable {
    case none, best, last
    /// The best, the last, and those after every epoch.
    case all

    /// Whether weights of this kind stay.
    package func keeps(_ kind: WeightKind) -> Bool {
        switch self {
        case .none: false
        case .best: kind == .best
        case .last: kind == .last
        case .all: true
        }
    }
}
