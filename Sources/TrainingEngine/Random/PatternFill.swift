/// Numbers without chance and without a mathematical library: every program gets the same bits.
///
/// The formula is that of the project's reference numbers. For flat index n of a row-major tensor
///
///     amplitude · (2 · ((31 n² + 17 n + 101 seed) mod 1009) / 1009 − 1)
///
/// in 64-bit floating point; all values lie within ±amplitude.
package enum PatternFill {
    /// Returns the value of one element.
    package static func value(seed: Int, index n: Int, amplitude: Double) -> Double {
        let remainder = (31 * n * n + 17 * n + 101 * seed) % 1009
        return amplitude * (2 * (Double(remainder) / 1009) - 1)
    }

    /// Returns the first `count` values.
    package static func values(seed: Int, count: Int, amplitude: Double = 1) -> [Double] {
        (0..<count).map { value(seed: seed, index: $0, amplitude: amplitude) }
    }
}
