/// What happens to a lane's gradients and weights around an update rule.
protocol Shaping<S> {
    associatedtype S: Scalar

    /// Returns the gradient that the rule sees.
    func gradient(_ g: SIMD8<S>, at w: SIMD8<S>) -> SIMD8<S>

    /// Returns the weights after their decay and then a move.
    func moved(_ w: SIMD8<S>, by step: SIMD8<S>) -> SIMD8<S>
}

/// Nothing: the rule sees the gradient and moves the weights.
///
/// A type of its own, so that the loops of a plain rule hold no trace of what it does without.
struct NoShaping<S: Scalar>: Shaping {
    @inline(__always)
    func gradient(_ g: SIMD8<S>, at w: SIMD8<S>) -> SIMD8<S> { g }

    @inline(__always)
    func moved(_ w: SIMD8<S>, by step: SIMD8<S>) -> SIMD8<S> { w - step }
}

/// Clipping, decay and penalties.
///
/// Neutral constants change no bit; a lane that has only those does without (``isNeutral``).
struct GradientShaping<S: Scalar>: Shaping {
    /// Whether nothing is done.
    let isNeutral: Bool
    /// The factor that brings the gradient to its largest length.
    private let scale: S
    private let gradientLimit: S
    private let l1: S
    private let l2: S
    /// 1 − η λ.
    private let kept: S
    private let weightLimit: S

    /// Computes the constants of one update.
    ///
    /// - Parameters:
    ///   - plan: The lane's settings.
    ///   - learningRate: The scheduled rate.
    ///   - gradientNorm: The length of the gradient, looked at where the plan limits it.
    init(_ plan: LanePlan, learningRate: Double, gradientNorm: Double) {
        let limit = plan.clipNorm ?? .infinity
        scale = gradientNorm > limit ? S(limit / gradientNorm) : 1
        gradientLimit = plan.clipValue.map { S($0) } ?? .infinity
        l1 = S(plan.l1)
        l2 = S(plan.l2)
        kept = S(1 - learningRate * plan.weightDecay)
        weightLimit = plan.weightClip.map { S($0) } ?? .infinity
        isNeutral =
            scale == 1 && gradientLimit == .infinity && l1 == 0 && l2 == 0 && kept == 1
            && weightLimit == .infinity
    }

    @inline(__always)
    func gradient(_ g: SIMD8<S>, at w: SIMD8<S>) -> SIMD8<S> {
        // Selections by mask are not vectorised, so each is made only where it can change something.
        var shaped = g * scale
        if gradientLimit < .infinity { shaped = limited(shaped, to: gradientLimit) }
        shaped += w * l2
        guard l1 != 0 else { return shaped }
        return shaped
            + SIMD8<S>(repeating: 0).replacing(with: l1, where: w .> 0)
            .replacing(with: -l1, where: w .< 0)
    }

    @inline(__always)
    func moved(_ w: SIMD8<S>, by step: SIMD8<S>) -> SIMD8<S> {
        let moved = w * kept - step
        return weightLimit < .infinity ? limited(moved, to: weightLimit) : moved
    }

    /// Returns the values within ±limit; NaN stays NaN.
    @inline(__always)
    private func limited(_ x: SIMD8<S>, to limit: S) -> SIMD8<S> {
        x.replacing(with: limit, where: x .> limit).replacing(with: -limit, where: x .< -limit)
    }
}

extension ParameterBlock {
    /// Returns the sum of the squares of the block's scalars, those of 512 at a time in `S`.
    @_specialize(where S == Float)
    @_specialize(where S == Double)
    func squaredNorm<S: Scalar>(_ stream: UnsafePointer<S>) -> Double {
        var total = 0.0
        for row in 0..<rowCount {
            let start = offset &+ row &* rowStride
            for chunk in Swift.stride(from: 0, to: rowLength, by: 512) {
                let end = min(chunk + 512, rowLength)
                var sum = SIMD8<S>(repeating: 0)
                for column in Swift.stride(from: chunk, to: end, by: 8) {
                    let place = VectorPlace(offset: start &+ column, count: min(8, end - column))
                    let values = place.load(stream)
                    sum += values * values
                }
                total += Double(sum.sum())
            }
        }
        return total
    }
}
