/// Numbers of which the spread is asked for.
struct NumberSample {
    private var values: [Double] = []

    mutating func append(_ value: Double) { values.append(value) }

    /// The percentile by linear interpolation between the nearest two values; `nil` without values.
    ///
    /// Sorts the values; `poll` is called now and then, and what it throws ends that.
    mutating func percentile(_ percent: Double, poll: () throws -> Void) rethrows -> Double? {
        guard !values.isEmpty else { return nil }
        var count = 0
        try values.sort {
            count &+= 1
            if count & 0xFFFF == 0 { try poll() }
            return $0 < $1
        }
        let place = percent / 100 * Double(values.count - 1)
        let index = min(Int(place), values.count - 1)
        let (low, high) = (values[index], values[min(index + 1, values.count - 1)])
        let share = place - Double(index)
        // Equal ones first: between two infinities there is no difference to take a share of.
        guard low != high, share > 0 else { return low }
        // From the nearer end, so that neither is missed by rounding, as numpy does it.
        return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
    }

    /// That of a sample, in two passes; `nil` for fewer than two values.
    var standardDeviation: Double? {
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        // The second sum is 0 but for rounding, which it takes away.
        var (squares, rest) = (0.0, 0.0)
        for value in values {
            squares += (value - mean) * (value - mean)
            rest += value - mean
        }
        let variance = (squares - rest * rest / Double(values.count)) / Double(values.count - 1)
        return variance.squareRoot()
    }

    /// How far the mean is usually off; `nil` for fewer than two values.
    var standardError: Double? {
        standardDeviation.map { $0 / Double(values.count).squareRoot() }
    }
}
