/// TensorBoard's exponential moving average, freed of its bias towards zero.
///
/// `last = w·last + (1 − w)·y`, shown is `last / (1 − wⁿ)` after n finite values (tensorboard,
/// `line_chart_v2/lib/…/data_transformer`). What is not finite passes through and is not counted; a series
/// of one and the same value stays as it is.
package struct Smoother: Sendable {
    package let weight: Double
    private var last = 0.0
    /// wⁿ; 0 once it no longer matters, so that it never becomes a slow subnormal.
    private var power = 1.0
    private var constant: Double?
    private var isConstant = true

    package init(weight: Double) { self.weight = weight }

    /// A smoother that goes on from a smoothed value as if very many had come before.
    package init(weight: Double, from smoothed: Double) {
        self.weight = weight
        guard smoothed.isFinite else { return }
        last = smoothed
        power = 0
        isConstant = false
    }

    package mutating func smooth(_ value: Double) -> Double {
        guard value.isFinite else { return value }
        last = last * weight + (1 - weight) * value
        power = power < 1e-18 ? 0 : power * weight
        if isConstant {
            if let constant { isConstant = constant == value } else { constant = value }
            if isConstant { return value }
        }
        return last / (1 - power)
    }
}
