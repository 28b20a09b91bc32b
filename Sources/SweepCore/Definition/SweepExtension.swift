/// What may change from one definition of a sweep to a further one, and what follows from it.
package enum SweepExtension {
    /// Says why the runs of `new` do not belong beside those of `old`, or `nil` when they do; both are normal
    /// forms (`SweepDefinition.identity(datasetChecksums:)`).
    ///
    /// Runs of one sweep are ranked by one objective, draw from one sweep seed, and see the same data.
    package static func obstacle(from old: Value, to new: Value) -> String? {
        let (old, new) = (old.asMap ?? [:], new.asMap ?? [:])
        for (key, name) in [
            ("method", "method"), ("metric", "metric"), ("seed", "seed"), ("program", "program"),
        ] where old[key] != new[key] {
            return "its \(name) is \(shown(new[key])), that of the sweep \(shown(old[key]))"
        }
        if (old["train"] == nil) != (new["train"] == nil) {
            return "one of the two trains on the built-in engine, the other does not"
        }
        let (before, now) = (old["datasets"]?.asMap ?? [:], new["datasets"]?.asMap ?? [:])
        for (name, checksum) in now.sorted(by: { $0.key < $1.key }) {
            if before[name] == nil, !before.isEmpty {
                let names = before.keys.sorted().joined(separator: ", ")
                return "its data set is \(name), that of the sweep \(names)"
            }
            if let known = before[name], known != checksum {
                return "data set \(name) is not the one that the sweep was launched with"
            }
        }
        return nil
    }

    /// The parameters in which runs of the extended sweep differ: those of the new definition in file order,
    /// those that the sweep varied before, and constants that are not what they were.
    package static func variedNames(
        from old: Value, varied: [String], to new: SweepDefinition, identity: Value
    ) -> [String] {
        var names = new.variedNames
        names += varied.filter { !names.contains($0) }
        let (before, now) = (constants(of: old), constants(of: identity))
        let changed = now.keys.filter { name in
            before[name].map { $0 != now[name] } ?? false
        }
        return names + changed.filter { !names.contains($0) }.sorted()
    }

    private static func constants(of identity: Value) -> [String: Value] {
        let filled = SweepDefinition.fillingDefaults(in: identity).asMap ?? [:]
        var constants = filled["train"]?.asMap ?? [:]
        for (name, distribution) in filled["parameters"]?.asMap ?? [:] {
            constants[name] = distribution.asMap?["value"]
        }
        return constants
    }

    private static func shown(_ value: Value?) -> String {
        guard let value else { return "not given" }
        if let map = value.asMap, let name = map["name"], let goal = map["goal"] {
            return "\(name.display) (\(goal.display), \(map["summary"]?.display ?? "best"))"
        }
        return value.display
    }
}
