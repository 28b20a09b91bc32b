import Glibc
import SweepCore

/// How much of the objective's variance each parameter explains by itself.
///
/// A main-effects analysis of variance (`MainEffects`) over the values of every varied parameter, where numeric ones
/// with many values are put into groups: the first-order part of a functional ANOVA (Hutter, Hoos
/// and Leyton-Brown, ICML 2014), without its random forest. Interactions and noise together are the rest. The logarithm
/// of the objective is taken when all are positive and span two decades. Diverged runs have no objective and
/// do not count.
///
/// The interval holds 95 % of `bootstrapCount` bootstrap samples' shares, moved by the mean of those to the
/// estimate, because a sample with repeats overstates what is explained.
package struct Importance: Sendable, Equatable {
    /// The largest share first.
    package private(set) var shares: [Share] = []
    /// What no parameter explains by itself.
    package private(set) var rest = 0.0
    package private(set) var runCount = 0
    package private(set) var isLogarithmic = false
    /// Why there is nothing to show.
    package private(set) var reason: String?

    package struct Share: Sendable, Equatable {
        package var name: String
        package var share: Double
        package var low: Double
        package var high: Double
    }

    package static let fewestRuns = 20
    package static let bootstrapCount = 30

    package init() {}

    package init(columns: [ParameterColumn], rows: [Int32], objectives: [Double]) {
        runCount = rows.count
        guard rows.count >= Self.fewestRuns else {
            reason = "\(rows.count) of \(Self.fewestRuns) finished runs that this needs"
            return
        }
        let columns = columns.filter { $0.values.count > 1 }
        guard !columns.isEmpty else {
            reason = "nothing varies"
            return
        }
        guard let (low, high) = Self.range(objectives), low < high else {
            reason = "every run has the same objective value"
            return
        }
        guard let factors = Self.factors(columns, rows) else {
            reason = "too few runs for so many values"
            return
        }
        isLogarithmic = low > 0 && high / low >= LevelBins.logarithmicRatio
        let values = isLogarithmic ? objectives.map { log($0) } : objectives
        let ones = [Int32](repeating: 1, count: values.count)
        let estimate = MainEffects(factors: factors, values: values, weights: ones)
        let samples = Self.bootstrap(factors, values)
        shares = columns.indices.map { index in
            let share = estimate.shares[index]
            let own = samples.map { $0[index] }.sorted()
            let shift = share - own.reduce(0, +) / Double(own.count)
            return Share(
                name: columns[index].name, share: share,
                low: Self.clamped(Self.quantile(own, 0.025) + shift),
                high: Self.clamped(Self.quantile(own, 0.975) + shift))
        }
        rest = Self.clamped(1 - shares.reduce(0) { $0 + $1.share })
        shares.sort { $0.share > $1.share || $0.share == $1.share && $0.name < $1.name }
    }

    private static func range(_ values: [Double]) -> (Double, Double)? {
        guard let low = values.min(), let high = values.max() else { return nil }
        return (low, high)
    }

    /// The values themselves; numeric parameters with more than twelve in twelve groups of about equal size, or in
    /// fewer where there are not at least two runs for each degree of freedom.
    private static func factors(
        _ columns: [ParameterColumn], _ rows: [Int32]
    ) -> [(levels: [Int32], count: Int)]? {
        for groupCount in [LevelBins.mostLevels, 8, 4, 3, 2] {
            let factors = columns.map { factor($0, rows, groupCount: groupCount) }
            let freedom = factors.reduce(0) { $0 + $1.count - 1 }
            if 2 * (freedom + 1) <= rows.count { return factors }
        }
        return nil
    }

    private static func factor(
        _ column: ParameterColumn, _ rows: [Int32], groupCount: Int
    ) -> (levels: [Int32], count: Int) {
        guard column.isNumeric, column.values.count > groupCount else {
            return (rows.map { column.places[Int($0)] }, column.values.count)
        }
        var counts = [Int](repeating: 0, count: column.values.count)
        for row in rows { counts[Int(column.places[Int(row)])] += 1 }
        var groups: [Int32] = []
        var before = 0
        for count in counts {
            // The group of the middle of the value's runs.
            groups.append(Int32((before + count / 2) * groupCount / max(1, rows.count)))
            before += count
        }
        if column.values.last == .missing {
            groups[groups.count - 1] = Int32(groupCount)
            return (rows.map { groups[Int(column.places[Int($0)])] }, groupCount + 1)
        }
        return (
            rows.map { min(groups[Int(column.places[Int($0)])], Int32(groupCount - 1)) }, groupCount
        )
    }

    private static func bootstrap(
        _ factors: [(levels: [Int32], count: Int)], _ values: [Double]
    ) -> [[Double]] {
        var generator = BootstrapGenerator()
        let count = UInt64(values.count)
        return (0..<bootstrapCount).map { _ in
            var weights = [Int32](repeating: 0, count: values.count)
            for _ in values.indices { weights[Int(generator.next(below: count))] += 1 }
            return MainEffects(factors: factors, values: values, weights: weights).shares
        }
    }

    /// Linear between the order statistics; of sorted values, at least one.
    package static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    private static func clamped(_ share: Double) -> Double { min(max(share, 0), 1) }
}

/// SplitMix64 (Steele, Lea and Flood 2014) from a constant, so that the same runs give the same interval.
package struct BootstrapGenerator {
    private var state: UInt64 = 0x5745_4550_0000_2014

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The high part of a product (Lemire 2019), without rejection: its bias is below `bound` / 2^64.
    package mutating func next(below bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }
}
