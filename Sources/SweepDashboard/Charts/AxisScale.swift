import Glibc

/// Where a value stands on an axis.
package struct AxisScale: Equatable, Sendable {
    let lower: Double
    let upper: Double
    package let isLog: Bool
    private let lowerMark: Double
    private let length: Double

    /// The scale of a range, made wide enough to be told apart in a `Double` with a few digits to spare.
    ///
    /// A logarithmic scale has no room for what is not positive: there the lower end moves up.
    package init(_ lower: Double, _ upper: Double, isLog: Bool) {
        let limit = 1e300
        var low = lower.isNaN ? 0 : min(max(lower, -limit), limit)
        var high = upper.isNaN ? low : min(max(upper, -limit), limit)
        if high < low { swap(&low, &high) }
        if isLog {
            high = max(high, 1e-290)
            low = max(low, high * 1e-290, 1e-300)
            if low <= 0 || low > high { low = high }
            if high / low < 1 + 1e-9 {
                low /= 1.1
                high *= 1.1
            }
        } else if high - low <= max(abs(low), abs(high)) * 1e-9 || high - low < 1e-299 {
            let room = max(abs(low), abs(high)) * 0.1
            low -= room > 1e-290 ? room : 1
            high += room > 1e-290 ? room : 1
        }
        self.lower = low
        self.upper = high
        self.isLog = isLog
        lowerMark = isLog ? log10(low) : low
        length = (isLog ? log10(high) : high) - lowerMark
    }

    /// 0 at the lower end, 1 at the upper one, beyond them for what lies outside; −∞ for what a logarithmic
    /// axis cannot have.
    func fraction(_ value: Double) -> Double {
        guard isLog else { return (value - lowerMark) / length }
        return value > 0 ? (log10(value) - lowerMark) / length : -.infinity
    }

    func value(at fraction: Double) -> Double {
        let mark = lowerMark + fraction * length
        return isLog ? pow(10, mark) : mark
    }

    package var range: ClosedRange<Double> { lower...upper }

    /// The scale without the parts of it below and above the two fractions; beyond 0 and 1 to widen it.
    func part(_ from: Double, _ to: Double) -> AxisScale {
        AxisScale(value(at: from), value(at: to), isLog: isLog)
    }

    /// The dot of a raster of `count` dots; the ends of the scale are its first and last dot, and what lies
    /// outside is on them too.
    package func dot(_ value: Double, of count: Int) -> Int {
        let place = position(value, of: count) + 0.5
        guard place > 0 else { return 0 }
        return place < Double(count) ? Int(place) : max(0, count - 1)
    }

    /// The same between the dots, and not bounded.
    func position(_ value: Double, of count: Int) -> Double { fraction(value) * Double(count - 1) }
}
