/// All that is needed to continue a run bit for bit.
package struct Checkpoint: Sendable, Hashable {
    /// Optimizer updates so far; every point up to here has been recorded, none after.
    package let step: Int64
    /// Completed epochs.
    package let epoch: Int
    /// What the executor wrote; opaque to everybody else.
    package let content: [UInt8]

    package init(step: Int64, epoch: Int, content: [UInt8]) {
        self.step = step
        self.epoch = epoch
        self.content = content
    }
}

/// Where executors put checkpoints.
///
/// Thread-safe. `save` waits for the commit, so that no more than one checkpoint a worker is ever on its
/// way, and is for threads of our own only.
package protocol CheckpointSink: Sendable {
    /// Stores a checkpoint of an attempt in place of the run's last one, after the points that were
    /// recorded before.
    ///
    /// That of an attempt that is no longer current is dropped by the store, like its points.
    ///
    /// - Throws: When the store cannot take it.
    @available(*, noasync)
    func save(_ checkpoint: Checkpoint, of attempt: Attempt) throws
}
