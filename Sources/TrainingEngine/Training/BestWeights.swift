/// A copy in memory of the weights of each lane's best epoch so far.
struct BestWeights {
    private let criterion: TrainingPlan.BestEpoch
    private let copy: Arena<Float>
    private var bestValues: [Double?]

    /// Allocates the copies; nothing is remembered yet.
    init(by criterion: TrainingPlan.BestEpoch, network: Network<Float>) {
        self.criterion = criterion
        copy = Arena(count: network.parameters.count)
        bestValues = [Double?](repeating: nil, count: network.laneCount)
    }

    /// Remembers a lane's weights if the epoch is better than all before it; a tie keeps the
    /// earlier.
    mutating func consider(_ evaluation: Evaluation, lane: Int, of network: Network<Float>) {
        // The goal is put into the sign, so that larger is better in every case.
        let value =
            switch criterion {
            case .validationLoss: -evaluation.loss
            case .validationAccuracy, .validationRSquared: evaluation.score
            }
        guard value.isFinite && bestValues[lane].map({ value > $0 }) ?? true else { return }
        bestValues[lane] = value
        for block in network.blocks[lane] { copy.copy(block, from: network.parameterArena) }
    }

    /// Puts the remembered weights of all lanes back; where no epoch had a finite value the last
    /// ones stay.
    func restore(to network: Network<Float>) {
        for lane in network.lanes where bestValues[lane] != nil {
            for block in network.blocks[lane] { network.parameterArena.copy(block, from: copy) }
        }
    }
}
