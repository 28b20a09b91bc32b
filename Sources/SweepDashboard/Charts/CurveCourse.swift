import SweepCore

/// A curve in a few hundred stretches of its points, each with mean and extremes: what a sparkline needs, for every
/// visible run in every picture, in bounded memory and time.
struct CurveCourse: Sendable {
    private static let mostStretches = 256

    private var stretches: [Stretch] = []
    /// Points of a full stretch.
    private var span = 1
    /// The first finite value.
    private var origin: Double?

    /// Consecutive points in numbers.
    private struct Stretch {
        let firstStep: Int64
        var lastStep: Int64
        var pointCount = 0
        var finiteCount = 0.0
        var lowest = Double.infinity
        var highest = -Double.infinity
        /// Of the distances to the origin, so that large values with small differences keep theirs.
        var sum = 0.0
        var squares = 0.0

        mutating func take(_ point: CurvePoint, origin: Double) {
            lastStep = point.step
            pointCount += 1
            guard point.value.isFinite else { return }
            let distance = point.value - origin
            finiteCount += 1
            sum += distance
            squares += distance * distance
            lowest = min(lowest, point.value)
            highest = max(highest, point.value)
        }

        mutating func join(_ next: Stretch) {
            lastStep = next.lastStep
            pointCount += next.pointCount
            finiteCount += next.finiteCount
            sum += next.sum
            squares += next.squares
            lowest = min(lowest, next.lowest)
            highest = max(highest, next.highest)
        }

        /// The extreme that is three standard deviations from the mean, or in a short stretch nearly as far as one of
        /// so few values can be; else the mean. Of two values, that further from what stands before them.
        func level(after last: Double?, origin: Double, isFirst: Bool) -> Double {
            guard finiteCount > 0 else { return .nan }
            let mean = origin + sum / finiteCount
            if finiteCount == 2, let last { return lowest + highest < 2 * last ? lowest : highest }
            let square = sum / finiteCount * (sum / finiteCount)
            let deviation = max(0, squares / finiteCount - square).squareRoot()
            let least = min(3, 0.9 * (finiteCount - 1).squareRoot()) * deviation
            let extreme = highest - mean >= mean - lowest ? highest : lowest
            var distance = (extreme - mean).magnitude
            if isFirst { distance = min(distance, (extreme - origin).magnitude) }
            return finiteCount > 2 && distance > least ? extreme : mean
        }
    }

    /// Adds points with steps after those before.
    mutating func append(_ points: [CurvePoint]) {
        for point in points {
            if origin == nil, point.value.isFinite { origin = point.value }
            if stretches.last.map({ $0.pointCount == span }) ?? true {
                if stretches.count == Self.mostStretches { halve() }
                stretches.append(Stretch(firstStep: point.step, lastStep: point.step))
            }
            stretches[stretches.count - 1].take(point, origin: origin ?? 0)
        }
    }

    /// Joins every two stretches.
    private mutating func halve() {
        stretches = stride(from: 0, to: stretches.count, by: 2).map { index in
            var stretch = stretches[index]
            stretch.join(stretches[index + 1])
            return stretch
        }
        span *= 2
    }

    /// As `Curve.levels(count:)` says.
    func levels(count: Int) -> [Double] {
        guard count > 0, let first = stretches.first, let last = stretches.last else { return [] }
        let width = Double(last.lastStep - first.firstStep) / Double(count)
        var (levels, index) = ([Double](), 0)
        for part in 1...count {
            let border = Double(first.firstStep) + width * Double(part)
            let isFirst = index == 0
            var whole: Stretch?
            while index < stretches.count,
                part == count || Double(stretches[index].firstStep) < border
            {
                whole?.join(stretches[index])
                if whole == nil { whole = stretches[index] }
                index += 1
            }
            let level = whole?.level(after: levels.last, origin: origin ?? 0, isFirst: isFirst)
            levels.append(level ?? levels.last ?? .nan)
        }
        return levels
    }
}
