/// An activation as the loops use it: the value and the slope of eight units at a time.
protocol UnitFunction<S> {
    associatedtype S: Scalar

    /// Returns y = f(z).
    func value(_ z: SIMD8<S>) -> SIMD8<S>

    /// Returns f'(z), given y; or given z for an activation that ``Activation/needsPreactivation``.
    func slope(_ known: SIMD8<S>) -> SIMD8<S>
}

/// A straight line on either side of 0: ReLU with `leak` 0, and leaky ReLU.
struct KinkedFunction<S: Scalar>: UnitFunction {
    let leak: S

    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> {
        // A factor, and not max(0, z), so that NaN stays NaN.
        z * S.select(SIMD8(repeating: leak), else: SIMD8(repeating: 1), wherePositive: 0 - z)
    }

    @inline(__always)
    func slope(_ y: SIMD8<S>) -> SIMD8<S> {
        S.select(SIMD8(repeating: 1), else: SIMD8(repeating: leak), wherePositive: y)
    }
}

struct ExponentialLinearFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> {
        S.select(z, else: S.exponential(z) - 1, wherePositive: z)
    }

    @inline(__always)
    func slope(_ y: SIMD8<S>) -> SIMD8<S> {
        S.select(SIMD8(repeating: 1), else: y + 1, wherePositive: y)
    }
}

struct SigmoidFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> { logistic(z) }

    @inline(__always)
    func slope(_ y: SIMD8<S>) -> SIMD8<S> { y * (1 - y) }
}

struct SigmoidLinearFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> { z * logistic(z) }

    /// (z σ)' = σ + z σ (1 − σ).
    @inline(__always)
    func slope(_ z: SIMD8<S>) -> SIMD8<S> {
        let share = logistic(z)
        return share + z * share * (1 - share)
    }
}

struct SoftplusFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> {
        // The larger part apart, so that nothing overflows.
        S.select(z, else: SIMD8(repeating: 0), wherePositive: z)
            + S.logarithm(onePlus: S.exponential(0 - S.absolute(z)))
    }

    /// The derivative σ(z) is 1 − exp(−y).
    @inline(__always)
    func slope(_ y: SIMD8<S>) -> SIMD8<S> { 1 - S.exponential(0 - y) }
}

struct TangentFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> { S.hyperbolicTangent(z) }

    @inline(__always)
    func slope(_ y: SIMD8<S>) -> SIMD8<S> { 1 - y * y }
}

struct GaussianErrorLinearFunction<S: Scalar>: UnitFunction {
    @inline(__always)
    func value(_ z: SIMD8<S>) -> SIMD8<S> { z * normalDistribution(z) }

    /// (z Φ(z))' = Φ(z) + z φ(z), with the density φ(z) = exp(−z²/2) / √(2π).
    @inline(__always)
    func slope(_ z: SIMD8<S>) -> SIMD8<S> {
        let density = S.exponential(z * z * -0.5) * S(0.398942280401432677939946)
        return normalDistribution(z) + z * density
    }

    /// Φ(z) = (1 + erf(z / √2)) / 2, the standard normal distribution function.
    @inline(__always)
    private func normalDistribution(_ z: SIMD8<S>) -> SIMD8<S> {
        (1 + S.errorFunction(z * S(0.707106781186547524400844))) * 0.5
    }
}

/// Returns σ(z) = 1 / (1 + exp(−z)).
@inline(__always)
func logistic<S: Scalar>(_ z: SIMD8<S>) -> SIMD8<S> { 1 / (1 + S.exponential(0 - z)) }

/// Returns σ(z) = 1 / (1 + exp(−z)).
@inline(__always)
func logistic<S: Scalar>(_ z: S) -> S { 1 / (1 + S.exponential(-z)) }
