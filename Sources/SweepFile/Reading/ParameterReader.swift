import SweepCore

/// A parameter as it was read, with the places that later checks point at.
struct ReadParameter {
    let name: String
    /// Where the name stands, or the `--set` that replaced it.
    let place: Place
    var distribution: ParameterDistribution
    /// One place per value of a constant or a list.
    var valuePlaces: [Place] = []
}

/// Reads the `parameters` of a sweep file: short forms, explicit distributions and nested maps.
struct ParameterReader {
    private(set) var parameters: [ReadParameter] = []
    private var names: Set<String> = []

    /// Appends the parameters of a map in file order, nested ones by their dotted names.
    mutating func read(_ node: FileNode, prefix: String = "") throws(SweepFileError) {
        let what = prefix.isEmpty ? "parameters" : "parameters of \(prefix.dropLast().quoted)"
        for entry in try node.section(what).entries {
            guard Self.isName(entry.key) else {
                throw entry.place.error(
                    "the parameter name \(entry.key.quoted); "
                        + "allowed are letters, digits and _ . - after a letter or _")
            }
            let name = prefix + entry.key
            guard case .map(let keys) = entry.value.content else {
                throw entry.value.place.error(
                    "parameter \(name.quoted) is \(entry.value.found); it must be a map "
                        + "such as {values: [1, 2]} or {value: 1}")
            }
            if let nested = keys.first(where: { $0.key == "parameters" }) {
                guard keys.count == 1 else {
                    throw nested.place.error(
                        "parameter \(name.quoted) has parameters besides other keys; "
                            + "nested parameters stand alone")
                }
                try read(nested.value, prefix: name + ".")
                continue
            }
            guard names.insert(name).inserted else {
                throw entry.place.error(
                    "parameter \(name.quoted) is given twice, nested and by its dotted name; "
                        + "give it once")
            }
            parameters.append(try Self.parameter(name, entry: entry))
        }
    }

    /// `[A-Za-z_][A-Za-z0-9_.-]*`, as W&B has it.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first != ".", first != "-",
            !("0"..."9").contains(first)
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-": true
            default: false
            }
        }
    }

    private static func parameter(
        _ name: String, entry: FileNode.Entry
    ) throws(SweepFileError) -> ReadParameter {
        let section = Section(
            what: "parameter \(name.quoted)", place: entry.place,
            entries: try entry.value.section("parameter \(name.quoted)").entries)
        let distribution = try distributionName(section)
        switch distribution {
        case "constant":
            try allow(["value"], in: section, for: distribution)
            let node = try section.required("value")
            return ReadParameter(
                name: name, place: entry.place, distribution: .constant(node.value),
                valuePlaces: [node.place])
        case "categorical":
            try allow(["values"], in: section, for: distribution)
            let nodes = try values(section)
            return ReadParameter(
                name: name, place: entry.place, distribution: .categorical(nodes.map(\.value)),
                valuePlaces: nodes.map(\.place))
        case "categorical_w_probabilities":
            try allow(["values", "probabilities"], in: section, for: distribution)
            let nodes = try values(section)
            return ReadParameter(
                name: name, place: entry.place,
                distribution: .categorical(
                    nodes.map(\.value),
                    probabilities: try probabilities(section, count: nodes.count)),
                valuePlaces: nodes.map(\.place))
        default:
            return ReadParameter(
                name: name, place: entry.place,
                distribution: try numeric(section, distribution: distribution))
        }
    }

    /// The distribution that is named, or that the short form stands for.
    private static func distributionName(_ section: Section) throws(SweepFileError) -> String {
        if let node = section["distribution"] {
            return try node.choice(
                "distribution of \(section.what)", among: DistributionRule.allNames)
        }
        if section["value"] != nil { return "constant" }
        if section["values"] != nil {
            return section["probabilities"] == nil ? "categorical" : "categorical_w_probabilities"
        }
        if let minimum = section["min"], let maximum = section["max"] {
            if case (.integer, .integer) = (minimum.value, maximum.value) { return "int_uniform" }
            return "uniform"
        }
        let known = ["value", "values", "min", "max", "distribution", "parameters"]
        let hint =
            section.entries.first.map { NearestName.hint($0.key, among: known) } ?? ""
        throw section.place.error(
            "\(section.what) has no values; it needs value, values, min and max, "
                + "a distribution or parameters\(hint)")
    }

    private static func allow(
        _ keys: [String], in section: Section, for distribution: String
    ) throws(SweepFileError) {
        for entry in section.entries where entry.key != "distribution" && !keys.contains(entry.key)
        {
            throw entry.place.error(
                "unknown key \(entry.key.quoted) in \(section.what); \(distribution) takes "
                    + keys.joined(separator: ", ") + NearestName.hint(entry.key, among: keys))
        }
    }

    private static func values(_ section: Section) throws(SweepFileError) -> [FileNode] {
        let node = try section.required("values")
        let nodes = try node.list("values of \(section.what)", of: "values")
        guard !nodes.isEmpty else {
            throw node.place.error(
                "values of \(section.what) is an empty list; give one value or more")
        }
        return nodes
    }

    private static func probabilities(
        _ section: Section, count: Int
    ) throws(SweepFileError) -> [Double] {
        let node = try section.required("probabilities")
        let what = "probabilities of \(section.what)"
        let nodes = try node.list(what, of: "numbers from 0 to 1")
        guard nodes.count == count else {
            throw node.place.error(
                "\(what): \(nodes.count.counted("number")) for \(count.counted("value")); "
                    + "give one per value")
        }
        var numbers: [Double] = []
        for node in nodes {
            guard let number = node.value.asNumber, number >= 0, number <= 1 else {
                throw node.mismatch("a probability of \(section.what)", "a number from 0 to 1")
            }
            numbers.append(number)
        }
        let sum = numbers.reduce(0, +)
        guard abs(sum - 1) <= 1e-6 else {
            throw node.place.error(
                "\(what) add up to \(Value.number(sum).canonicalJSON); they must add up to 1")
        }
        return numbers
    }

    private static func numeric(
        _ section: Section, distribution: String
    ) throws(SweepFileError) -> ParameterDistribution {
        let rule = DistributionRule.numeric.first { $0.name == distribution }
        let arguments = rule?.arguments ?? []
        try allow(arguments.map(\.name), in: section, for: distribution)
        var numbers: [String: Double] = [:]
        for argument in arguments {
            let what = "\(argument.name) of \(section.what)"
            if let node = section[argument.name] {
                numbers[argument.name] =
                    argument.isPositive
                    ? try node.number(what, above: 0) : try node.number(what)
            } else if let value = argument.defaultValue {
                numbers[argument.name] = value
            } else {
                throw section.place.error(
                    "\(section.what) needs \(argument.name) for \(distribution)")
            }
        }
        if let minimum = section["min"], let maximum = section["max"],
            let low = numbers["min"], let high = numbers["max"], low > high
        {
            throw minimum.place.error(
                "min of \(section.what) is \(minimum.found), above its max of \(maximum.found)")
        }
        switch distribution {
        case "int_uniform": return try integers(section)
        case "q_uniform":
            return .quantizedUniform(
                minimum: numbers["min"] ?? 0, maximum: numbers["max"] ?? 0,
                quantum: numbers["q"] ?? 1)
        default: return .continuous(name: distribution, arguments: numbers)
        }
    }

    private static func integers(
        _ section: Section
    ) throws(SweepFileError) -> ParameterDistribution {
        let all = Int64.min...Int64.max
        let minimum = try section.required("min").integer("min of \(section.what)", in: all)
        let maximum = try section.required("max").integer("max of \(section.what)", in: all)
        return .integerUniform(minimum: minimum, maximum: maximum)
    }
}

extension Substring {
    fileprivate var quoted: String { String(self).quoted }
}
