/// Which weights are set to zero for good, and when.
///
/// Magnitude pruning (Han et al., NeurIPS 2015): the weights of least magnitude go. Biases, gains
/// and shifts stay.
package struct PruningPlan: Sendable, Equatable {
    /// Among which weights the smallest are looked for.
    package enum Scope: String, Sendable, CaseIterable {
        /// All weights of the model together.
        case global
        /// The weights of each layer by themselves.
        case layer
    }

    /// The fraction of the weights that is zero in the end.
    package var sparsity: Double
    /// Among which weights the smallest are looked for.
    package var scope = Scope.global
    /// Epochs before the first weights go; 0 prunes the initial weights.
    package var startEpoch: Int
    /// Epochs over which the sparsity rises; 0 prunes all at once.
    package var epochs = 0
    /// Steps between two prunings while the sparsity rises.
    package var interval = 100
    /// Whether the weights that are left go back to their initial values once the sparsity is
    /// reached: the lottery ticket of Frankle and Carbin, ICLR 2019.
    package var rewinds = false

    /// Collects a plan; what cannot be done is refused later, by ``validate(epochs:)``.
    package init(sparsity: Double, startEpoch: Int) {
        self.sparsity = sparsity
        self.startEpoch = startEpoch
    }

    /// Refuses settings outside their range, for a run of so many epochs.
    package func validate(epochs total: Int) throws(TrainingEngineError) {
        try require(sparsity, "sparsity", "from 0 to 1", (0...1).contains(sparsity))
        // After the last pruning comes at least one epoch: else the last validation, which ranks the
        // run, would be that of the dense model, and a rewound one would not have learnt anything.
        guard (0..<total).contains(startEpoch) else {
            throw .invalidSetting(
                name: "prune_after", value: "\(startEpoch)",
                allowed: "below the \(total) epochs, so that one of them follows")
        }
        guard (0..<(total - startEpoch)).contains(epochs) else {
            throw .invalidSetting(
                name: "prune_epochs", value: "\(epochs)",
                allowed: "below the \(total - startEpoch) epochs after prune_after, so that one of "
                    + "them follows")
        }
        guard interval >= 1 else {
            throw .invalidSetting(
                name: "prune_every", value: "\(interval)", allowed: "1 or more")
        }
    }

    /// What happens after a step.
    package struct Event: Sendable, Equatable {
        /// The fraction of the weights that is zero from now on.
        package let sparsity: Double
        /// Whether this is the sparsity of the end.
        package let isLast: Bool
    }

    /// Returns what is pruned after a step; step 0 is before training.
    ///
    /// While the sparsity rises, event t of n takes it to s (1 − (1 − t / n)³): Zhu and Gupta,
    /// arXiv 1710.01878, eq. 1, from 0.
    package func event(afterStep step: Int, stepsPerEpoch: Int) -> Event? {
        let start = startEpoch * stepsPerEpoch
        guard epochs > 0 else {
            return step == start ? Event(sparsity: sparsity, isLast: true) : nil
        }
        let (length, position) = (epochs * stepsPerEpoch, step - start)
        let isLast = position == length
        guard position > 0 && position < length && position.isMultiple(of: interval) || isLast
        else { return nil }
        let count = (length + interval - 1) / interval
        let rest = isLast ? 0 : 1 - Double(position / interval) / Double(count)
        return Event(sparsity: sparsity * (1 - rest * rest * rest), isLast: isLast)
    }

    /// Whether the last pruning has been made before the step that follows.
    func isDone(afterStep step: Int, stepsPerEpoch: Int) -> Bool {
        step > (startEpoch + epochs) * stepsPerEpoch
    }

    /// Returns how many of `count` weights a fraction is, halves to the even number.
    package static func prunedCount(_ fraction: Double, of count: Int) -> Int {
        Int((fraction * Double(count)).rounded(.toNearestOrEven))
    }
}
