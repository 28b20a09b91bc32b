package import SweepCore

/// The text of a sweep file that makes one run.
package enum RunFile {
    /// Everything is constant; keys in the order of their names, values as JSON where YAML would take them for
    /// something else. What is left out has the same value by default.
    package static func lines(
        name: String, train: [String: Value], objective: Objective?, seed: UInt32, runSeed: Int
    ) -> [String] {
        var lines = ["name: \(text(.text(name)))", "method: grid"]
        if let objective {
            lines.append(
                "metric: {name: \(text(.text(objective.metric))), goal: \(objective.goal.rawValue), "
                    + "summary: \(objective.summary.rawValue)}")
        }
        lines.append("train:")
        for (name, value) in explicit(train).sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name): \(text(value))")
        }
        if seed != 0 { lines.append("seed: \(seed)") }
        if runSeed != 0 { lines.append("seeds: [\(runSeed)]") }
        return lines
    }

    /// What is no part of the definition; what says the same as nothing is left out.
    package static func lines(_ settings: SweepSettings) -> [String] {
        var lines: [String] = []
        if settings.keep != .none { lines.append("keep: \(settings.keep.rawValue)") }
        if settings.retry != .none, let retry = settings.value.asMap?["retry"] {
            lines.append("retry: \(retry.canonicalJSON)")
        }
        return lines
    }

    /// Without the values that the table fills in by itself, many of which would be refused where they have no effect.
    private static func explicit(_ train: [String: Value]) -> [String: Value] {
        var kept = train
        for name in train.keys.sorted() where name != "dataset" {
            var rest = kept
            rest[name] = nil
            let filled = ParameterTable.resolve(rest).values
            if train.allSatisfy({ filled[$0.key] == $0.value }) { kept = rest }
        }
        return kept
    }

    /// JSON is YAML; only plain words need no quotes.
    private static func text(_ value: Value) -> String {
        guard case .text(let text) = value else { return value.canonicalJSON }
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-/.".contains($0)) }
            && !reserved.contains(text.lowercased())
        return isPlain ? text : value.canonicalJSON
    }

    private static let reserved: Set = [
        "true", "false", "yes", "no", "on", "off", "null", "y", "n",
    ]
}
