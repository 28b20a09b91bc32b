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
    let known = activation.needsPreactivation ? z : y

    @inline(__always)
    func pass(_ function: some UnitFunction<S>) {
        db.update(repeating: 0, count: n)
        forEachVector(rowCount: m, width: n, rowStride: rowStride) { place, unit in
            let dZ = place.load(dY) * function.slope(place.load(known))
            place.store(dZ, to: dY)
            unit.store(unit.load(db) + dZ, to: db)
        }
    }
    switch activation {
    case .identity:
        // The gradient stays as it is; see `addBiasAndActivate` on the plain loop.
        db.update(repeating: 0, count: n)
        for row in 0..<m {
            let dY = dY + row &* rowStride
            for unit in 0..<n { db[unit] += dY[unit] }
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
