package import SweepCore

/// What has to be known of each run of a large grid, made from pieces that are made once: a million configurations as
/// dictionaries would take minutes.
///
/// Serves grids of training runs without conditional parameters. There, configurations of one shape (the values of
/// the group-forming parameters) have the same keys, and differ in the values of the lane-variable axes alone.
package struct GridTable: Sendable {
    private let definition: SweepDefinition
    private let sampler: GridSampler
    /// Values as canonical JSON, and as they stand in a name, by axis and digit.
    private let valueTexts: [[String]]
    private let nameParts: [[String]?]
    /// Axes of group-forming parameters, those that decide over defaults, and those of lane-variable parameters
    /// in the order of their names.
    private let shapeAxes: [Int]
    private let decisiveAxes: [Int]
    private let laneAxes: [Int]

    /// A configuration's text with holes where the axes have their values.
    private struct Frame {
        /// One more than holes.
        var constants: [String] = []
        var axes: [Int] = []
        var parameters: [String] = []
    }

    /// Returns `nil` for a definition that it does not serve; `variedNames` are those that name a run.
    package init?(_ definition: SweepDefinition, sampler: GridSampler, variedNames: [String]) {
        guard definition.train != nil, definition.constraints.conditions.isEmpty else { return nil }
        self.definition = definition
        self.sampler = sampler
        let axes = sampler.axisCounts
        valueTexts = axes.map { parameter, count in
            (0..<count).map { parameter.distribution.gridValue(at: $0).canonicalJSON }
        }
        nameParts = axes.map { parameter, count in
            guard variedNames.contains(parameter.name) else { return nil }
            return (0..<count).map { digit in
                RunName.part(
                    of: parameter.name, value: parameter.distribution.gridValue(at: digit))
            }
        }
        let isLane = axes.map { ParameterTable.named($0.parameter.name)?.role == .laneVariable }
        shapeAxes = axes.indices.filter { !isLane[$0] }
        laneAxes = axes.indices.filter { isLane[$0] }.sorted {
            axes[$0].parameter.name.unicodeScalars.lexicographicallyPrecedes(
                axes[$1].parameter.name.unicodeScalars)
        }
        // Without sparsity the number of epochs decides over nothing.
        let prunes =
            definition.train?["sparsity"] != nil
            || axes.contains { $0.parameter.name == "sparsity" }
        decisiveAxes = axes.indices.filter { axis in
            let name = axes[axis].parameter.name
            return ParameterTable.decisive.contains(name) && (name != "epochs" || prunes)
        }
        // A name that is no axis, such as a constant that an extension has changed, is not in the parts.
        guard variedNames.allSatisfy({ name in axes.contains { $0.parameter.name == name } }) else {
            return nil
        }
    }

    // MARK: Keys

    /// Configurations with different shapes, and with different values of the lane-variable axes: one of each, by
    /// number. Whatever depends on the shape or on the lane alone needs to be looked at for these only.
    package var representatives: [Int] {
        var shapes: Set<Int> = []
        var lanes: Set<Int> = []
        var digits = [Int](repeating: 0, count: valueTexts.count)
        return (0..<(sampler.count ?? 0)).filter { index in
            sampler.readDigits(at: index, into: &digits)
            let isNewShape = shapes.insert(key(digits, shapeAxes)).inserted
            return lanes.insert(key(digits, laneAxes)).inserted || isNewShape
        }
    }

    private func key(_ digits: [Int], _ axes: [Int]) -> Int {
        axes.reduce(0) { $0 * valueTexts[$1].count + digits[$1] }
    }

    /// The places of the runs with these numbers (configuration · seeds + repeat): as `RunGrouping.places(for:)` gives
    /// them, without making a configuration per run.
    package func places(of runs: [Int], firstGroup: Int) -> [RunGrouping.Place] {
        let shapes = Shapes(self, runs)
        let ranks = laneRanks
        var digits = [Int](repeating: 0, count: valueTexts.count)
        var keys: [(shape: Int32, seed: Int32, lane: Int, position: Int32)] = []
        keys.reserveCapacity(runs.count)
        for (position, run) in runs.enumerated() {
            sampler.readDigits(at: run / definition.seeds, into: &digits)
            let lane = laneAxes.reduce(0) { $0 * valueTexts[$1].count + ranks[$1][digits[$1]] }
            keys.append(
                (
                    shapes.rank(key(digits, shapeAxes)),
                    Int32(truncatingIfNeeded: definition.runSeed(at: run % definition.seeds)),
                    lane, Int32(position)
                ))
        }
        keys.sort {
            $0.shape != $1.shape
                ? $0.shape < $1.shape
                : $0.seed != $1.seed
                    ? UInt32(bitPattern: $0.seed) < UInt32(bitPattern: $1.seed)
                    : $0.lane < $1.lane
        }
        return RunGrouping.cut(
            keys.map { Int($0.position) }, firstGroup: firstGroup,
            width: { shapes.widths[Int(keys[$0].shape)] },
            joins: { keys[$0].shape == keys[$1].shape && keys[$0].seed == keys[$1].seed })
    }

    /// The distinct shapes in the order of their texts.
    private struct Shapes {
        private var ranks: [Int: Int32] = [:]
        private(set) var widths: [Int?] = []

        init(_ table: GridTable, _ runs: [Int]) {
            var digits = [Int](repeating: 0, count: table.valueTexts.count)
            var texts: [(text: String, key: Int, width: Int?)] = []
            for run in runs {
                table.sampler.readDigits(at: run / table.definition.seeds, into: &digits)
                let key = table.key(digits, table.shapeAxes)
                guard ranks[key] == nil else { continue }
                ranks[key] = 0
                let configuration = table.definition.configuration(
                    for: table.sampler.configuration(at: run / table.definition.seeds))
                texts.append(
                    (
                        RunGrouping.shape(of: configuration), key,
                        configuration["width"]?.asInteger.map { Int(clamping: $0) }
                    ))
            }
            texts.sort { $0.text < $1.text }
            for (rank, item) in texts.enumerated() {
                ranks[item.key] = Int32(rank)
                widths.append(item.width)
            }
        }

        func rank(_ key: Int) -> Int32 { ranks[key] ?? 0 }
    }

    /// The rank of every value of the lane-variable axes among the texts of whole configurations.
    ///
    /// There a value is followed by a comma, or by the closing brace if no key comes after it; with that no value's text is
    /// the beginning of another's, so the texts of two configurations compare as the first values that differ.
    private var laneRanks: [[Int]] {
        valueTexts.indices.map { axis in
            guard laneAxes.contains(axis) else { return [] }
            let name = sampler.axisCounts[axis].parameter.name
            let keys = (sampler.count ?? 0) > 0 ? frame(at: 0).parameters : []
            let end = keys.last == name ? "}" : ","
            let texts = valueTexts[axis].map { $0 + end }
            var ranks = [Int](repeating: 0, count: texts.count)
            for (rank, digit) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
                ranks[digit] = rank
            }
            return ranks
        }
    }

    // MARK: Texts

    /// Whether any two runs of the grid have different names.
    ///
    /// That is so when no part of a name, with the hyphen after it, is the beginning of another value's part: names can
    /// then be read from the left, axis by axis.
    package var namesAreDistinct: Bool {
        zip(nameParts, valueTexts).allSatisfy { parts, texts in
            guard let parts else { return texts.count <= 1 }
            let sorted = parts.map { $0 + "-" }.sorted()
            return zip(sorted, sorted.dropFirst()).allSatisfy { !$1.hasPrefix($0) }
        }
    }

    /// Calls `body` with the name, the canonical configuration and the seed of each run, in the order given; returns the
    /// names of all parameters.
    package func forEach(
        _ runs: some Sequence<Int>, _ body: (String, String, Int) throws -> Void
    ) rethrows -> Set<String> {
        var frames: [Int: Frame] = [:]
        var parameters: Set<String> = []
        var digits = [Int](repeating: 0, count: valueTexts.count)
        for run in runs {
            let (index, repetition) = run.quotientAndRemainder(dividingBy: definition.seeds)
            sampler.readDigits(at: index, into: &digits)
            let key = key(digits, decisiveAxes)
            let frame: Frame
            if let known = frames[key] {
                frame = known
            } else {
                frame = self.frame(at: index)
                frames[key] = frame
                parameters.formUnion(frame.parameters)
            }
            var text = ""
            text.reserveCapacity(768)
            for (hole, axis) in frame.axes.enumerated() {
                text += frame.constants[hole]
                text += valueTexts[axis][digits[axis]]
            }
            text += frame.constants[frame.axes.count]
            let seed = definition.runSeed(at: repetition)
            var name = ""
            for (axis, parts) in nameParts.enumerated() {
                guard let parts else { continue }
                name += parts[digits[axis]]
                name += "-"
            }
            name += "s\(seed)"
            try body(name, text, seed)
        }
        return parameters
    }

    private func frame(at index: Int) -> Frame {
        let configuration = definition.configuration(for: sampler.configuration(at: index))
        let axes = Dictionary(
            sampler.axisCounts.enumerated().map { ($1.parameter.name, $0) },
            uniquingKeysWith: { first, _ in first })
        var frame = Frame()
        frame.parameters = configuration.values.keys.sorted {
            $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        }
        var text = "{"
        for (position, name) in frame.parameters.enumerated() {
            if position > 0 { text += "," }
            Value.appendQuoted(name, to: &text)
            text += ":"
            if let axis = axes[name] {
                frame.axes.append(axis)
                frame.constants.append(text)
                text = ""
            } else {
                (configuration[name] ?? .null).appendCanonicalJSON(to: &text)
            }
        }
        frame.constants.append(text + "}")
        return frame
    }
}
