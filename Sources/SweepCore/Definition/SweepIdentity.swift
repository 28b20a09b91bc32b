/// The identity of a sweep: the canonical JSON of its definition (`design.md` §5).
///
/// Name, description, resources, retry and keep do not count. `train` has the table's defaults filled in
/// and the checksums of the data sets are part of it, so the same file over other data is another sweep.
extension SweepDefinition {
    /// Returns the definition's normal form; its canonical JSON is the identity.
    ///
    /// - Parameter datasetChecksums: One entry per data set that the runs use, by its name.
    /// - Returns: A map; `train` is there for training runs only.
    package func identity(datasetChecksums: [String: String]) -> Value {
        var map: [String: Value] = [
            "method": .text(method.rawValue),
            "parameters": .map(
                Dictionary(
                    uniqueKeysWithValues: parameters.map { ($0.name, $0.distribution.identity) })),
            "seed": .integer(Int64(seed)),
            "seeds": runSeeds.map { .list($0.map { .integer(Int64($0)) }) }
                ?? .integer(Int64(seeds)),
        ]
        if let objective {
            map["metric"] = .map([
                "name": .text(objective.metric), "goal": .text(objective.goal.rawValue),
                "summary": .text(objective.summary.rawValue),
            ])
        }
        map.merge(constraints.identity) { own, _ in own }
        if let runCap { map["run_cap"] = .integer(Int64(runCap)) }
        if let train { map["train"] = .map(train) }
        if !program.isEmpty { map["program"] = .map(program) }
        if !datasetChecksums.isEmpty {
            map["datasets"] = .map(datasetChecksums.mapValues(Value.text))
        }
        return Self.fillingDefaults(in: .map(map))
    }

    /// Fills the table's defaults into the `train` part of a definition.
    ///
    /// A definition stored by an earlier version lacks the parameters that came later; filled the same
    /// way before the comparison, it is still the same sweep. A parameter that is swept gets no default.
    package static func fillingDefaults(in identity: Value) -> Value {
        guard var map = identity.asMap, let train = map["train"]?.asMap else { return identity }
        let swept = Set((map["parameters"]?.asMap ?? [:]).keys)
        var filled = train
        for parameter in ParameterTable.all where !swept.contains(parameter.name) {
            if filled[parameter.name] == nil, case .value(let value) = parameter.defaultValue {
                filled[parameter.name] = value
            }
        }
        map["train"] = .map(filled)
        return .map(map)
    }
}
