// Losses whose outputs and targets correspond one to one, beside the squared error.

/// The sum of binary cross-entropies from logits and, where wanted, the gradient of their mean.
///
/// Row-major, m rows of n outputs; the targets, 0 to 1, have no gap between rows, the others
/// `rowStride`:
///
///     sum  = Σ max(z, 0) − z t + log(1 + exp(−|z|))
///     dZ   = (σ(z) − t) / (m n)     gradient of the mean over all elements
///
/// No exponential overflows and no logarithm sees 0, so that logits of ±1e4 give exact losses. dZ is
/// overwritten, or nil where no gradient is wanted. The sum is made in `Double`.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func binaryCrossEntropy<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int? = nil, logits z: UnsafePointer<S>,
    targets t: UnsafePointer<S>, gradient dZ: UnsafeMutablePointer<S>?
) -> Double {
    let stride = rowStride ?? n
    let share = 1 / S(m * n)
    var total = 0.0
    for i in 0..<m {
        let (row, column) = (i &* stride, i &* n)
        for j in 0..<n {
            let (value, target) = (z[row + j], t[column + j])
            let power = S.exponential(-abs(value))
            let positive: S = value > 0 ? value : 0
            total += Double(positive - value * target + S.logarithm(1 + power))
            if let dZ {
                let probability = (value < 0 ? power : 1) / (1 + power)
                dZ[row + j] = share * (probability - target)
            }
        }
    }
    return total
}

/// The sum of Huber's errors and, where wanted, the gradient of their mean.
///
/// Row-major, m rows of n outputs; the targets have no gap between rows, the others `rowStride`:
///
///     e    = p − t
///     sum  = Σ e² / 2 where |e| ≤ δ, δ (|e| − δ / 2) elsewhere
///     dP   = e limited to ±δ, / (m n)      gradient of the mean over all elements
///
/// dP is overwritten, or nil where no gradient is wanted. The sum is made in `Double`.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func huberError<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int? = nil, delta: Double,
    predictions p: UnsafePointer<S>, targets t: UnsafePointer<S>,
    gradient dP: UnsafeMutablePointer<S>?
) -> Double {
    let stride = rowStride ?? n
    let (share, limit) = (1 / S(m * n), S(delta))
    var total = 0.0
    for i in 0..<m {
        let (row, column) = (i &* stride, i &* n)
        for j in 0..<n {
            let error = p[row + j] - t[column + j]
            let size = abs(error)
            total += Double(
                size > limit ? limit * (size - limit / 2) : error * error / 2)
            if let dP {
                dP[row + j] = share * (size > limit ? (error < 0 ? -limit : limit) : error)
            }
        }
    }
    return total
}

/// The sum of (σ(z) − t)²: the squared error of probabilities, from logits, without a gradient.
@_specialize(where S == Float)
@_specialize(where S == Double)
func squaredProbabilityError<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, logits z: UnsafePointer<S>,
    targets t: UnsafePointer<S>
) -> Double {
    var total = 0.0
    for i in 0..<m {
        for j in 0..<n {
            let error = Double(logistic(z[i &* rowStride + j]) - t[i &* n + j])
            total += error * error
        }
    }
    return total
}

/// Counts the rows whose prediction is their class: the largest output, the first of equal ones, or
/// with a single output class 1 where it is above 0 and class 0 elsewhere.
///
/// A row that holds NaN is not right. m rows of n outputs at distance `rowStride`.
@_specialize(where S == Float)
@_specialize(where S == Double)
func correctCount<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, outputs z: UnsafePointer<S>,
    labels: UnsafePointer<Int32>
) -> Int {
    var count = 0
    for i in 0..<m {
        let z = z + i &* rowStride
        var (first, sum) = (0, z[0])
        for j in 1..<max(n, 1) {
            sum += z[j]
            if z[j] > z[first] { first = j }
        }
        if n == 1 { first = z[0] > 0 ? 1 : 0 }
        if first == Int(labels[i]) && !sum.isNaN { count += 1 }
    }
    return count
}
