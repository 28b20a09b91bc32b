private import Glibc

/// How the learning rate changes with the steps, as a factor of its value.
///
/// The factor of step t of T, both without the warm-up steps before them and t counted from 0.
package enum Schedule: Sendable, Equatable {
    /// 1.
    case constant
    /// γ to the number of whole `size` steps.
    case step(size: Int, rate: Double)
    /// γᵗ.
    case exponential(rate: Double)
    /// 1 / (1 + d t).
    case inverseTime(rate: Double)
    /// (1 − t / T)ᵖ, down to `final`.
    case polynomial(power: Double, final: Double = 0)
    /// 1 − t / T, down to `final`.
    case linear(final: Double = 0)
    /// (1 + cos(π t / T)) / 2, down to `final`, which only step T would reach. Loshchilov and
    /// Hutter, arXiv 1608.03983, without restarts.
    case cosine(final: Double = 0)
    /// From 1 / 25 up to 1 in three tenths of the steps, then down to 4e-6, both along a line.
    /// Smith and Topin, arXiv 1708.07120.
    case oneCycle
    /// √(W / (t + W + 1)) after W steps of warm-up, and 1 / √(t + 1) without. Vaswani et al., 2017,
    /// §5.3.
    case inverseSquareRoot

    /// Returns the factor of a step, counted from 0, of a run of `stepCount` steps in all.
    ///
    /// A warm-up of W steps rises from 1 / W to 1; the schedule begins after it.
    package func factor(step: Int, of stepCount: Int, warmupSteps: Int = 0) -> Double {
        if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
        let (t, total) = (step - warmupSteps, max(1, stepCount - warmupSteps))
        let rest = 1 - Double(t) / Double(total)
        switch self {
        case .constant: return 1
        case .step(let size, let rate): return pow(rate, Double(t / size))
        case .exponential(let rate): return pow(rate, Double(t))
        case .inverseTime(let rate): return 1 / (1 + rate * Double(t))
        case .polynomial(let power, let final): return final + (1 - final) * pow(rest, power)
        case .linear(let final): return final + (1 - final) * rest
        case .cosine(let final):
            return final + (1 - final) * (1 + cos(.pi * (1 - rest))) / 2
        case .oneCycle:
            let (peak, low) = (3 * total / 10, 1 / 25e4)
            if t < peak { return 0.04 + 0.96 * Double(t) / Double(peak) }
            return 1 - (1 - low) * Double(t - peak) / Double(max(1, total - 1 - peak))
        case .inverseSquareRoot:
            return (Double(max(warmupSteps, 1)) / Double(step + 1)).squareRoot()
        }
    }

    /// Refuses constants outside their range, naming the setting at fault.
    package func validate() throws(TrainingEngineError) {
        switch self {
        case .constant, .oneCycle, .inverseSquareRoot: break
        case .step(let size, let rate):
            try require(Double(size), "decay_steps", "1 or more", size >= 1)
            try require(rate, "decay_rate", "above 0 and at most 1", rate > 0 && rate <= 1)
        case .exponential(let rate):
            try require(rate, "decay_rate", "above 0 and at most 1", rate > 0 && rate <= 1)
        case .inverseTime(let rate): try require(rate, "decay_rate", "0 or more", rate >= 0)
        case .polynomial(let power, let final):
            try require(power, "decay_power", "above 0", power > 0)
            try require(final, "final_factor", "from 0 to 1", final >= 0 && final <= 1)
        case .linear(let final), .cosine(let final):
            try require(final, "final_factor", "from 0 to 1", final >= 0 && final <= 1)
        }
    }
}
