private import Glibc

/// An update rule with its state, one arena as long as the parameters or twice that.
package final class Optimizer<Element: Scalar> {
    /// The rule and its constants.
    package let settings: OptimizerSettings
    /// The number of updates made so far.
    package private(set) var updateCount = 0

    private let parameterCount: Int
    private let stateArena: Arena<Element>

    /// Prepares the rule for `parameterCount` parameters, with zero state.
    package init(_ settings: OptimizerSettings, parameterCount: Int) {
        self.settings = settings
        self.parameterCount = parameterCount
        stateArena = Arena(count: settings.stateWidth * parameterCount)
    }

    /// The velocity (SGD with momentum), the first and then the second moment (Adam), or nothing.
    package var state: UnsafeMutableBufferPointer<Element> { stateArena.buffer }

    /// Makes one update in one pass over the parameters.
    ///
    /// - Precondition: Both buffers have the length given at the start.
    package func update(
        _ parameters: UnsafeMutableBufferPointer<Element>,
        gradients: UnsafeMutableBufferPointer<Element>
    ) {
        precondition(
            parameters.count == parameterCount && gradients.count == parameterCount,
            "an update of \(parameters.count) parameters by \(gradients.count) gradients, "
                + "expected \(parameterCount)")
        guard let w = parameters.baseAddress, let g = gradients.baseAddress else { return }
        updateCount += 1
        let state = stateArena.base
        switch settings {
        case .sgd(let learningRate, let momentum, let nesterov):
            if momentum == 0 {
                descend(count: parameterCount, w, g, learningRate: Element(learningRate))
            } else if nesterov {
                descendNesterov(
                    count: parameterCount, w, g, velocity: state,
                    learningRate: Element(learningRate), momentum: Element(momentum))
            } else {
                descendMomentum(
                    count: parameterCount, w, g, velocity: state,
                    learningRate: Element(learningRate), momentum: Element(momentum))
            }
        case .adam(let learningRate, let beta1, let beta2, let epsilon):
            let firstCorrection = 1 - pow(beta1, Double(updateCount))
            let secondCorrection = 1 - pow(beta2, Double(updateCount))
            descendAdam(
                count: parameterCount, w, g, firstMoment: state,
                secondMoment: state + parameterCount,
                rate: Element(learningRate / firstCorrection),
                inverseRoot: Element(1 / secondCorrection.squareRoot()),
                beta1: Element(beta1), beta2: Element(beta2),
                complement1: Element(1 - beta1), complement2: Element(1 - beta2),
                epsilon: Element(epsilon))
        }
    }
}
