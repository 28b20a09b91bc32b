import SweepCore

/// The section `train`: constants of a training run, each with its place.
struct TrainSection {
    struct Constant {
        var value: Value
        let place: Place
    }

    var entries: [String: Constant]
    let place: Place

    static func read(_ top: Section) throws(SweepFileError) -> TrainSection? {
        guard let entry = top.entry("train") else { return nil }
        var constants: [String: Constant] = [:]
        for entry in try entry.value.section("train").entries {
            constants[entry.key] = Constant(value: entry.value.value, place: entry.place)
        }
        return TrainSection(entries: constants, place: entry.place)
    }
}

/// The parameters and the constants of `train`: all that a `--set` can change.
struct SearchSpace {
    var parameters: [ReadParameter]
    var train: TrainSection?

    /// Makes each named parameter or `train` key constant.
    ///
    /// A parameter of the table that the file does not mention becomes a `train` key.
    mutating func apply(_ overrides: [Override], path: String) throws(SweepFileError) {
        var names: Set<String> = []
        for override in overrides {
            let place = Place(path: path, position: .setting(override.text))
            guard names.insert(override.name).inserted else {
                throw place.error("\(override.name.quoted) is set twice; set it once")
            }
            if let index = parameters.firstIndex(where: { $0.name == override.name }) {
                parameters[index] = ReadParameter(
                    name: override.name, place: place, distribution: .constant(override.value),
                    valuePlaces: [place])
            } else if train != nil, ParameterTable.named(override.name) != nil {
                train?.entries[override.name] = TrainSection.Constant(
                    value: override.value, place: place)
            } else {
                throw place.error(unknown(override.name))
            }
        }
    }

    private func unknown(_ name: String) -> String {
        let own = parameters.map(\.name)
        guard train == nil else { return TrainingChecks.unknown(name, besides: own) }
        return "unknown parameter \(name.quoted)\(NearestName.hint(name, among: own)) "
            + "(a --set changes a parameter that the file has)"
    }

    /// Whether the file, or `--set`, gives a parameter.
    func mentions(_ name: String) -> Bool {
        parameters.contains { $0.name == name } || train?.entries[name] != nil
    }

    /// Whether a parameter is drawn from a range, so that its values are not known beforehand.
    func isRange(_ name: String) -> Bool {
        switch parameters.first(where: { $0.name == name })?.distribution {
        case .integerUniform, .quantizedUniform, .continuous: true
        case .constant, .categorical, nil: false
        }
    }

    /// The values that a parameter of the table takes in some run, its default when it is not given.
    func values(of name: String) -> [(value: Value, place: Place?)] {
        if let parameter = parameters.first(where: { $0.name == name }) {
            switch parameter.distribution {
            case .constant(let value): return [(value, parameter.place)]
            case .categorical(let values, _):
                return zip(values, parameter.valuePlaces).map { ($0, $1) }
            case .integerUniform(let minimum, let maximum):
                return [
                    (.integer(minimum), parameter.place), (.integer(maximum), parameter.place),
                ]
            case .quantizedUniform(let minimum, _, _):
                return [(.number(minimum), parameter.place)]
            case .continuous: return []
            }
        }
        if let constant = train?.entries[name] { return [(constant.value, constant.place)] }
        if let value = ParameterTable.named(name)?.implied { return [(value, nil)] }
        return []
    }
}
