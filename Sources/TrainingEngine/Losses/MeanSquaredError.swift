/// The sum of squared errors and, where wanted, the gradient of their mean, in one pass.
///
/// `count` is rows × outputs; predictions and targets are laid out alike:
///
///     sum  = Σ (p − t)²
///     dP   = 2 (p − t) / count      gradient of the mean over all elements
///
/// dP is overwritten, or nil where no gradient is wanted. The sum is made in `Double`.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func squaredError<S: Scalar>(
    count: Int, predictions p: UnsafePointer<S>, targets t: UnsafePointer<S>,
    gradient dP: UnsafeMutablePointer<S>?
) -> Double {
    var total = 0.0
    let scale = 2 / S(count)
    for i in 0..<count {
        let error = p[i] - t[i]
        total += Double(error) * Double(error)
        if let dP { dP[i] = scale * error }
    }
    return total
}
