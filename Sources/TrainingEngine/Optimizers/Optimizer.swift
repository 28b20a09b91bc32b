private import Glibc

/// The update rules of a group's lanes with their state: as many arenas laid out like the
/// parameters, one behind the other, as the lane that needs most.
package final class Optimizer<Element: Scalar> {
    /// The plan of each slot; nil where it is empty.
    package let lanes: [LanePlan?]
    /// The number of updates that each lane has made so far.
    package private(set) var updateCounts: [Int]

    /// For each slot, the tensors that are trained.
    private let blocks: [[ParameterBlock]]
    private let planeCount: Int
    private let stateArena: Arena<Element>

    /// Prepares the rules, with zero state.
    ///
    /// - Parameters:
    ///   - lanes: The plan of each slot; nil where it is empty.
    ///   - blocks: For each slot, where its parameters lie.
    ///   - parameterCount: The number of parameters of all slots.
    package init(_ lanes: [LanePlan?], blocks: [[ParameterBlock]], parameterCount: Int) {
        precondition(
            lanes.count == blocks.count, "\(lanes.count) rules for \(blocks.count) slots")
        self.lanes = lanes
        self.blocks = blocks.map { $0.filter(\.role.isTrained) }
        updateCounts = [Int](repeating: 0, count: lanes.count)
        planeCount = Arena<Element>.padded(parameterCount)
        let planes = lanes.reduce(0) { max($0, $1?.optimizer.stateWidth ?? 0) }
        stateArena = Arena(count: planeCount * planes)
    }

    /// Makes one update of one lane, in one pass over its parameters, after one over its gradients
    /// where their length is limited.
    ///
    /// - Parameters:
    ///   - lane: The slot.
    ///   - w: The arena of the parameters.
    ///   - g: The arena of the gradients, left as they are.
    ///   - factor: What the schedule multiplies the learning rate by.
    /// - Returns: Whether the update was made; it is not when the length of the gradient is limited
    ///   and not finite.
    /// - Precondition: The arenas have the layout given at the start.
    @discardableResult
    package func update(
        lane: Int, _ w: UnsafeMutablePointer<Element>, gradients g: UnsafePointer<Element>,
        factor: Double = 1
    ) -> Bool {
        guard let plan = lanes[lane] else {
            preconditionFailure("an update of the empty slot \(lane)")
        }
        var norm = 0.0
        if plan.clipNorm != nil {
            norm = blocks[lane].reduce(0) { $0 + $1.squaredNorm(g) }.squareRoot()
            guard norm.isFinite else { return false }
        }
        updateCounts[lane] += 1
        let rate = factor * plan.optimizer.learningRate
        let shaping = GradientShaping<Element>(plan, learningRate: rate, gradientNorm: norm)
        for block in blocks[lane] {
            let rate = rate * block.rateFactor
            if shaping.isNeutral {
                apply(plan.optimizer, rate: rate, of: lane, to: block, w, g, NoShaping<Element>())
            } else {
                apply(plan.optimizer, rate: rate, of: lane, to: block, w, g, shaping)
            }
        }
        return true
    }

    /// Forgets everything that a lane's updates have gathered, as if it had made none.
    package func reset(lane: Int) {
        updateCounts[lane] = 0
        for plane in stride(from: 0, to: stateArena.count, by: max(planeCount, 1)) {
            for var block in blocks[lane] {
                block.offset += plane
                stateArena.clear(block)
            }
        }
    }

    /// Writes what a lane's updates have gathered.
    func writeState(of lane: Int, to writer: inout StateWriter) {
        writer.write(updateCounts[lane])
        for block in stateBlocks(of: lane) { writer.write(block, of: stateArena) }
    }

    /// Reads what ``writeState(of:to:)`` wrote.
    func readState(of lane: Int, from reader: inout StateReader) throws(CheckpointProblem) {
        updateCounts[lane] = try reader.integer()
        for block in stateBlocks(of: lane) { try reader.read(block, into: stateArena) }
    }

    /// The blocks of a lane in each arena of state that its rule uses.
    private func stateBlocks(of lane: Int) -> [ParameterBlock] {
        (0..<(lanes[lane]?.optimizer.stateWidth ?? 0)).flatMap { plane in
            blocks[lane].map { block in
                var block = block
                block.offset += plane * planeCount
                return block
            }
        }
    }

    /// Makes one update of one block.
    @_specialize(where Element == Float, Around == NoShaping<Float>)
    @_specialize(where Element == Float, Around == GradientShaping<Float>)
    @_specialize(where Element == Double, Around == NoShaping<Double>)
    @_specialize(where Element == Double, Around == GradientShaping<Double>)
    private func apply<Around: Shaping<Element>>(
        _ settings: OptimizerSettings, rate: Double, of lane: Int, to block: ParameterBlock,
        _ w: UnsafeMutablePointer<Element>, _ g: UnsafePointer<Element>, _ shaping: Around
    ) {
        let updateCount = updateCounts[lane]
        let (first, second) = (stateArena.base, stateArena.base + planeCount)
        let base = Descent(w: w, g: g, shaping: shaping, rate: Element(rate))
        switch settings {
        case .sgd(_, let momentum, let nesterov):
            if momentum == 0 {
                block.forEachVector(PlainDescent(base: base))
            } else if nesterov {
                block.forEachVector(
                    NesterovDescent(base: base, v: first, momentum: Element(momentum)))
            } else {
                block.forEachVector(
                    MomentumDescent(base: base, v: first, momentum: Element(momentum)))
            }
        case .rmsProp(_, let beta2, let epsilon):
            block.forEachVector(
                RootDescent(
                    base: base, s: first, decay: Element(beta2), share: Element(1 - beta2),
                    epsilon: Element(epsilon)))
        case .adagrad(_, let epsilon):
            block.forEachVector(
                RootDescent(
                    base: base, s: first, decay: 1, share: 1, epsilon: Element(epsilon)))
        case .adam(_, let beta1, let beta2, let epsilon, let amsgrad, let epsilonHat):
            let (firstBias, secondBias) = (
                1 - pow(beta1, Double(updateCount)), 1 - pow(beta2, Double(updateCount))
            )
            let root = secondBias.squareRoot()
            block.forEachVector(
                AdamDescent(
                    // The correction of the first moment is part of the rate.
                    base: Descent(w: w, g: g, shaping: shaping, rate: Element(rate / firstBias)),
                    m: first, s: second, largest: amsgrad ? second + planeCount : nil,
                    constants: AdamConstants(
                        inverseRoot: Element(1 / root),
                        beta1: Element(beta1), beta2: Element(beta2),
                        complement1: Element(1 - beta1), complement2: Element(1 - beta2),
                        epsilon: Element(epsilonHat ? epsilon / root : epsilon))))
        }
    }
}
