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
    case .leakyReLU:
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let slope: S = y[j] > 0 ? 1 : leak()
                let dZ = dY[j] * slope
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .elu:
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let slope = y[j] > 0 ? 1 : y[j] + 1
                let dZ = dY[j] * slope
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .silu:
        // (z σ)' = σ + z σ (1 − σ).
        for i in 0..<m {
            let (z, dY) = (z + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let share = logistic(z[j])
                let dZ = dY[j] * (share + z[j] * share * (1 - share))
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .sigmoid:
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let dZ = dY[j] * (y[j] * (1 - y[j]))
                dY[j] = dZ
                db[j] += dZ
            }
        }
    case .softplus:
        // The derivative σ(z) is 1 − exp(−y).
        for i in 0..<m {
            let (y, dY) = (y + i &* rowStride, dY + i &* rowStride)
            for j in 0..<n {
                let dZ = dY[j] * (1 - S.exponential(-y[j]))
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
