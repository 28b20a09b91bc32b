package import SweepCore

/// What each parameter is in most runs: the median of numbers, the most frequent of all else.
package struct TypicalParameters: Sendable {
    /// By the parameter's place; `nil` where there is no run.
    private var values: [Value?] = []
    /// What it was computed from; runs get no other parameters, so only their number counts.
    private(set) var watching: SweepID?
    private(set) var runCount = 0

    init() {}

    init(_ data: WatchedData) {
        watching = data.watching
        runCount = data.runs.count
        guard let sweep = data.sweep else { return }
        values = sweep.parameterNames.enumerated().map { place, name in
            guard sweep.variedNames.isEmpty || sweep.variedNames.contains(name) else { return nil }
            return Self.typical(
                data.runs.rows.compactMap { run in
                    place < run.parameters.count ? run.parameters[place] : nil
                })
        }
    }

    func isTypical(_ value: Value, _ place: Int) -> Bool {
        guard place < values.count, let typical = values[place] else { return true }
        return typical == value
    }

    /// Of an even number of numbers the lower middle one, so that it is a value that some run has. Of equally
    /// frequent others the first.
    package static func typical(_ values: [Value]) -> Value? {
        let numbers = values.compactMap(\.asNumber).sorted()
        if !numbers.isEmpty, numbers.count == values.count {
            return .number(numbers[(numbers.count - 1) / 2])
        }
        var counts: [Value: Int] = [:]
        var best: (value: Value, count: Int)?
        for value in values { counts[value, default: 0] += 1 }
        for value in values {
            let count = counts[value] ?? 0
            if count > best?.count ?? 0 { best = (value, count) }
        }
        return best?.value
    }
}
