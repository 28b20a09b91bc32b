import Glibc
package import SweepCore

/// One parameter over all runs of the table: its levels, and which of them each run has.
package struct ParameterColumn: Sendable {
    /// The parameter's name, or `seed`.
    package let name: String
    /// Whether it is the run's seed, which is no parameter.
    package let isSeed: Bool
    /// Every value that occurs, in order; a missing one last.
    package let values: [Level]
    /// Index into `values` for each row of the table.
    package let places: [Int32]
    /// Whether every value that is there is a number.
    package let isNumeric: Bool
    /// Numeric, positive, over at least two decades, and with more than half of its values in the lowest quarter of
    /// the range, as values drawn evenly from it are not.
    package let isLogarithmic: Bool
    /// What heat map and importance tell apart: the values, or bins of them and `missing`.
    package let levels: [Level]
    /// Index into `levels` for each of `values`.
    package let levelOfValue: [Int32]

    package var filterName: RunFilter.Name {
        if isSeed { return RunFilter.Name(RunFilter.Field.seed.rawValue) }
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "/")
        }
        let isWord = isPlain && !name.isEmpty && !name.hasPrefix("/")
        let isField = RunFilter.Field(rawValue: name) != nil
        return RunFilter.Name(name, isQuoted: !isWord || isField)
    }

    package var isBinned: Bool {
        levels.contains { if case .bin = $0 { true } else { false } }
    }

    /// The column of one parameter, by its place in `WatchedSweep.parameterNames`.
    package init(name: String, place: Int, rows: [WatchedRun]) {
        self.init(name: name, isSeed: false, count: rows.count) { row in
            Level(place < rows[row].parameters.count ? rows[row].parameters[place] : nil)
        }
    }

    package static func seeds(_ rows: [WatchedRun]) -> ParameterColumn {
        ParameterColumn(name: "seed", isSeed: true, count: rows.count) {
            .number(Double(rows[$0].seed))
        }
    }

    /// A single level for every run, where nothing varies.
    package static func single(_ rows: [WatchedRun]) -> ParameterColumn {
        ParameterColumn(name: "", isSeed: false, count: rows.count) { _ in .any }
    }

    private init(
        name: String, isSeed: Bool, count: Int, level: (Int) -> Level
    ) {
        var known: [Level: Int32] = [:]
        var found: [Level] = []
        var asFound: [Int32] = []
        asFound.reserveCapacity(count)
        for row in 0..<count {
            let level = level(row)
            if let place = known[level] {
                asFound.append(place)
            } else {
                let place = Int32(found.count)
                known[level] = place
                found.append(level)
                asFound.append(place)
            }
        }
        let order = found.indices.sorted { Level.precedes(found[$0], found[$1]) }
        var rank = [Int32](repeating: 0, count: found.count)
        for (place, index) in order.enumerated() { rank[index] = Int32(place) }
        self.name = name
        self.isSeed = isSeed
        values = order.map { found[$0] }
        places = asFound.map { rank[Int($0)] }
        let numbers = values.compactMap(\.number)
        let presentCount = values.last == .missing ? values.count - 1 : values.count
        isNumeric = !numbers.isEmpty && numbers.count == presentCount
        let (low, high) = (numbers.first ?? 0, numbers.last ?? 0)
        let median = numbers.isEmpty ? 0 : numbers[(numbers.count - 1) / 2]
        isLogarithmic =
            isNumeric && low > 0 && high / low >= LevelBins.logarithmicRatio
            && median / 2 < low / 8 + high / 8
        guard isNumeric, numbers.count > LevelBins.mostLevels else {
            levels = values
            levelOfValue = values.indices.map(Int32.init)
            return
        }
        let edges = LevelBins.edges(from: low, to: high, isLogarithmic: isLogarithmic)
        var levels = zip(edges, edges.dropFirst()).map { lower, upper in
            Level.bin(lower: lower, upper: upper, isLast: upper == edges.last)
        }
        var ofValue: [Int32] = []
        var bin = 0
        for value in numbers {
            while bin < levels.count - 1, value >= edges[bin + 1] { bin += 1 }
            ofValue.append(Int32(bin))
        }
        if presentCount < values.count {
            ofValue.append(Int32(levels.count))
            levels.append(.missing)
        }
        self.levels = levels
        levelOfValue = ofValue
    }

    /// Index into `levels` for a row of the table.
    package func level(ofRow row: Int) -> Int { Int(levelOfValue[Int(places[row])]) }

    /// Where each of `values` stands on an axis from 0 to 1: numbers to scale, anything else evenly. Where some
    /// runs lack the parameter, 0 is theirs and the numbers begin above it.
    package var axisFractions: [Float] {
        guard values.count > 1 else { return values.map { _ in 0.5 } }
        guard isNumeric, let low = values.first?.number else {
            return values.indices.map { Float($0) / Float(values.count - 1) }
        }
        let numbers = values.compactMap(\.number)
        let high = numbers.last ?? low
        let floor: Float = numbers.count < values.count ? 0.15 : 0
        return values.map { level in
            guard let value = level.number else { return 0 }
            guard high > low else { return floor + (1 - floor) / 2 }
            let fraction =
                isLogarithmic
                ? log(value / low) / log(high / low)
                : (value / 2 - low / 2) / (high / 2 - low / 2)
            return floor + (1 - floor) * Float(min(max(fraction, 0), 1))
        }
    }
}
