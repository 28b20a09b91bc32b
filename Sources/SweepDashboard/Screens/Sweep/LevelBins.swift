import Glibc
import SweepCore

/// Bins for a parameter with more values than a table can show.
package enum LevelBins {
    /// A numeric parameter with more levels than this is binned.
    package static let mostLevels = 12
    /// Values that span at least this ratio, all positive, are looked at on a logarithmic scale.
    package static let logarithmicRatio = 100.0

    /// Round edges around values from `low` to `high`: 1, 3, 10, 30 … on a logarithmic scale (whole decades where
    /// those would be too many), else multiples of 1, 2, 2.5 or 5 · 10^k.
    ///
    /// - Returns: At least two edges, rising; the first is at most `low`, the last at least `high`.
    package static func edges(from low: Double, to high: Double, isLogarithmic: Bool) -> [Double] {
        guard low < high, low.isFinite, high.isFinite, (high - low).isFinite else {
            return [low, high]
        }
        let edges = isLogarithmic ? decades(low, high) : multiples(low, high)
        // Rounding may leave the ends a hair inside.
        guard edges.count > 2 else { return [low, high] }
        return [min(low, edges[0])] + edges[1..<(edges.count - 1)] + [
            max(high, edges[edges.count - 1])
        ]
    }

    private static func decades(_ low: Double, _ high: Double) -> [Double] {
        let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
        let stride = max(1, (last - first + mostLevels - 1) / mostLevels)
        var edges: [Double] = []
        for exponent in Swift.stride(from: first, through: last + stride - 1, by: stride) {
            edges.append(power(exponent))
            if stride == 1, last - first <= mostLevels / 2 { edges.append(power(exponent, 3)) }
        }
        let begin = edges.lastIndex { $0 <= low } ?? 0
        let end = edges.firstIndex { $0 >= high } ?? edges.count - 1
        return Array(edges[begin...max(begin, end)])
    }

    /// `factor` · 10^`exponent` as its decimal text reads: a division, not a product, below one.
    private static func power(_ exponent: Int, _ factor: Double = 1) -> Double {
        exponent < 0 ? factor / pow(10, Double(-exponent)) : factor * pow(10, Double(exponent))
    }

    private static func multiples(_ low: Double, _ high: Double) -> [Double] {
        let rough = (high - low) / 8
        let exponent = Int(log10(rough).rounded(.down))
        // Compared and multiplied as tenths, which are exact where 2.5 · 10^k is not.
        let tenths =
            [10, 20, 25, 50, 100].first { Double($0) * power(exponent - 1) >= rough } ?? 100
        func edge(_ index: Double) -> Double { power(exponent - 1, index * Double(tenths)) }
        let step = edge(1)
        guard step > 0, step.isFinite else { return [low, high] }
        let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
        guard last - first < 64, first.magnitude < 1e15 else { return [low, high] }
        return stride(from: first, through: last, by: 1).map(edge)
    }
}
