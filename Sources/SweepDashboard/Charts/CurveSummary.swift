package import SweepCore

/// A curve in numbers, over all of its points.
package struct CurveSummary: Sendable {
    package private(set) var count = 0
    package private(set) var nanCount = 0
    package private(set) var positiveInfinityCount = 0
    package private(set) var negativeInfinityCount = 0
    /// The first point of each kind that is not finite.
    package private(set) var firstNaN: CurvePoint?
    package private(set) var firstPositiveInfinity: CurvePoint?
    package private(set) var firstNegativeInfinity: CurvePoint?
    package private(set) var first: CurvePoint?
    package private(set) var last: CurvePoint?
    package private(set) var lastFinite: CurvePoint?
    /// Of equal ones the earliest.
    package private(set) var minimum: CurvePoint?
    package private(set) var maximum: CurvePoint?

    package init() {}

    mutating func take(_ points: [CurvePoint]) {
        guard let newest = points.last else { return }
        if first == nil { first = points[0] }
        count += points.count
        last = newest
        var (lowest, highest) = (minimum, maximum)
        var lastFiniteIndex = -1
        for (index, point) in points.enumerated() {
            guard point.value.isFinite else {
                takeNonFinite(point)
                continue
            }
            lastFiniteIndex = index
            if point.value < lowest?.value ?? .infinity { lowest = point }
            if point.value > highest?.value ?? -.infinity { highest = point }
        }
        if lastFiniteIndex >= 0 { lastFinite = points[lastFiniteIndex] }
        (minimum, maximum) = (lowest, highest)
    }

    private mutating func takeNonFinite(_ point: CurvePoint) {
        if point.value.isNaN {
            nanCount += 1
            if firstNaN == nil { firstNaN = point }
        } else if point.value > 0 {
            positiveInfinityCount += 1
            if firstPositiveInfinity == nil { firstPositiveInfinity = point }
        } else {
            negativeInfinityCount += 1
            if firstNegativeInfinity == nil { firstNegativeInfinity = point }
        }
    }
}
