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
    @inline(__always)
    func pass(_ function: some UnitFunction<S>) {
        let keepsSum = activation.needsPreactivation
        forEachVector(rowCount: m, width: n, rowStride: rowStride) { place, unit in
            let sum = place.load(z) + unit.load(b)
            if keepsSum { place.store(sum, to: z) }
            place.store(function.value(sum), to: y)
        }
    }
    switch activation {
    case .identity:
        // Mostly the output layer, whose few units would be partial vectors for the greater part.
        for row in 0..<m {
            let y = y + row &* rowStride
            for unit in 0..<n { y[unit] += b[unit] }
        }
    case .relu: pass(KinkedFunction(leak: 0))
    case .leakyReLU: pass(KinkedFunction(leak: leakySlope()))
    case .elu: pass(ExponentialLinearFunction())
    case .silu: pass(SigmoidLinearFunction())
    case .sigmoid: pass(SigmoidFunction())
    case .softplus: pass(SoftplusFunction())
    case .tanh: pass(TangentFunction())
    case .gelu: pass(GaussianErrorLinearFunction())
    }
}

/// The slope of the leaky ReLU below 0.
@inline(__always)
func leakySlope<S: Scalar>() -> S { 0.01 }
