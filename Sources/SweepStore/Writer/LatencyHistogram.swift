/// How often something took how long, on a logarithmic scale of four steps an octave, in constant memory.
///
/// A quantile is the upper end of its step, so it is never too small and at most a quarter too large; below
/// 4 µs everything is one step an octave at best, and above half an hour everything is one step.
package struct LatencyHistogram: Sendable, Equatable {
    private static let stepCount = 128

    private var counts = [Int](repeating: 0, count: stepCount)
    package private(set) var count = 0

    package init() {}

    package mutating func add(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, seconds) * 1_000_000 + max(0, attoseconds) / 1_000_000_000_000
        counts[Self.step(of: UInt64(microseconds))] += 1
        count += 1
    }

    /// The duration that a share `q` of all stayed within; zero when there are none.
    ///
    /// - Precondition: `q` is above 0 and at most 1.
    package func quantile(_ q: Double) -> Duration {
        precondition(q > 0 && q <= 1, "quantile \(q)")
        let rank = max(1, Int((Double(count) * q).rounded(.up)))
        var passed = 0
        for (step, count) in counts.enumerated() {
            passed += count
            if passed >= rank { return .microseconds(Self.end(of: step)) }
        }
        return .zero
    }

    /// The octave, and the two bits below the leading one.
    private static func step(of microseconds: UInt64) -> Int {
        guard microseconds > 0 else { return 0 }
        let octave = 63 - microseconds.leadingZeroBitCount
        let quarter = Int((microseconds << 2) >> UInt64(octave)) & 3
        return min(octave * 4 + quarter, stepCount - 1)
    }

    private static func end(of step: Int) -> Int64 {
        let (octave, quarter) = (Int64(step / 4), Int64(step % 4))
        return max(1, ((5 + quarter) << octave) >> 2)
    }
}
