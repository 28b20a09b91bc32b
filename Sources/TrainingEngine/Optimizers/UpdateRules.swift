// The loops behind `Optimizer`: each reads and writes every stream once. w are the parameters, g
// their gradients, v a velocity; all have `count` scalars.

/// w −= η g.
@_specialize(where S == Float)
@_specialize(where S == Double)
func descend<S: Scalar>(
    count: Int, _ w: UnsafeMutablePointer<S>, _ g: UnsafePointer<S>, learningRate: S
) {
    for i in 0..<count { w[i] -= learningRate * g[i] }
}

/// v = µ v + g; w −= η v.
@_specialize(where S == Float)
@_specialize(where S == Double)
func descendMomentum<S: Scalar>(
    count: Int, _ w: UnsafeMutablePointer<S>, _ g: UnsafePointer<S>,
    velocity v: UnsafeMutablePointer<S>, learningRate: S, momentum: S
) {
    for i in 0..<count {
        let velocity = momentum * v[i] + g[i]
        v[i] = velocity
        w[i] -= learningRate * velocity
    }
}

/// v = µ v + g; w −= η (g + µ v).
@_specialize(where S == Float)
@_specialize(where S == Double)
func descendNesterov<S: Scalar>(
    count: Int, _ w: UnsafeMutablePointer<S>, _ g: UnsafePointer<S>,
    velocity v: UnsafeMutablePointer<S>, learningRate: S, momentum: S
) {
    for i in 0..<count {
        let velocity = momentum * v[i] + g[i]
        v[i] = velocity
        w[i] -= learningRate * (g[i] + momentum * velocity)
    }
}

/// m = β₁ m + (1 − β₁) g; s = β₂ s + (1 − β₂) g²; w −= rate · m / (inverseRoot · √s + ε).
///
/// `rate` is η / (1 − β₁ᵗ), the learning rate with the correction of the first moment, and
/// `inverseRoot` is 1 / √(1 − β₂ᵗ), the correction of the second. The complements are 1 − β₁ and 1
/// − β₂, subtracted in `Double` by the caller: in `Float` 1 − 0.999 is off by 1e-5 of itself.
@_specialize(where S == Float)
@_specialize(where S == Double)
func descendAdam<S: Scalar>(
    count: Int, _ w: UnsafeMutablePointer<S>, _ g: UnsafePointer<S>,
    firstMoment m: UnsafeMutablePointer<S>, secondMoment s: UnsafeMutablePointer<S>,
    rate: S, inverseRoot: S, beta1: S, beta2: S, complement1: S, complement2: S, epsilon: S
) {
    for i in 0..<count {
        let gradient = g[i]
        let first = beta1 * m[i] + complement1 * gradient
        let second = beta2 * s[i] + complement2 * (gradient * gradient)
        m[i] = first
        s[i] = second
        w[i] -= rate * first / (second.squareRoot() * inverseRoot + epsilon)
    }
}
