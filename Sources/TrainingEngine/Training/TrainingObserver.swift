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

    /// Says whether the checkpoints of the lanes are wanted now; asked between steps, so it must be
    /// quick.
    mutating func wantsCheckpoint(at moment: CheckpointMoment, step: Int) -> Bool

    /// Takes what ``GroupTrainer/restore(_:)`` needs to go on with a lane after this step, in
    /// which so many epochs are complete.
    ///
    /// Every point of the lane up to the step has been recorded, and none after it.
    mutating func checkpoint(lane: Int, step: Int, epoch: Int, state: [UInt8])
}

/// When a checkpoint can be taken.
package enum CheckpointMoment: Sendable {
    /// Before a step that is not the first of its epoch.
    case midEpoch
    /// After all that belongs to an epoch, the last one excepted.
    case epochEnd
    /// Before a lane ends because it was asked to stop.
    case stop
}

extension TrainingObserver {
    package mutating func wantsCheckpoint(at moment: CheckpointMoment, step: Int) -> Bool { false }

    package mutating func checkpoint(lane: Int, step: Int, epoch: Int, state: [UInt8]) {}

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
