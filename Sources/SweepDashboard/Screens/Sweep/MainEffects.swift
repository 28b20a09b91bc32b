/// An additive model of several factors, y ≈ mean + Σ effect(level of factor), fitted by least squares.
///
/// The normal equations are solved by Gauss–Seidel (backfitting): in a balanced grid one pass gives the exact
/// means of a multi-way analysis of variance; elsewhere passes go on until nothing changes. Factors that tell
/// the same runs apart share what they explain, the earlier one first.
package struct MainEffects: Sendable {
    /// Share of the variance that each factor's main effect has, corrected for chance and never negative.
    package private(set) var shares: [Double]
    /// Degrees of freedom of what the model leaves over.
    package let residualFreedom: Double

    private static let mostPasses = 200

    /// - Parameters:
    ///   - factors: For each factor the level of each run, and how many levels there are.
    ///   - values: What is explained, one for each run; finite.
    ///   - weights: How often each run counts.
    ///
    /// For a factor with k levels that occur, with N the sum of the weights, SS the total sum of squares and MS the
    /// mean square of what the model leaves over, the share is (Σ n·effect² − (k − 1)·MS) / SS: ε² (Kelley 1935;
    /// Hays' ω² has SS + MS below), with the sum over levels of the additive model's effects. In a balanced
    /// design Σ n·effect² is the factor's sum of squares.
    ///
    /// - Complexity: O(runs × factors² + passes × levels²).
    package init(factors: [(levels: [Int32], count: Int)], values: [Double], weights: [Int32]) {
        var starts: [Int] = []
        var size = 0
        for factor in factors {
            starts.append(size)
            size += factor.count
        }
        let total = Double(weights.reduce(0) { $0 + Int($1) })
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) }
        let mean = total > 0 ? sum / total : 0
        // together[a][b]: how many runs have both levels; sums: of the values' distances from the mean.
        var together = [Double](repeating: 0, count: size * size)
        var sums = [Double](repeating: 0, count: size)
        var squares = 0.0
        var places = [Int](repeating: 0, count: factors.count)
        for index in values.indices where weights[index] > 0 {
            let weight = Double(weights[index])
            let distance = values[index] - mean
            squares += weight * distance * distance
            for (factor, start) in starts.enumerated() {
                places[factor] = start + Int(factors[factor].levels[index])
            }
            for a in places {
                sums[a] += weight * distance
                for b in places { together[a * size + b] += weight }
            }
        }
        let effects = Self.solve(
            together, sums, starts: starts, counts: factors.map(\.count), total: total)
        let explained = zip(effects, sums).reduce(0) { $0 + $1.0 * $1.1 }
        let freedoms = zip(starts, factors).map { start, factor in
            Double(
                (start..<start + factor.count).reduce(0) {
                    $0 + (together[$1 * size + $1] > 0 ? 1 : 0)
                } - 1)
        }
        let left = total - 1 - freedoms.reduce(0, +)
        residualFreedom = left
        guard squares > 0, left > 0 else {
            shares = factors.map { _ in 0 }
            return
        }
        let meanSquare = max(0, squares - explained) / left
        shares = zip(starts, factors).enumerated().map { index, pair in
            let (start, factor) = pair
            let own = (start..<start + factor.count).reduce(0.0) {
                $0 + together[$1 * size + $1] * effects[$1] * effects[$1]
            }
            return max(0, (own - max(0, freedoms[index]) * meanSquare) / squares)
        }
    }

    private static func solve(
        _ together: [Double], _ sums: [Double], starts: [Int], counts: [Int], total: Double
    ) -> [Double] {
        let size = sums.count
        var effects = [Double](repeating: 0, count: size)
        let scale = sums.reduce(0) { max($0, $1.magnitude) }
        for _ in 0..<mostPasses {
            var change = 0.0
            for (start, count) in zip(starts, counts) {
                let own = start..<start + count
                for a in own {
                    let n = together[a * size + a]
                    guard n > 0 else { continue }
                    var rest = sums[a]
                    for b in 0..<size where !own.contains(b) {
                        rest -= together[a * size + b] * effects[b]
                    }
                    change = max(change, (rest / n - effects[a]).magnitude * n)
                    effects[a] = rest / n
                }
                // The mean effect of a factor is zero; what it has beside that belongs to the overall mean.
                let mean =
                    own.reduce(0) { $0 + together[$1 * size + $1] * effects[$1] } / max(total, 1)
                for a in own { effects[a] -= mean }
            }
            if change <= 1e-10 * scale { break }
        }
        return effects
    }
}
