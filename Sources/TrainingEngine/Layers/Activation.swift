/// The function applied to each unit of a layer.
package enum Activation: String, Sendable, CaseIterable {
    /// y = z.
    case identity
    /// y = max(0, z); the derivative at 0 is 0. NaN stays NaN, so that a broken run is noticed.
    case relu
    /// y = tanh z.
    case tanh
    /// y = z · Φ(z) with the normal distribution function Φ in its erf form, not the tanh
    /// approximation. Hendrycks and Gimpel, arXiv 1606.08415, §2.
    case gelu

    /// Whether the derivative needs the pre-activation z; the others are computed from y alone.
    var needsPreactivation: Bool { self == .gelu }
}

/// Adds a bias to each row of a product and applies the activation, in one pass.
///
/// Row-major, m rows of n units:
///
///     z     m × n    in: x · W; out: x · W + b where the activation needs it later
///     b     n
///     y     m × n    out: the activation of z; the same memory as z, save for GELU
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

/// Turns the gradient of a layer's output into that of its pre-activation and sums the latter over
/// rows, in one pass.
///
/// Row-major, m rows of n units:
///
///     y     m × n    the layer's output
///     z     m × n    the pre-activation; read only where the activation needs it
///     dY    m × n    in: gradient of y; out: gradient of z
///     db    n        overwritten with the sum of the rows of the latter
///
/// `rowStride` is the distance between the starts of two rows of y, z and dY.
@_specialize(where S == Float)
@_specialize(where S == Double)
func activationGradient<S: Scalar>(
    _ activation: Activation, rowCount m: Int, width n: Int, rowStride: Int,
    output y: UnsafePointer<S>, preactivation z: UnsafePointer<S>,
    gradient dY: UnsafeMutablePointer<S>, biasGradient db: UnsafeMutablePointer<S>
) {
    db.update(repeating: 0, count: n)
    switch activation {
    case .identity:
        for i in 0..<m {
            let dY = dY + i &* rowStride
            for j in 0..<n { db[j] += dY[j] }
        }
    case .relu:
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let isActive: S = y[j] > 0 ? 1 : 0
                let dZ = dY[j] * isActive
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .tanh:
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let dZ = dY[j] * (1 - y[j] * y[j])
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .gelu:
        // (z Φ(z))' = Φ(z) + z φ(z), with the density φ(z) = exp(−z²/2) / √(2π).
        let inverseRootOfTwoPi = S(0.398942280401432677939946)
        for i in 0..<m {
            let (z, dY) = (z + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let value = z[j]
                let density = inverseRootOfTwoPi * S.exponential(value * value / -2)
                let dZ = dY[j] * (normalDistribution(value) + value * density)
                dY[j] = dZ
                db[j] += dZ
            }
        }
    }
}

/// Returns the standard normal distribution function, Φ(z) = (1 + erf(z / √2)) / 2.
@inline(__always)
private func normalDistribution<S: Scalar>(_ z: S) -> S {
    (1 + S.errorFunction(z * S(0.707106781186547524400844))) / 2
}
