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

    /// Writes the remembered weights of a lane and their merit.
    func writeState(of lane: Int, network: Network<Float>, to writer: inout StateWriter) {
        writer.write(bestValues[lane])
        guard bestValues[lane] != nil else { return }
        for block in network.blocks[lane] { writer.write(block, of: copy) }
    }

    /// Reads what ``writeState(of:network:to:)`` wrote.
    mutating func readState(
        of lane: Int, network: Network<Float>, from reader: inout StateReader
    ) throws(CheckpointProblem) {
        bestValues[lane] = try reader.double()
        guard bestValues[lane] != nil else { return }
        for block in network.blocks[lane] { try reader.read(block, into: copy) }
    }

    /// Puts the remembered weights of a lane back; where no epoch had a finite value the last ones
    /// stay.
    func restore(lane: Int, to network: Network<Float>) {
        guard bestValues[lane] != nil else { return }
        for block in network.blocks[lane] { network.parameterArena.copy(block, from: copy) }
    }
}
