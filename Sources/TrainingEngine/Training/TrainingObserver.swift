/// What watches a training run, on the thread that trains.
package protocol TrainingObserver {
    /// Takes a point of a series. Steps are counted from 1 and never decrease within a series.
    mutating func record(_ metric: TrainingMetric, step: Int, value: Double)

    /// Says whether the run should end before its next step; asked once per step.
    func shouldStop() -> Bool
}

/// How a training run ended.
///
/// None of these is an error.
package enum TrainingEnd: Sendable, Equatable {
    /// All epochs were trained and the test part was measured.
    case completed
    /// The loss of this step's batch was NaN or infinite; its update was not made.
    case diverged(step: Int)
    /// The observer asked for it after this step, 0 when before the first.
    case stopped(step: Int)
}
