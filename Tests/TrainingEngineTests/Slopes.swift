import Testing
import TrainingEngine

/// Numbers in −1 ..< 1, a different sequence for each seed.
func noise(_ count: Int, seed: UInt32, scale: Double = 1) -> [Double] {
    let stream = RandomStream(sweepSeed: seed, runSeed: 0, purpose: .dropout, index: 9)
    return (0..<count).map { scale * (2 * stream.uniform(at: UInt64($0)) - 1) }
}

/// Expects each entry of `gradient` to be the slope of `f` there, to a relative error of 1e-6.
func expectSlopes(
    _ gradient: [Double], at point: [Double], of what: String,
    sourceLocation: SourceLocation = #_sourceLocation, _ f: ([Double]) -> Double
) {
    var point = point
    for i in point.indices {
        let (value, h) = (point[i], 1e-5 * max(1, abs(point[i])))
        point[i] = value + h
        let above = f(point)
        point[i] = value - h
        let below = f(point)
        point[i] = value
        let slope = (above - below) / (2 * h)
        // Below 1e-3 the rounding of f, 1e-16 / h, is what would be measured.
        let error = abs(slope - gradient[i]) / max(abs(slope), abs(gradient[i]), 1e-3)
        #expect(
            error < 1e-6, "\(what)[\(i)]: \(gradient[i]), slope \(slope)",
            sourceLocation: sourceLocation)
    }
}

extension TrainingSession<Double> {
    /// Expects the gradients of every lane to be the slopes of its loss on the batch that is there.
    ///
    /// Running values have no gradient, and training does not read them.
    func expectSlopes(sourceLocation: SourceLocation = #_sourceLocation) {
        computeGradients()
        let gradients = network.lanes.map { ($0, network.gradients(of: $0)) }
        for (lane, gradient) in gradients {
            TrainingEngineTests.expectSlopes(
                gradient, at: network.parameters(of: lane), of: "parameter of lane \(lane)",
                sourceLocation: sourceLocation
            ) { parameters in
                let before = self.network.parameters(of: lane)
                self.network.setParameters(of: lane, to: parameters)
                self.computeGradients()
                self.network.setParameters(of: lane, to: before)
                return self.losses[lane]
            }
        }
    }
}
