/// Softmax cross-entropy of logits against class indices, with its gradient in the same pass.
///
/// Row-major, m rows of n classes. With the row maximum M subtracted no exponential overflows, and
/// with the logarithm of the sum no probability is ever divided into zero:
///
///     loss_i = log Σ_j exp(z_ij − M_i) − (z_ic − M_i)      c the right class of row i
///     dZ_ij  = (softmax(z_i)_j − [j = c]) / m               gradient of the mean over rows
///
/// With smoothing ε the target is (1 − ε) [j = c] + ε / n in place of [j = c], in the loss too. The
/// gradient dZ, m × n scalars, is overwritten. The result is the sum of the losses of the rows;
/// it is not finite when a logit is NaN or +∞. `rowStride` is the distance between the starts of two
/// rows of z, and of dZ; nil is n.
///
/// - Precondition: `n` ≥ 2 and each label lies in 0 ..< n.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func softmaxCrossEntropy<S: Scalar>(
    rowCount m: Int, classCount n: Int, rowStride: Int? = nil, logits z: UnsafePointer<S>,
    labels: UnsafePointer<Int32>, smoothing: Double = 0, gradient dZ: UnsafeMutablePointer<S>
) -> Double {
    let stride = rowStride ?? n
    let perRow = 1 / S(m)
    let (share, rest) = (S(smoothing / Double(n)), S(1 - smoothing))
    var total = 0.0
    for i in 0..<m {
        let (z, dZ) = (z + i &* stride, dZ + i &* stride)
        let label = Int(labels[i])
        precondition(label >= 0 && label < n, "label \(label) of \(n) classes")
        let largest = rowMaximum(z, count: n)
        S.exponentials(of: z, minus: largest, count: n, to: dZ)
        var sum: S = 0
        for j in 0..<n { sum += dZ[j] }
        let scale = perRow / sum
        guard smoothing > 0 else {
            total += Double(S.logarithm(sum) - (z[label] - largest))
            for j in 0..<n { dZ[j] *= scale }
            dZ[label] -= perRow
            continue
        }
        var others: S = 0
        for j in 0..<n {
            others += z[j] - largest
            dZ[j] = dZ[j] * scale - share * perRow
        }
        total += Double(S.logarithm(sum) - rest * (z[label] - largest) - share * others)
        dZ[label] -= rest * perRow
    }
    return total
}

/// Softmax cross-entropy and the count of right answers, without a gradient, for evaluation.
///
/// Shapes and precondition are those of the version with a gradient; `powers` is room for one row.
/// A row that holds NaN has no right answer.
@_specialize(where S == Float)
@_specialize(where S == Double)
func evaluateSoftmaxCrossEntropy<S: Scalar>(
    rowCount m: Int, classCount n: Int, rowStride: Int, logits z: UnsafePointer<S>,
    labels: UnsafePointer<Int32>, powers: UnsafeMutablePointer<S>
) -> LossSum {
    var total = LossSum()
    for i in 0..<m {
        let z = z + i &* rowStride
        let label = Int(labels[i])
        precondition(label >= 0 && label < n, "label \(label) of \(n) classes")
        let largest = rowMaximum(z, count: n)
        S.exponentials(of: z, minus: largest, count: n, to: powers)
        var sum: S = 0
        var first = 0
        for j in 0..<n {
            sum += powers[j]
            if z[j] > z[first] { first = j }
        }
        total.loss += Double(S.logarithm(sum) - (z[label] - largest))
        if first == label && !sum.isNaN { total.correctCount += 1 }
    }
    return total
}

/// Returns the largest of `count` ≥ 1 values.
///
/// A NaN may or may not win; the sum of powers shows it anyway.
@inline(__always)
private func rowMaximum<S: Scalar>(_ z: UnsafePointer<S>, count: Int) -> S {
    var largest = z[0]
    for j in 1..<count { largest = z[j] > largest ? z[j] : largest }
    return largest
}
