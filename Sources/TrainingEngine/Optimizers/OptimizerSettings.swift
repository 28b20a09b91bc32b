/// Which update rule, with its constants.
package enum OptimizerSettings: Sendable, Equatable {
    /// Stochastic gradient descent: v = µ v + g; w −= η v, or with Nesterov w −= η (g + µ v).
    ///
    /// This is PyTorch's form: no damping, and the learning rate η outside the velocity, so that a
    /// change of η acts at once. The first v is g. Sutskever et al., ICML 2013.
    case sgd(learningRate: Double, momentum: Double = 0, nesterov: Bool = false)

    /// Adam with bias correction and ε outside the root: w −= η m̂ / (√v̂ + ε).
    ///
    /// Kingma and Ba, arXiv 1412.6980, algorithm 1.
    case adam(
        learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

    /// Scalars of state for each parameter.
    package var stateWidth: Int {
        switch self {
        case .sgd(_, let momentum, _): momentum == 0 ? 0 : 1
        case .adam: 2
        }
    }

    /// Refuses constants outside the range in which the rule is defined.
    package func validate() throws(TrainingEngineError) {
        switch self {
        case .sgd(let learningRate, let momentum, let nesterov):
            try require(learningRate, "learning_rate", "0 or more", learningRate >= 0)
            try require(momentum, "momentum", "from 0 to below 1", momentum >= 0 && momentum < 1)
            try require(momentum, "momentum", "above 0 with nesterov", !nesterov || momentum > 0)
        case .adam(let learningRate, let beta1, let beta2, let epsilon):
            try require(learningRate, "learning_rate", "0 or more", learningRate >= 0)
            try require(beta1, "beta1", "from 0 to below 1", beta1 >= 0 && beta1 < 1)
            try require(beta2, "beta2", "from 0 to below 1", beta2 >= 0 && beta2 < 1)
            try require(epsilon, "epsilon", "above 0", epsilon > 0)
        }
    }

    /// Throws unless `value` is finite and `isAllowed`.
    private func require(
        _ value: Double, _ name: String, _ range: String, _ isAllowed: Bool
    ) throws(TrainingEngineError) {
        guard value.isFinite && isAllowed else {
            throw .invalidSetting(name: name, value: "\(value)", allowed: range)
        }
    }
}
