/// A finished model without optimizer state, as the bytes of a file that stands by itself.
package struct ModelWeights: Sendable, Equatable {
    package let kind: WeightKind
    /// Completed epochs.
    package let epoch: Int
    /// Optimizer updates so far.
    package let step: Int64
    package let content: [UInt8]

    package init(kind: WeightKind, epoch: Int, step: Int64, content: [UInt8]) {
        self.kind = kind
        self.epoch = epoch
        self.step = step
        self.content = content
    }
}

/// Where executors put the weights that stay.
///
/// Thread-safe. `keep` waits for the commit, so that no more than one set of weights a worker is ever on
/// its way, and is for threads of our own only.
package protocol WeightSink: Sendable {
    /// Stores weights of an attempt, after the points that were recorded before.
    ///
    /// Those of an attempt that is no longer current are dropped by the store, like its points.
    ///
    /// - Throws: When the store cannot take them.
    @available(*, noasync)
    func keep(_ weights: ModelWeights, of attempt: Attempt) throws
}
