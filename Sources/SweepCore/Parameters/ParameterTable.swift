/// The one table of parameters: it drives validation, `sweep parameters`, the docs and the grouping.
///
/// A parameter that is not here does not exist for training runs. A later version may add rows, with
/// defaults that leave existing runs as they were; it never changes what a row means.
package enum ParameterTable {
    package static let all: [ParameterInfo] =
        data + model + blocks + losses + optimization + scheduling + regularization + pruning
        + parametrization + selection + reporting

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
                "digits, fashion-mnist, article, or csv:PATH for a table of your own (`sweep data` lists them)"
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
            name: "activation", short: "",
            kind: .choice([
                "relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid", "softplus",
                "identity",
            ]),
            defaultValue: .value(.text("relu")), unit: "", role: .groupForming,
            summary: "the function after each hidden layer"),
        ParameterInfo(
            name: "initialization", short: "",
            kind: .choice(["auto", "he", "glorot", "lecun", "orthogonal", "normal", "pattern"]),
            defaultValue: .value(.text("auto")), unit: "", role: .groupForming,
            summary:
                "how weights start; auto: glorot for tanh, sigmoid and identity, he for the others"),
        ParameterInfo(
            name: "init_deviation", short: "id",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .implied(.number(1)), unit: "", role: .groupForming,
            summary:
                "initialization normal: the weights' deviation; pattern: their largest magnitude"
        ),
    ]

    private static let blocks: [ParameterInfo] = [
        ParameterInfo(
            name: "normalization", short: "", kind: .choice(["none", "batch", "layer"]),
            defaultValue: .implied(.text("none")), unit: "", role: .groupForming,
            summary: "what stands before each activation: batch or layer normalization"),
        ParameterInfo(
            name: "residual", short: "res", kind: .flag, defaultValue: .implied(.flag(false)),
            unit: "", role: .groupForming,
            summary: "each hidden layer but the first is added to its input"),
        ParameterInfo(
            name: "accumulation", short: "acc", kind: .integer(1...1_000_000),
            defaultValue: .implied(.integer(1)), unit: "parts", role: .groupForming,
            summary: "a batch goes through the model in this many parts, for less memory"),
    ]

    private static let losses: [ParameterInfo] = [
        ParameterInfo(
            name: "loss", short: "",
            kind: .choice(["auto", "cross_entropy", "binary_cross_entropy", "mse", "huber"]),
            defaultValue: .implied(.text("auto")), unit: "", role: .groupForming,
            summary: "what training minimizes; auto: cross_entropy for classes, mse for numbers"),
        ParameterInfo(
            name: "huber_delta", short: "hd",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .implied(.number(1)), unit: "", role: .groupForming,
            summary: "huber: the error beyond which the loss is a line"),
        ParameterInfo(
            name: "soft_targets", short: "soft", kind: .textList, defaultValue: .none,
            unit: "columns", role: .groupForming,
            summary: "columns of a csv table with the probability of each class, instead of target"
        ),
        ParameterInfo(
            name: "teacher", short: "", kind: .text, defaultValue: .none, unit: "run",
            role: .groupForming, summary: "a finished run from whose outputs the model learns too"),
        ParameterInfo(
            name: "distill_weight", short: "dw", kind: .number(Interval(0, 1)),
            defaultValue: .implied(.number(0.7)), unit: "", role: .groupForming,
            summary: "teacher: its part of the loss; the rest is that of the right answers"),
        ParameterInfo(
            name: "temperature", short: "temp",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .implied(.number(4)), unit: "", role: .groupForming,
            summary: "teacher: what the outputs of both are divided by before they are compared"),
    ]

    private static let optimization: [ParameterInfo] = [
        ParameterInfo(
            name: "optimizer", short: "",
            kind: .choice([
                "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw", "amsgrad",
            ]),
            defaultValue: .value(.text("sgd")), unit: "", role: .groupForming,
            summary: "the update rule; sgd takes momentum too, momentum and nesterov start from 0.9"
        ),
        ParameterInfo(
            name: "learning_rate", short: "lr",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .byRule("0.1 (sgd), 0.001 (adam, adamw, amsgrad), 0.01 (the others)"),
            unit: "",
            role: .laneVariable, summary: "the size of an update"),
        ParameterInfo(
            name: "momentum", short: "m", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .byRule("0.9 (momentum, nesterov), 0 (the others)"), unit: "",
            role: .laneVariable,
            summary: "how much of the last update is kept; sgd, momentum and nesterov use it"),
        ParameterInfo(
            name: "beta1", short: "b1", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .value(.number(0.9)), unit: "", role: .laneVariable,
            summary: "adam, adamw, amsgrad: decay of the gradient's mean"),
        ParameterInfo(
            name: "beta2", short: "b2", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .value(.number(0.999)), unit: "", role: .laneVariable,
            summary: "adam, adamw, amsgrad: decay of the squared gradient's mean"),
        ParameterInfo(
            name: "rho", short: "rho", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .implied(.number(0.99)), unit: "", role: .groupForming,
            summary: "rmsprop: decay of the squared gradient's mean"),
        ParameterInfo(
            name: "epsilon", short: "eps",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .value(.number(1e-8)), unit: "", role: .laneVariable,
            summary: "added to the root of the squared gradients, outside it"),
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

    private static let scheduling: [ParameterInfo] = [
        ParameterInfo(
            name: "schedule", short: "",
            kind: .choice([
                "constant", "step", "exponential", "inverse_time", "polynomial", "linear",
                "cosine", "one_cycle", "inverse_sqrt",
            ]),
            defaultValue: .implied(.text("constant")), unit: "", role: .groupForming,
            summary: "how the learning rate changes, from step to step, after the warm-up"),
        ParameterInfo(
            name: "warmup_steps", short: "wu", kind: .integer(0...1_000_000_000),
            defaultValue: .implied(.integer(0)), unit: "steps", role: .laneVariable,
            summary: "steps in which the learning rate rises to its value before the schedule"),
        ParameterInfo(
            name: "decay_steps", short: "ds", kind: .integer(1...1_000_000_000),
            defaultValue: .implied(.integer(1_000)), unit: "steps", role: .groupForming,
            summary: "step: after how many steps the learning rate is multiplied by decay_rate"),
        ParameterInfo(
            name: "decay_rate", short: "dr",
            kind: .number(Interval(0, 1, includesLower: false)),
            defaultValue: .byRule("0.5 (step), 0.999 (exponential), 0.001 (inverse_time)"),
            unit: "", role: .groupForming,
            summary:
                "step, exponential: the factor of a decay; inverse_time: d in 1 / (1 + d · step)"),
        ParameterInfo(
            name: "decay_power", short: "dp",
            kind: .number(Interval(0, .infinity, includesLower: false)),
            defaultValue: .implied(.number(2)), unit: "", role: .groupForming,
            summary: "polynomial: the power of the part of the steps that is left"),
        ParameterInfo(
            name: "final_factor", short: "ff", kind: .number(Interval(0, 1)),
            defaultValue: .implied(.number(0)), unit: "of the learning rate", role: .groupForming,
            summary: "polynomial, linear, cosine: what the learning rate falls to"),
    ]

    private static let regularization: [ParameterInfo] = [
        ParameterInfo(
            name: "weight_decay", short: "wd", kind: .number(Interval(0, .infinity)),
            defaultValue: .byRule("0.01 (adamw), 0 (the others)"), unit: "", role: .laneVariable,
            summary: "each step shrinks weights by learning rate × this, apart from the gradient"),
        ParameterInfo(
            name: "l2", short: "l2", kind: .number(Interval(0, .infinity)),
            defaultValue: .implied(.number(0)), unit: "", role: .laneVariable,
            summary: "this times the weights is added to the gradient, after clipping"),
        ParameterInfo(
            name: "l1", short: "l1", kind: .number(Interval(0, .infinity)),
            defaultValue: .implied(.number(0)), unit: "", role: .laneVariable,
            summary: "this times the weights' signs is added to the gradient, after clipping"),
        ParameterInfo(
            name: "clip_norm", short: "cn",
            kind: .number(Interval(0, .infinity, includesLower: false)), defaultValue: .none,
            unit: "", role: .laneVariable,
            summary: "the largest length of the whole gradient; a longer one is scaled down"),
        ParameterInfo(
            name: "clip_value", short: "cv",
            kind: .number(Interval(0, .infinity, includesLower: false)), defaultValue: .none,
            unit: "", role: .laneVariable,
            summary: "the largest magnitude of each entry of the gradient"),
        ParameterInfo(
            name: "weight_clip", short: "wc",
            kind: .number(Interval(0, .infinity, includesLower: false)), defaultValue: .none,
            unit: "", role: .groupForming,
            summary: "the largest magnitude of each weight after an update"),
        ParameterInfo(
            name: "dropout", short: "do", kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .implied(.number(0)), unit: "probability", role: .laneVariable,
            summary: "the part of the hidden units that each training step leaves out"),
        ParameterInfo(
            name: "label_smoothing", short: "ls",
            kind: .number(Interval(0, 1, includesUpper: false)),
            defaultValue: .implied(.number(0)), unit: "probability", role: .laneVariable,
            summary: "the part of the target that is spread over all classes, in training only"),
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
        "beta1": ["adam", "adamw", "amsgrad"], "beta2": ["adam", "adamw", "amsgrad"],
        "rho": ["rmsprop"], "epsilon": ["rmsprop", "adagrad", "adam", "adamw", "amsgrad"],
    ]

    /// For a parameter that acts only beside certain values of another: that other one, with the
    /// values.
    package static let actsBeside: [String: (parameter: String, values: [String])] = [
        "huber_delta": ("loss", ["huber"]),
        "label_smoothing": ("loss", ["auto", "cross_entropy"]),
    ]

    /// For a parameter that acts only where another one is given: that other one.
    package static let actsWith = ["distill_weight": "teacher", "temperature": "teacher"]

    /// The parameters on whose values the defaults of others depend; all are group-forming.
    package static let decisive: Set = ["optimizer", "sparsity", "epochs", "schedule"]

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
            let rate =
                ["sgd": 0.1, "adam": 0.001, "adamw": 0.001, "amsgrad": 0.001][optimizer] ?? 0.01
            resolved["learning_rate"] = .number(rate)
        }
        if resolved["momentum"] == nil {
            let hasMomentum = optimizer == "momentum" || optimizer == "nesterov"
            resolved["momentum"] = .number(hasMomentum ? 0.9 : 0)
        }
        // Written only where they act: runs older than these parameters stay the same runs.
        if resolved["weight_decay"] == nil, optimizer == "adamw" {
            resolved["weight_decay"] = .number(0.01)
        }
        if resolved["prune_after"] == nil, resolved["sparsity"]?.asNumber ?? 0 > 0,
            let epochs = resolved["epochs"]?.asInteger
        {
            resolved["prune_after"] = .integer(epochs / 2)
        }
        let schedule = resolved["schedule"]?.asText ?? "constant"
        let decay = ["step": 0.5, "exponential": 0.999, "inverse_time": 0.001][schedule]
        if resolved["decay_rate"] == nil, let decay { resolved["decay_rate"] = .number(decay) }
        return Configuration(resolved)
    }
}
