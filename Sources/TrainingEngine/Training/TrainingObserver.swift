/// What watches the lanes of a group, on the thread that trains them.
package protocol TrainingObserver {
    /// Takes a point of a lane's series. Steps are counted from 1 and never decrease within a
    /// series.
    mutating func record(_ metric: TrainingMetric, lane: Int, step: Int, value: Double)

    /// Takes the models of these lanes at the end of an epoch, counted from 1: after its points and
    /// its pruning, before the points of the test part.
    ///
    /// The network must not be changed.
    mutating func finished(epoch: Int, step: Int, lanes: LaneSet, network: Network<Float>)

    /// Takes a lane's end, once for each lane, as soon as it has ended; no point follows.
    mutating func ended(lane: Int, _ end: TrainingEnd)

    /// Says whether a lane should end before its next step; asked once per step and lane.
    mutating func shouldStop(lane: Int) -> Bool
}

extension TrainingObserver {
    package mutating func finished(
        epoch: Int, step: Int, lanes: LaneSet, network: Network<Float>
    ) {}
}

/// How the training of a lane ended.
///
/// None of these is an error.
package enum TrainingEnd: Sendable, Equatable {
    /// All epochs were trained and the test part was measured.
    case completed
    /// The metric that the plan watches did not improve for as many epochs as it allows; the test
    /// part was measured.
    case outOfPatience
    /// The loss of this step's batch was NaN or infinite; its update was not made.
    case diverged(step: Int)
    /// The observer asked for it after this step, 0 when before the first.
    case stopped(step: Int)
}
