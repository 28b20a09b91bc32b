package import SweepCore

/// A series in bounded memory that loses no extreme: every point up to `capacity`, from then on the first,
/// lowest, highest and last of every few consecutive ones, each with its own step and time (M4; Jugel et al.,
/// VLDB 2014), and one that is not finite if there is any.
package struct SampleReducer: Sendable {
    package let capacity: Int
    /// In step order.
    package private(set) var samples: [CurvePoint] = []
    /// How many points one bucket stands for; 1 while every point is kept.
    package private(set) var span = 1
    /// Samples of buckets that are full; those of the open one follow them.
    private var closedCount = 0
    private var open = Bucket()

    /// - Precondition: `capacity` is at least 16.
    package init(capacity: Int) {
        precondition(capacity >= 16, "a capacity of \(capacity) samples is too small")
        self.capacity = capacity
    }

    package var isReduced: Bool { span > 1 }

    /// Adds points that come after those before. Amortized constant time for a point.
    package mutating func append(_ points: some Sequence<CurvePoint>) {
        append(points) { $0.value }
    }

    /// The same, with other values in their places.
    @inline(__always)
    mutating func append(
        _ points: some Sequence<CurvePoint>, value: (CurvePoint) -> Double
    ) {
        samples.removeLast(samples.count - closedCount)
        var bucket = open
        for point in points {
            let point = CurvePoint(step: point.step, value: value(point), time: point.time)
            guard span > 1 else {
                samples.append(point)
                closedCount += 1
                if closedCount > capacity { compact() }
                continue
            }
            bucket.take(point)
            guard bucket.count == span else { continue }
            closedCount += bucket.append(to: &samples)
            bucket = Bucket()
            if closedCount + Bucket.limit > capacity { compact() }
        }
        open = bucket
        _ = open.append(to: &samples)
    }

    /// Reduces every eight samples to those that count, and doubles what a bucket stands for.
    private mutating func compact() {
        let group = 8
        var kept: [CurvePoint] = []
        kept.reserveCapacity(capacity + Bucket.limit)
        var start = 0
        while start < samples.count {
            var bucket = Bucket()
            for index in start..<min(start + group, samples.count) { bucket.take(samples[index]) }
            _ = bucket.append(to: &kept)
            start += group
        }
        samples = kept
        closedCount = kept.count
        span = span == 1 ? group : span * 2
    }
}

/// Consecutive points and what is kept of them.
private struct Bucket: Sendable {
    static let limit = 5

    private(set) var count = 0
    private var finiteCount = 0
    private var first = CurvePoint(step: 0, value: 0, time: 0)
    private var lowest = CurvePoint(step: 0, value: 0, time: 0)
    private var highest = CurvePoint(step: 0, value: 0, time: 0)
    private var last = CurvePoint(step: 0, value: 0, time: 0)
    private var nonFinite: CurvePoint?

    @inline(__always)
    mutating func take(_ point: CurvePoint) {
        count += 1
        guard point.value.isFinite else {
            if nonFinite == nil { nonFinite = point }
            return
        }
        finiteCount += 1
        last = point
        if finiteCount == 1 {
            first = point
            lowest = point
            highest = point
        } else if point.value < lowest.value {
            lowest = point
        } else if point.value > highest.value {
            highest = point
        }
    }

    /// Appends the samples that are kept, in step order and each once; returns how many.
    func append(to samples: inout [CurvePoint]) -> Int {
        let start = samples.count
        if finiteCount > 0 {
            samples.append(first)
            let isLowestEarlier = lowest.step < highest.step
            for point in isLowestEarlier ? [lowest, highest] : [highest, lowest]
            where point.step > samples[samples.count - 1].step { samples.append(point) }
            if last.step > samples[samples.count - 1].step { samples.append(last) }
        }
        if let nonFinite {
            var place = samples.count
            while place > start, samples[place - 1].step > nonFinite.step { place -= 1 }
            samples.insert(nonFinite, at: place)
        }
        return samples.count - start
    }
}
