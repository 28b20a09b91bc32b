/// Executes claimed groups: training on the engine now, any program later.
///
/// `execute` blocks for as long as the runs take, so it is for threads of our own only.
package protocol RunExecutor: Sendable {
    /// Runs every attempt of the group to its end, or until `context.shouldStop` says so; each goes on from its
    /// checkpoint, if the group has one for it.
    ///
    /// Each attempt is reported to `context.ended` exactly once, as soon as it has ended. An error of a
    /// run is an outcome; this function does not throw.
    @available(*, noasync)
    func execute(_ group: ClaimedGroup, context: ExecutionContext)

    /// How long a run takes compared with others, in any unit; longest groups are started first.
    func estimatedCost(of configuration: Configuration) -> Double
}

/// What an executor needs of the world around it.
package struct ExecutionContext: Sendable {
    package let sink: any MetricSink
    package let objective: Objective?
    /// Key of every random stream of the sweep.
    package let sweepSeed: UInt32
    /// Where checkpoints go; `nil` where runs begin anew after an interruption.
    package let checkpoints: (any CheckpointSink)?
    /// Read at least once per step and run; after `true` the attempt ends `interrupted`.
    package let shouldStop: @Sendable (Attempt) -> Bool
    /// Says that a run began, for the display.
    package let began: @Sendable (Attempt) -> Void
    /// Says how an attempt ended.
    package let ended: @Sendable (Attempt, RunOutcome) -> Void
    /// Says the objective metric's new value.
    package let reported: @Sendable (Attempt, _ value: Double, _ step: Int64) -> Void

    package init(
        sink: any MetricSink, checkpoints: (any CheckpointSink)? = nil, objective: Objective?,
        sweepSeed: UInt32,
        shouldStop: @escaping @Sendable (Attempt) -> Bool,
        began: @escaping @Sendable (Attempt) -> Void,
        ended: @escaping @Sendable (Attempt, RunOutcome) -> Void,
        reported: @escaping @Sendable (Attempt, Double, Int64) -> Void
    ) {
        self.sink = sink
        self.checkpoints = checkpoints
        self.objective = objective
        self.sweepSeed = sweepSeed
        self.shouldStop = shouldStop
        self.began = began
        self.ended = ended
        self.reported = reported
    }
}
