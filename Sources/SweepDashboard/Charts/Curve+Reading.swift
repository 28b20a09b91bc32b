package import SweepCore

extension Curve {
    /// The newest kept point at or before a place, and the smoothed one.
    ///
    /// `key` is what the place is measured by, a point's step or time. `nil` before the first point.
    package func reading(
        at place: Double, by key: KeyPath<CurvePoint, Int64>, smoothing weight: Double
    ) -> (raw: CurvePoint, smoothed: CurvePoint)? {
        let smoothed = samples(smoothing: weight)
        guard let raw = points.last(atOrBefore: place, by: key) else { return nil }
        return (raw, smoothed.last(atOrBefore: place, by: key) ?? raw)
    }

    /// The curve's course in `count` numbers, for a sparkline: of each equal part of its steps the value that stands
    /// out of it, else the mean; a part without points is like the one before it. NaN in the parts where nothing is
    /// finite.
    ///
    /// The first point never stands out: it is where a curve falls or rises from.
    package func levels(count: Int) -> [Double] { course.levels(count: count) }
}

extension [CurvePoint] {
    /// The index of the first point whose key is at least `place`.
    func lowerBound(_ place: Double, by key: KeyPath<CurvePoint, Int64>) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if Double(self[middle][keyPath: key]) < place {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The index of the first point whose key is greater than `place`.
    func upperBound(_ place: Double, by key: KeyPath<CurvePoint, Int64>) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if Double(self[middle][keyPath: key]) <= place {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The last point whose key is at most `place`.
    func last(atOrBefore place: Double, by key: KeyPath<CurvePoint, Int64>) -> CurvePoint? {
        let end = upperBound(place, by: key)
        return end == 0 ? nil : self[end - 1]
    }
}
