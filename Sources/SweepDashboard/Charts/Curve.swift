package import SweepCore

/// A curve in bounded memory, raw and smoothed: about 1 MB however many points it has.
///
/// Every finite value counts in the moving averages, whatever is kept to be drawn, so that another smoothing
/// is there at once and is exact.
package struct Curve: Sendable {
    /// Whether the newest point is among those that have come.
    package var isComplete = false
    /// What a close-up covers; `nil` for a whole curve.
    package var closeUpSteps: ClosedRange<Int64>?

    /// So many points are kept as they are.
    package static let capacity = 16_384
    static let smoothedCapacity = 4_096

    private var raw = SampleReducer(capacity: Self.capacity)
    /// A coarser reduction for charts of the whole curve; empty while `raw` has every point.
    private var coarse = SampleReducer(capacity: Self.smoothedCapacity)
    private var smoothers = Self.weights.map { Smoother(weight: $0) }
    private var smoothed = Self.weights.map { _ in
        SampleReducer(capacity: Self.smoothedCapacity)
    }
    private(set) var course = CurveCourse()
    /// Over all points, kept or not.
    package private(set) var summary = CurveSummary()

    private static let weights = ChartOptions.smoothingWeights.filter { $0 > 0 }

    package init() {}

    package init(_ points: [CurvePoint]) {
        append(points)
        isComplete = true
    }

    /// The points that are kept: all of them up to `capacity`, the extremes of every stretch from there on.
    package var points: [CurvePoint] { raw.samples }

    package var isReduced: Bool { raw.isReduced }

    /// How many points have come.
    package var count: Int { summary.count }

    /// Adds points with steps after those before.
    package mutating func append(_ new: [CurvePoint]) {
        summary.take(new)
        course.append(new)
        let wasReduced = raw.isReduced
        let before = wasReduced ? [] : raw.samples
        raw.append(new)
        if raw.isReduced {
            if !wasReduced { coarse.append(before) }
            coarse.append(new)
        }
        for index in smoothers.indices {
            var smoother = smoothers[index]
            smoothed[index].append(new) { smoother.smooth($0.value) }
            smoothers[index] = smoother
        }
    }

    /// The samples of the curve smoothed with a weight; the points themselves for a weight that is not one of
    /// `ChartOptions.smoothingWeights`.
    package func samples(smoothing weight: Double) -> [CurvePoint] {
        guard let index = Self.weights.firstIndex(of: weight) else { return raw.samples }
        return smoothed[index].samples
    }

    /// As `samples(smoothing:)`, a few thousand at most where the curve is reduced anyway.
    package func coarseSamples(smoothing weight: Double) -> [CurvePoint] {
        guard Self.weights.firstIndex(of: weight) == nil, raw.isReduced else {
            return samples(smoothing: weight)
        }
        return coarse.samples
    }
}
