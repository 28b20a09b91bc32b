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
        let value = criterion.merit(of: evaluation)
        guard value.isFinite && bestValues[lane].map({ value > $0 }) ?? true else { return }
        bestValues[lane] = value
        for block in network.blocks[lane] { copy.copy(block, from: network.parameterArena) }
    }

    /// Puts the remembered weights of a lane back; where no epoch had a finite value the last ones
    /// stay.
    func restore(lane: Int, to network: Network<Float>) {
        guard bestValues[lane] != nil else { return }
        for block in network.blocks[lane] { network.parameterArena.copy(block, from: copy) }
    }
}
