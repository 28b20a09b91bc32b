/// The sum of squared errors and, where wanted, the gradient of their mean, in one pass.
///
/// Row-major, m rows of n outputs; the targets have no gap between rows, the others `rowStride`:
///
///     sum  = Σ (p − t)²
///     dP   = 2 (p − t) / (m n)      gradient of the mean over all elements
///
/// dP is overwritten, or nil where no gradient is wanted. The sum is made in `Double`. `rowStride`
/// is the distance between the starts of two rows of p, and of dP; nil is n.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func squaredError<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int? = nil, predictions p: UnsafePointer<S>,
    targets t: UnsafePointer<S>, gradient dP: UnsafeMutablePointer<S>?
) -> Double {
    let stride = rowStride ?? n
    var total = 0.0
    let scale = 2 / S(m * n)
    for i in 0..<m {
        let (row, column) = (i &* stride, i &* n)
        for j in 0..<n {
            let error = p[row + j] - t[column + j]
            total += Double(error) * Double(error)
            if let dP { dP[row + j] = scale * error }
        }
    }
    return total
}
