/// Softmax cross-entropy of logits against probabilities of the classes, with its gradient in the
/// same pass.
///
/// Row-major, m rows of n classes; the targets q have no gap between rows:
///
///     loss_i = Σ_j q_ij (log Σ_k exp(z_ik − M_i) − (z_ij − M_i))      M the row maximum
///     dZ_ij  = (softmax(z_i)_j Σ_k q_ik − q_ij) / m                   gradient of the mean over rows
///
/// With smoothing ε the target is (1 − ε) q + ε / n. The result is the sum of the losses of the rows;
/// it is not finite when a logit is NaN or +∞. `rowStride` is the distance between the starts of two
/// rows of z, and `gradientStride` that of dZ; with 0 each row overwrites the one before, for an
/// evaluation without room for a gradient.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func softTargetCrossEntropy<S: Scalar>(
    rowCount m: Int, classCount n: Int, rowStride: Int? = nil, logits z: UnsafePointer<S>,
    targets q: UnsafePointer<S>, smoothing: Double = 0, gradient dZ: UnsafeMutablePointer<S>,
    gradientStride: Int? = nil
) -> Double {
    let stride = rowStride ?? n
    let share = 1 / S(m)
    var total = 0.0
    for i in 0..<m {
        total += hardRow(
            classCount: n, logits: z + i &* stride, targets: q + i &* n, label: 0,
            smoothing: smoothing, share: share, gradient: dZ + i &* (gradientStride ?? stride))
    }
    return total
}

/// The loss of a student that learns from a teacher and from the right answers, with its gradient in
/// the same pass: α T² KL(softmax(t / T) ‖ softmax(z / T)) + (1 − α) CE(z, y), mean over rows.
///
/// Hinton, Vinyals and Dean, arXiv 1503.02531, §2; T² keeps the size of the soft gradient as T grows,
/// and no gradient goes into the teacher. Row-major, m rows of n classes, teacher logits t without
/// a gap between rows:
///
///     dZ_ij  = (α T (softmax(z_i / T)_j − softmax(t_i / T)_j) + (1 − α) (softmax(z_i)_j − q_ij)) / m
///
/// The right answers are `labels`, or the probabilities q of each row where `targets` is given; both
/// are smoothed. Where z = t the first part is exactly 0. The gradient dZ is overwritten and
/// `scratch` is room for two rows. The result is the sum over rows.
///
/// - Precondition: α lies in 0 ... 1, T is above 0, and each label lies in 0 ..< n.
@_specialize(where S == Float)
@_specialize(where S == Double)
package func distillationLoss<S: Scalar>(
    rowCount m: Int, classCount n: Int, rowStride: Int? = nil, logits z: UnsafePointer<S>,
    teacherLogits t: UnsafePointer<S>, labels: UnsafePointer<Int32>,
    targets q: UnsafePointer<S>? = nil, smoothing: Double = 0, weight: Double, temperature: Double,
    scratch: UnsafeMutablePointer<S>, gradient dZ: UnsafeMutablePointer<S>
) -> Double {
    let stride = rowStride ?? n
    let share = 1 / S(m)
    let (hardShare, softShare) = (S(1 - weight) * share, S(weight * temperature) * share)
    let cooling = S(1 / temperature)
    let (student, teacher) = (scratch, scratch + n)
    var (hard, soft) = (0.0, 0.0)
    for i in 0..<m {
        let (z, t, dZ) = (z + i &* stride, t + i &* n, dZ + i &* stride)
        let label = Int(labels[i])
        precondition(q != nil || (label >= 0 && label < n), "label \(label) of \(n) classes")
        hard += hardRow(
            classCount: n, logits: z, targets: q.map { $0 + i &* n }, label: label,
            smoothing: smoothing, share: hardShare, gradient: dZ)
        let (largest, teacherLargest) = (largestValue(z, count: n), largestValue(t, count: n))
        for j in 0..<n {
            student[j] = (z[j] - largest) * cooling
            teacher[j] = (t[j] - teacherLargest) * cooling
        }
        S.exponentials(of: student, minus: 0, count: n, to: student)
        S.exponentials(of: teacher, minus: 0, count: n, to: teacher)
        var (sum, teacherSum): (S, S) = (0, 0)
        for j in 0..<n {
            sum += student[j]
            teacherSum += teacher[j]
        }
        let normalizer = Double(S.logarithm(teacherSum) - S.logarithm(sum))
        var divergence = 0.0
        for j in 0..<n {
            let (p, target) = (student[j] / sum, teacher[j] / teacherSum)
            let gap = (t[j] - teacherLargest) - (z[j] - largest)
            divergence += Double(target) * (Double(gap * cooling) - normalizer)
            dZ[j] += softShare * (p - target)
        }
        soft += divergence
    }
    return weight * temperature * temperature * soft + (1 - weight) * hard
}

/// One row of cross-entropy against `targets`, or against `label` where they are nil.
///
/// The loss is not weighted; the gradient, overwritten, is multiplied by `share`.
@inline(__always)
private func hardRow<S: Scalar>(
    classCount n: Int, logits z: UnsafePointer<S>, targets q: UnsafePointer<S>?, label: Int,
    smoothing: Double, share: S, gradient dZ: UnsafeMutablePointer<S>
) -> Double {
    let (spread, rest) = (S(smoothing / Double(n)), S(1 - smoothing))
    let largest = largestValue(z, count: n)
    S.exponentials(of: z, minus: largest, count: n, to: dZ)
    var (sum, mass): (S, S) = (0, 0)
    for j in 0..<n {
        sum += dZ[j]
        mass += q?[j] ?? 0
    }
    mass = rest * (q == nil ? 1 : mass) + spread * S(n)
    let (normalizer, scale) = (S.logarithm(sum), mass / sum)
    var loss = 0.0
    for j in 0..<n {
        let target = rest * (q?[j] ?? (j == label ? 1 : 0)) + spread
        // A class without weight adds nothing, however small its probability.
        if target != 0 { loss += Double(target * (normalizer - (z[j] - largest))) }
        dZ[j] = share * (dZ[j] * scale - target)
    }
    // A row without any weight must show NaN all the same.
    return sum.isNaN ? .nan : loss
}

/// Returns the largest of `count` ≥ 1 values; a NaN may or may not win.
@inline(__always)
private func largestValue<S: Scalar>(_ z: UnsafePointer<S>, count: Int) -> S {
    var largest = z[0]
    for j in 1..<count { largest = z[j] > largest ? z[j] : largest }
    return largest
}
