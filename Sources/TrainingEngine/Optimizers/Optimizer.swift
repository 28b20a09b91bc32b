import Glibc

/// The update rules of a group's lanes with their state: one arena laid out like the parameters,
/// or two of them.
package final class Optimizer<Element: Scalar> {
    /// The rule of each slot and its constants; nil where a slot is empty.
    package let lanes: [OptimizerSettings?]
    /// The number of updates that each lane has made so far.
    package private(set) var updateCounts: [Int]

    private let blocks: [[ParameterBlock]]
    private let planeCount: Int
    private let stateArena: Arena<Element>

    /// Prepares the rules, with zero state.
    ///
    /// - Parameters:
    ///   - lanes: The rule of each slot; nil where it is empty.
    ///   - blocks: For each slot, where its parameters lie.
    ///   - parameterCount: The number of parameters of all slots.
    package init(
        _ lanes: [OptimizerSettings?], blocks: [[ParameterBlock]], parameterCount: Int
    ) {
        precondition(
            lanes.count == blocks.count, "\(lanes.count) rules for \(blocks.count) slots")
        self.lanes = lanes
        self.blocks = blocks
        updateCounts = [Int](repeating: 0, count: lanes.count)
        planeCount = Arena<Element>.padded(parameterCount)
        stateArena = Arena(count: planeCount * lanes.reduce(0) { max($0, $1?.stateWidth ?? 0) })
    }

    /// Makes one update of one lane, in one pass over its parameters.
    ///
    /// - Precondition: The pointers begin arenas of the layout given at the start.
    package func update(
        lane: Int, _ w: UnsafeMutablePointer<Element>, gradients g: UnsafePointer<Element>
    ) {
        guard let settings = lanes[lane] else {
            preconditionFailure("an update of the empty slot \(lane)")
        }
        updateCounts[lane] += 1
        for block in blocks[lane] {
            apply(settings, updateCount: updateCounts[lane], to: block, w, g)
        }
    }

    /// Makes one update of one block.
    @_specialize(where Element == Float)
    @_specialize(where Element == Double)
    private func apply(
        _ settings: OptimizerSettings, updateCount: Int, to block: ParameterBlock,
        _ w: UnsafeMutablePointer<Element>, _ g: UnsafePointer<Element>
    ) {
        let (first, second) = (stateArena.base, stateArena.base + planeCount)
        switch settings {
        case .sgd(let learningRate, let momentum, let nesterov):
            let (rate, momentum) = (Element(learningRate), Element(momentum))
            if momentum == 0 {
                block.forEachVector(Descent(w: w, g: g, learningRate: rate))
            } else if nesterov {
                block.forEachVector(
                    NesterovDescent(w: w, g: g, v: first, learningRate: rate, momentum: momentum))
            } else {
                block.forEachVector(
                    MomentumDescent(w: w, g: g, v: first, learningRate: rate, momentum: momentum))
            }
        case .adam(let learningRate, let beta1, let beta2, let epsilon):
            let constants = AdamConstants<Element>(
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
                updateCount: updateCount)
            block.forEachVector(
                AdamDescent(w: w, g: g, m: first, s: second, constants: constants))
        }
    }
}

/// What an update of Adam multiplies by, with the correction of its moments' bias.
struct AdamConstants<S: Scalar> {
    /// η / (1 − β₁ᵗ): the learning rate with the correction of the first moment.
    let rate: S
    /// 1 / √(1 − β₂ᵗ): the correction of the root of the second moment.
    let inverseRoot: S
    let beta1: S
    let beta2: S
    /// 1 − β₁, subtracted in `Double`: in `Float` 1 − 0.999 is off by 1e-5 of itself.
    let complement1: S
    /// 1 − β₂, likewise.
    let complement2: S
    let epsilon: S

    /// Computes the constants of update `updateCount`, counted from 1.
    init(learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, updateCount: Int) {
        rate = S(learningRate / (1 - pow(beta1, Double(updateCount))))
        inverseRoot = S(1 / (1 - pow(beta2, Double(updateCount))).squareRoot())
        self.beta1 = S(beta1)
        self.beta2 = S(beta2)
        complement1 = S(1 - beta1)
        complement2 = S(1 - beta2)
        self.epsilon = S(epsilon)
    }
}
