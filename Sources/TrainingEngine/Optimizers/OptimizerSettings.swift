/// Which update rule, with its constants.
package enum OptimizerSettings: Sendable, Equatable {
    /// Stochastic gradient descent: v = µ v + g; w −= η v, or with Nesterov w −= η (g + µ v).
    ///
    /// This is PyTorch's form: no damping, and the learning rate η outside the velocity, so that a
    /// change of η acts at once. The first v is g. Sutskever et al., ICML 2013.
    case sgd(learningRate: Double, momentum: Double = 0, nesterov: Bool = false)

    /// RMSProp, not centred: s = β₂ s + (1 − β₂) g²; w −= η g / (√s + ε).
    ///
    /// Tieleman and Hinton, *Neural networks for machine learning*, lecture 6.5, 2012; s begins at
    /// 0 and is not corrected, and ε stands outside the root, as in PyTorch.
    case rmsProp(learningRate: Double, beta2: Double = 0.99, epsilon: Double = 1e-8)

    /// Adagrad: s += g²; w −= η g / (√s + ε). Duchi, Hazan and Singer, JMLR 12, 2011.
    case adagrad(learningRate: Double, epsilon: Double = 1e-8)

    /// Adam with bias correction and ε outside the root: w −= η m̂ / (√v̂ + ε).
    ///
    /// Kingma and Ba, arXiv 1412.6980, algorithm 1. With a decoupled decay of the weights (see
    /// ``LanePlan/weightDecay``) it is AdamW. AMSGrad puts the largest second moment so far in
    /// place of v, corrected like it: PyTorch's form of Reddi, Kale and Kumar, ICLR 2018. With
    /// `epsilonHat` ε is added to √v before the correction, the form at the end of the paper's §2 and
    /// that of TensorFlow 1: w −= η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
    case adam(
        learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        amsgrad: Bool = false, epsilonHat: Bool = false)

    /// The learning rate η, before any schedule.
    package var learningRate: Double {
        switch self {
        case .sgd(let learningRate, _, _), .rmsProp(let learningRate, _, _),
            .adagrad(let learningRate, _), .adam(let learningRate, _, _, _, _, _):
            learningRate
        }
    }

    /// Whether the update does not grow with the gradient, because the rule divides by its size.
    package var isAdaptive: Bool {
        switch self {
        case .sgd: false
        case .rmsProp, .adagrad, .adam: true
        }
    }

    /// Scalars of state for each parameter.
    package var stateWidth: Int {
        switch self {
        case .sgd(_, let momentum, _): momentum == 0 ? 0 : 1
        case .rmsProp, .adagrad: 1
        case .adam(_, _, _, _, let amsgrad, _): amsgrad ? 3 : 2
        }
    }

    /// Refuses constants outside the range in which the rule is defined.
    package func validate() throws(TrainingEngineError) {
        try require(learningRate, "learning_rate", "0 or more", learningRate >= 0)
        switch self {
        case .sgd(_, let momentum, let nesterov):
            try require(momentum, "momentum", "from 0 to below 1", momentum >= 0 && momentum < 1)
            try require(momentum, "momentum", "above 0 with nesterov", !nesterov || momentum > 0)
        case .rmsProp(_, let beta2, let epsilon):
            try require(beta2, "beta2", "from 0 to below 1", beta2 >= 0 && beta2 < 1)
            try require(epsilon, "epsilon", "above 0", epsilon > 0)
        case .adagrad(_, let epsilon):
            try require(epsilon, "epsilon", "above 0", epsilon > 0)
        case .adam(_, let beta1, let beta2, let epsilon, _, _):
            try require(beta1, "beta1", "from 0 to below 1", beta1 >= 0 && beta1 < 1)
            try require(beta2, "beta2", "from 0 to below 1", beta2 >= 0 && beta2 < 1)
            try require(epsilon, "epsilon", "above 0", epsilon > 0)
        }
    }
}

/// Throws unless `value` is finite and `isAllowed`.
func require(
    _ value: Double, _ name: String, _ range: String, _ isAllowed: Bool
) throws(TrainingEngineError) {
    guard value.isFinite && isAllowed else {
        throw .invalidSetting(name: name, value: "\(value)", allowed: range)
    }
}
