import Glibc

/// Bounds of a range in as few digits as tell the values in it from all others.
enum RoundBounds {
    /// Fewer would let in too much of what may still come.
    private static let leastDigits = 4

    /// Widens `low...high` to bounds of four significant digits, or as many more as are needed to leave out every
    /// other one of `values`, which may stand in any order.
    static func around(_ low: Double, _ high: Double, among values: [Double]) -> (Double, Double) {
        var (below, above) = (-Double.infinity, Double.infinity)
        for value in values {
            if value < low { below = max(below, value) }
            if value > high { above = min(above, value) }
        }
        return (
            rounded(low, .down) { $0 <= low && $0 > below },
            rounded(high, .up) { $0 >= high && $0 < above }
        )
    }

    private static func rounded(
        _ value: Double, _ rule: FloatingPointRoundingRule, where isWithin: (Double) -> Bool
    ) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let exponent = Int(log10(value.magnitude).rounded(.down))
        for digits in leastDigits...16 {
            let power = digits - 1 - exponent
            // In two steps: one power of ten alone may be no number.
            let half = power / 2
            let scaled = value * pow(10, Double(half)) * pow(10, Double(power - half))
            guard scaled.isFinite, scaled.magnitude < 1e17 else { return value }
            func number(_ whole: Double) -> Double? { Double("\(Int64(whole))e\(-power)") }
            // What has no more digits than these stays as it is, whatever the product was rounded to.
            if number(scaled.rounded()) == value { return value }
            if let wider = number(scaled.rounded(rule)), isWithin(wider) { return wider }
        }
        return value
    }
}
