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

    /// The curve's course in `count` numbers, for a sparkline: the mean of each equal part of its steps; a part
    /// without points is like the one before it. NaN in the parts where nothing is finite.
    package func levels(count: Int) -> [Double] {
        let samples = coarseSamples(smoothing: 0)
        guard count > 0, let first = samples.first, let last = samples.last else { return [] }
        let width = Double(last.step - first.step) / Double(count)
        var (levels, start) = ([Double](), 0)
        for part in 1...count {
            let border = Double(first.step) + width * Double(part)
            var end = part == count ? samples.count : samples.lowerBound(border, by: \.step)
            end = max(start, end)
            levels.append(mean(of: samples[start..<end]) ?? levels.last ?? .nan)
            start = end
        }
        return levels
    }

    /// Of at most a few dozen of them, evenly taken; `nil` for none.
    private func mean(of samples: ArraySlice<CurvePoint>) -> Double? {
        guard !samples.isEmpty else { return nil }
        var (sum, finiteCount) = (0.0, 0)
        for index in stride(
            from: samples.startIndex, to: samples.endIndex, by: max(1, samples.count / 32))
        where samples[index].value.isFinite {
            sum += samples[index].value
            finiteCount += 1
        }
        return finiteCount == 0 ? .nan : sum / Double(finiteCount)
    }
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
