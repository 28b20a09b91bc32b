/// Which step of which run a forward pass belongs to, for layers that draw random numbers.
package struct TrainingStep: Sendable, Equatable {
    /// The seed that all runs of a sweep share.
    package var sweepSeed: UInt32
    /// The seed of the group's runs among their repeats.
    package var runSeed: UInt32
    /// The step, counted from 0.
    package var index: UInt32
    /// Where in the batch of the step the pass begins, so that parts of it draw as the whole does.
    package var firstRow: Int

    /// Names a step.
    package init(sweepSeed: UInt32, runSeed: UInt32, index: UInt32, firstRow: Int = 0) {
        self.sweepSeed = sweepSeed
        self.runSeed = runSeed
        self.index = index
        self.firstRow = firstRow
    }
}
