/// A copy in memory of the weights of the best epoch so far.
struct BestWeights {
    private let criterion: TrainingPlan.BestEpoch
    private let copy: Arena<Float>
    private var bestValue: Double?

    /// Allocates the copy; nothing is remembered yet.
    init(by criterion: TrainingPlan.BestEpoch, parameterCount: Int) {
        self.criterion = criterion
        copy = Arena(count: parameterCount)
    }

    /// Remembers the weights if the epoch is better than all before it; a tie keeps the earlier.
    mutating func consider(_ evaluation: Evaluation, of network: Network<Float>) {
        // The goal is put into the sign, so that larger is better in every case.
        let value =
            switch criterion {
            case .validationLoss: -evaluation.loss
            case .validationAccuracy, .validationRSquared: evaluation.score
            }
        guard value.isFinite && bestValue.map({ value > $0 }) ?? true else { return }
        bestValue = value
        copy.copy(from: network.parameterArena)
    }

    /// Puts the remembered weights back; without a finite value in any epoch the last ones stay.
    func restore(to network: Network<Float>) {
        guard bestValue != nil else { return }
        network.parameterArena.copy(from: copy)
    }
}
