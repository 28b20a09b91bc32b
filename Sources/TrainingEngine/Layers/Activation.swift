/// The function applied to each unit of a layer.
package enum Activation: String, Sendable, CaseIterable {
    /// y = z.
    case identity
    /// y = max(0, z); the derivative at 0 is 0. NaN stays NaN, so that a broken run is noticed.
    case relu
    /// y = z, or 0.01 z where that is larger. Maas, Hannun and Ng, 2013.
    case leakyReLU = "leaky_relu"
    /// y = z above 0 and exp z − 1 below. Clevert, Unterthiner and Hochreiter, arXiv 1511.07289.
    case elu
    /// y = z · σ(z). Elfwing, Uchibe and Doya, arXiv 1702.03118; also called swish.
    case silu
    /// y = σ(z) = 1 / (1 + exp(−z)).
    case sigmoid
    /// y = log(1 + exp z).
    case softplus
    /// y = tanh z.
    case tanh
    /// y = z · Φ(z) with the normal distribution function Φ in its erf form, not the tanh
    /// approximation. Hendrycks and Gimpel, arXiv 1606.08415, §2.
    case gelu

    /// Whether the derivative needs the pre-activation z; the others are computed from y alone.
    var needsPreactivation: Bool { self == .gelu || self == .silu }
}

/// Adds a bias to each row of a product and applies the activation, in one pass.
///
/// Row-major, m rows of n units:
///
///     z     m × n    in: x · W; out: x · W + b where the activation needs it later
///     b     n
///     y     m × n    out: the activation of z; the same memory as z, save for GELU and SiLU
///
/// `rowStride` is the distance between the starts of two rows of z, and of y.
@_specialize(where S == Float)
@_specialize(where S == Double)
func addBiasAndActivate<S: Scalar>(
    _ activation: Activation, rowCount m: Int, width n: Int, rowStride: Int,
    bias b: UnsafePointer<S>, product z: UnsafeMutablePointer<S>, output y: UnsafeMutablePointer<S>
) {
    switch activation {
    case .identity:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n { y[j] += b[j] }
        }
    case .relu:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n {
                let value = y[j] + b[j]
                // A factor instead of a choice: the loop becomes vector code, which a branch on
                // values of random sign prevents (whole steps at depth 4, width 128 took 1.5 times
                // as long), and NaN stays NaN, unlike in max(0, NaN).
                let isKept: S = value < 0 ? 0 : 1
                y[j] = value * isKept
            }
        }
    case .leakyReLU:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n {
                let value = y[j] + b[j]
                let slope: S = value < 0 ? leak() : 1
                y[j] = value * slope
            }
        }
    case .elu:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n {
                let value = y[j] + b[j]
                y[j] = value > 0 ? value : S.exponential(value) - 1
            }
        }
    case .silu:
        for i in 0..<m {
            let (z, y) = (z + i &* rowStride, y + i &* rowStride)
            for j in 0..<n {
                let value = z[j] + b[j]
                z[j] = value
                y[j] = value * logistic(value)
            }
        }
    case .sigmoid:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n { y[j] = logistic(y[j] + b[j]) }
        }
    case .softplus:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n {
                // The larger part apart, so that nothing overflows.
                let value = y[j] + b[j]
                let large: S = value > 0 ? value : 0
                y[j] = large + S.logarithm(1 + S.exponential(-abs(value)))
            }
        }
    case .tanh:
        for i in 0..<m {
            let y = y + i &* rowStride
            for j in 0..<n { y[j] = S.hyperbolicTangent(y[j] + b[j]) }
        }
    case .gelu:
        for i in 0..<m {
            let (z, y) = (z + i &* rowStride, y + i &* rowStride)
            for j in 0..<n {
                let value = z[j] + b[j]
                z[j] = value
                y[j] = value * normalDistribution(value)
            }
        }
    }
}

/// The slope of the leaky ReLU below 0.
@inline(__always)
func leak<S: Scalar>() -> S { 0.01 }

/// Returns σ(z) = 1 / (1 + exp(−z)).
@inline(__always)
func logistic<S: Scalar>(_ z: S) -> S { 1 / (1 + S.exponential(-z)) }

/// Returns the standard normal distribution function, Φ(z) = (1 + erf(z / √2)) / 2.
@inline(__always)
func normalDistribution<S: Scalar>(_ z: S) -> S {
    (1 + S.errorFunction(z * S(0.707106781186547524400844))) / 2
}
