/// Which hidden units of each lane were ever different from 0 while a part of the data went
/// through.
struct UnitActivity {
    /// For each hidden layer, the network's layer that holds its outputs, and its width.
    private let layers: [(index: Int, width: Int)]
    private let laneCount: Int
    /// For each hidden layer, lane by lane, whether a unit was active.
    private var isActive: [[Bool]]

    /// Prepares the count for the layers whose outputs are hidden units.
    init(hiddenLayers: [Int], network: Network<Float>) {
        laneCount = network.laneCount
        layers = hiddenLayers.map { ($0, network.layers[$0].outputWidth) }
        isActive = []
        reset()
    }

    /// Forgets what was seen.
    mutating func reset() {
        isActive = layers.map { [Bool](repeating: false, count: $0.width * laneCount) }
    }

    /// Looks at the outputs of the last forward pass.
    mutating func observe(_ network: Network<Float>, rowCount: Int) {
        for (number, layer) in layers.enumerated() {
            let output = network.output(ofLayer: layer.index)
            let columns = layer.width * laneCount
            isActive[number].withUnsafeMutableBufferPointer { isActive in
                for row in 0..<rowCount {
                    let values = output + row * columns
                    for column in 0..<columns where values[column] != 0 {
                        isActive[column] = true
                    }
                }
            }
        }
    }

    /// Returns the fraction of a lane's units of each hidden layer that were always 0.
    func deadFractions(lane: Int) -> [Double] {
        layers.indices.map { number in
            let width = layers[number].width
            let units = isActive[number][lane * width..<(lane + 1) * width]
            return Double(units.count { !$0 }) / Double(width)
        }
    }
}
