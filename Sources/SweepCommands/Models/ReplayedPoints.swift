import SweepCore
import SweepStore
import Synchronization

/// The points of a run that is trained again, kept in memory to be compared with the stored ones.
final class ReplayedPoints: MetricSink {
    private struct Point {
        let step: Int64
        let value: Double
    }

    private struct State {
        var names: [String] = []
        var series: [[Point]] = []
    }

    private let state = Mutex(State())

    func metric(named name: String) throws -> MetricID {
        state.withLock { state in
            if let index = state.names.firstIndex(of: name) { return MetricID(Int64(index)) }
            state.names.append(name)
            state.series.append([])
            return MetricID(Int64(state.names.count - 1))
        }
    }

    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {
        state.withLock { $0.series[Int(metric.rawValue)].append(Point(step: step, value: value)) }
    }

    // MARK: Comparing

    /// Compares with the stored points of a run, measurements excepted.
    func compare(with run: RunID, in reader: StoreReader) throws -> PointComparison {
        let state = state.withLock { $0 }
        let stored = try reader.summaries(of: run)
        var comparison = PointComparison()
        let names = Set(stored.map(\.name)).union(state.names).sorted()
        for name in names where !TrainingMetricName.isMeasurement(name) {
            comparison.metricCount += 1
            var replayed = state.names.firstIndex(of: name).map { state.series[$0] } ?? []
            replayed.reverse()
            if let metric = stored.first(where: { $0.name == name })?.metric {
                try reader.forEachPoint(of: run, metric: metric, steps: 0...Int64.max) { point in
                    while let next = replayed.last, next.step < point.step {
                        comparison.add(name, step: next.step, stored: nil, now: next.value)
                        replayed.removeLast()
                    }
                    let isThere = replayed.last?.step == point.step
                    comparison.add(
                        name, step: point.step, stored: point.value,
                        now: isThere ? replayed.removeLast().value : nil)
                }
            }
            for point in replayed.reversed() {
                comparison.add(name, step: point.step, stored: nil, now: point.value)
            }
        }
        return comparison
    }
}

/// What a comparison of points has found.
struct PointComparison {
    /// A point that is not the same, or is only on one side.
    struct Difference {
        let metric: String
        let step: Int64
        let stored: Double?
        let now: Double?
    }

    /// How many differences are shown.
    private static let shown = 10

    var metricCount = 0
    private(set) var pointCount = 0
    private(set) var differenceCount = 0
    /// The first ones, by the metric's name and the step.
    private(set) var differences: [Difference] = []

    /// Takes a point; `nil` where it is not there.
    mutating func add(_ metric: String, step: Int64, stored: Double?, now: Double?) {
        pointCount += 1
        guard !Self.isSame(stored, now) else { return }
        differenceCount += 1
        guard differences.count < Self.shown else { return }
        differences.append(Difference(metric: metric, step: step, stored: stored, now: now))
    }

    /// Every NaN is stored as the same one; all other values have their bits.
    private static func isSame(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return false }
        return a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
    }
}
