/// The one table of parameters: it drives validation, `sweep parameters`, the docs and the grouping.
///
/// A parameter that is not here does not exist for training runs. A later version may add rows, with
/// defaults that leave existing runs as they were; it never changes what a row means.
package enum ParameterTable {
    package static let all: [ParameterInfo] = data + model + optimization + reporting

    package static var names: [String] { all.map(\.name) }

    /// Returns the row of that exact name.
    package static func named(_ name: String) -> ParameterInfo? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let data: [ParameterInfo] = [
        ParameterInfo(
            name: "dataset", short: "", kind: .text, defaultValue: .value(.text("digits")),
            unit: "",
            role: .groupForming,
            summary:
                "digits, fashion-mnist, or csv:PATH for a table of your own (`sweep data` lists them)"
        ),
        ParameterInfo(
            name: "target", short: "t", kind: .text, defaultValue: .none, unit: "column",
            role: .groupForming, summary: "the column to predict; csv: needs it"),
        ParameterInfo(
            name: "task", short: "", kind: .choice(["auto", "classification", "regression"]),
            defaultValue: .value(.text("auto")), unit: "", role: .groupForming,
            summary:
                "what a csv target is; auto: regression when it has fractions or more than 20 numbers"
        ),
        ParameterInfo(
            name: "ignore", short: "ignore", kind: .textList, defaultValue: .none, unit: "columns",
            role: .groupForming, summary: "columns of a csv table to leave out"),
        ParameterInfo(
            name: "validation", short: "v", kind: .number(Interval(0, 0.9, includesUpper: true)),
            defaultValue: .value(.number(0.1)), unit: "fraction of rows", role: .groupForming,
            summary: "the part of the rows kept for validation; 0 trains on all of them"),
    ]

    private static let model: [ParameterInfo] = [
        ParameterInfo(
            name: "model", short: "", kind: .choice(["mlp"]), defaultValue: .value(.text("mlp")),
            unit: "",
            role: .groupForming, summary: "the family of models: mlp, a multi-layer perceptron"),
        ParameterInfo(
            name: "depth", short: "d", kind: .integer(0...64), defaultValue: .value(.integer(2)),
            unit: "layers", role: .groupForming,
            summary: "hidden layers; 0 is softmax (or linear) regression"),
        ParameterInfo(
            name: "width", short: "w", kind: .integer(1...16_384),
            defaultValue: .value(.integer(64)),
            unit: "units", role: .groupForming, summary: "units per hidden layer"),
        ParameterInfo(
            name: "activation", short: "", kind: .choice(["relu", "tanh", "gelu", "identity"]),
            defaultValue: .value(.text("relu")), unit: "", role: .groupForming,
            summary: "the function after each hidden layer"),
        ParameterInfo(
            name: "initialization", short: "", kind: .choice(["auto", "he", "glorot"]),
            defaultValue: .value(.text("auto")), unit: "", role: .groupForming,
            summary: "how weights start; auto: he for relu and gelu, glorot for tanh and identity"),
    ]

    private static let optimization: [ParameterInfo] = [
        ParameterInfo(
            name: "optimizer", short: "", kind: .choice(["sgd", "momentum", "nesterov", "adam"]),
            defaultValue: .value(.text("sgd")), unit: "", role: .groupForming,
            summary: "the update rule; sgd takes momentum too, momentum and nesterov start from 0.9"
        ),
        ParameterInfo(
            name: "learning_rate", short: "lr",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .byRule("0.1 (sgd), 0.01 (momentum, nesterov), 0.001 (adam)"), unit: "",
            role: .laneVariable, summary: "the size of an update"),
        ParameterInfo(
            name: "momentum", short: "m", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .byRule("0 (sgd), 0.9 (momentum, nesterov)"), unit: "",
            role: .laneVariable,
            summary: "how much of the last update is kept; not used by adam"),
        ParameterInfo(
            name: "beta1", short: "b1", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .value(.number(0.9)), unit: "", role: .laneVariable,
            summary: "adam: decay of the gradient's mean"),
        ParameterInfo(
            name: "beta2", short: "b2", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .value(.number(0.999)), unit: "", role: .laneVariable,
            summary: "adam: decay of the squared gradient's mean"),
        ParameterInfo(
            name: "epsilon", short: "eps",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .value(.number(1e-8)), unit: "", role: .laneVariable,
            summary: "adam: added to the root, outside it"),
        ParameterInfo(
            name: "batch_size", short: "b", kind: .integer(1...1_048_576),
            defaultValue: .value(.integer(128)),
            unit: "rows", role: .groupForming,
            summary: "training rows per step; the last batch may be smaller"),
        ParameterInfo(
            name: "epochs", short: "e", kind: .integer(1...1_000_000),
            defaultValue: .value(.integer(5)),
            unit: "passes", role: .groupForming, summary: "passes over the training rows"),
    ]

    private static let reporting: [ParameterInfo] = [
        ParameterInfo(
            name: "log_every", short: "le", kind: .integer(1...1_000_000_000),
            defaultValue: .value(.integer(1)), unit: "steps", role: .groupForming,
            summary: "store train/loss at every step whose number this divides")
    ]

    /// The optimizers that look at a parameter, where not all of them do.
    package static let optimizersUsing = [
        "momentum": ["sgd", "momentum", "nesterov"],
        "beta1": ["adam"], "beta2": ["adam"], "epsilon": ["adam"],
    ]

    /// Returns the configuration with every default filled in, those by rule included.
    ///
    /// Values that are already there stay, also where they have no effect (momentum with adam).
    package static func resolve(_ values: [String: Value]) -> Configuration {
        var resolved = values
        for parameter in all where resolved[parameter.name] == nil {
            if case .value(let value) = parameter.defaultValue { resolved[parameter.name] = value }
        }
        let optimizer = resolved["optimizer"]?.asText ?? "sgd"
        if resolved["learning_rate"] == nil {
            let rate = ["sgd": 0.1, "adam": 0.001][optimizer] ?? 0.01
            resolved["learning_rate"] = .number(rate)
        }
        if resolved["momentum"] == nil {
            let hasMomentum = optimizer == "momentum" || optimizer == "nesterov"
            resolved["momentum"] = .number(hasMomentum ? 0.9 : 0)
        }
        return Configuration(resolved)
    }
}
