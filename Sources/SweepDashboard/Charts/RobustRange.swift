import Glibc

/// The range of a chart's y axis that a few outliers do not flatten.
///
/// As the whiskers of a box plot: from the 1st and the 99th percentile, with one value at least left out at
/// either end, as far as there are values within half of their distance (more where values are few); what
/// lies further out is clipped.
/// So a smooth course is always shown whole, and one value of 50 among losses below 3 changes nothing.
enum RobustRange {
    /// The range of the visible `values`, which are finite and change in order only; what is `kept` is never
    /// an outlier. `nil` when there is nothing.
    static func whiskers(_ values: inout [Double], kept: [Double], isLog: Bool)
        -> ClosedRange<Double>?
    {
        guard var range = whole(values, kept) else { return nil }
        guard values.count >= 8 else { return range }
        let trim = max(1, values.count / 100)
        let low = values.select(trim)
        let high = values.select(values.count - 1 - trim)
        let reach = 0.5 + 12 / Double(values.count)
        let (fence, ceiling) = fences(low, high, reach, isLog: isLog)
        var (bottom, top) = (low, high)
        for value in values {
            if value < bottom, value >= fence { bottom = value }
            if value > top, value <= ceiling { top = value }
        }
        for value in kept {
            bottom = min(bottom, value)
            top = max(top, value)
        }
        range = bottom...top
        return range
    }

    static func whole(_ values: [Double], _ kept: [Double]) -> ClosedRange<Double>? {
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values {
            if value < low { low = value }
            if value > high { high = value }
        }
        for value in kept {
            low = min(low, value)
            high = max(high, value)
        }
        return low <= high ? low...high : nil
    }

    private static func fences(_ low: Double, _ high: Double, _ reach: Double, isLog: Bool) -> (
        Double, Double
    ) {
        guard isLog else { return (low - reach * (high - low), high + reach * (high - low)) }
        let ratio = pow(high / low, reach)
        return (low / ratio, high * ratio)
    }
}

extension [Double] {
    /// The value that would be at `rank` if they were sorted; brings them into another order (C. A. R. Hoare,
    /// Algorithm 65, 1961).
    mutating func select(_ rank: Int) -> Double {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (i, j) = (low, high)
            while i <= j {
                while self[i] < pivot { i += 1 }
                while pivot < self[j] { j -= 1 }
                if i <= j {
                    swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if rank <= j { high = j } else if rank >= i { low = i } else { break }
        }
        return self[rank]
    }
}
