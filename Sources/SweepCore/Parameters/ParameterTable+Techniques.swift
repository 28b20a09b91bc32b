extension ParameterTable {
    /// When runs end early, and which weights are pruned.
    static let pruning: [ParameterInfo] = [
        ParameterInfo(
            name: "patience", short: "pa", kind: .integer(1...1_000_000), defaultValue: .none,
            unit: "epochs", role: .groupForming,
            summary: "end a run after so many epochs without an improvement on the validation rows"),
        ParameterInfo(
            name: "min_delta", short: "md", kind: .number(Interval(0, .infinity)),
            defaultValue: .implied(.number(0)), unit: "", role: .groupForming,
            summary: "patience: an improvement must be larger than this"),
        ParameterInfo(
            name: "sparsity", short: "sp", kind: .number(Interval(0, 1)),
            defaultValue: .implied(.number(0)), unit: "fraction of weights",
            role: .groupForming,
            summary: "prune the weights of least magnitude: so many are zero in the end"),
        ParameterInfo(
            name: "prune_scope", short: "", kind: .choice(["global", "layer"]),
            defaultValue: .implied(.text("global")), unit: "", role: .groupForming,
            summary: "sparsity: the least of all weights together, or of each layer"),
        ParameterInfo(
            name: "prune_after", short: "pr", kind: .integer(0...1_000_000),
            defaultValue: .byRule("half of the epochs"), unit: "epochs", role: .groupForming,
            summary: "sparsity: epochs before weights are pruned; the rest fine-tunes"),
        ParameterInfo(
            name: "prune_epochs", short: "pe", kind: .integer(0...1_000_000),
            defaultValue: .implied(.integer(0)), unit: "epochs", role: .groupForming,
            summary: "sparsity: epochs over which it rises by the cubic rule; 0 prunes at once"),
        ParameterInfo(
            name: "prune_every", short: "pv", kind: .integer(1...1_000_000_000),
            defaultValue: .implied(.integer(100)), unit: "steps", role: .groupForming,
            summary: "sparsity: steps between two prunings while it rises"),
        ParameterInfo(
            name: "rewind", short: "rw", kind: .flag, defaultValue: .implied(.flag(false)),
            unit: "", role: .groupForming,
            summary: "sparsity: the weights left go back to their initial values (lottery ticket)"),
    ]

    /// What changes with the width.
    static let parametrization: [ParameterInfo] = [
        ParameterInfo(
            name: "parametrization", short: "", kind: .choice(["standard", "mup"]),
            defaultValue: .implied(.text("standard")), unit: "", role: .groupForming,
            summary:
                "mup: maximal update; a learning rate found on narrow models holds on wide ones"),
        ParameterInfo(
            name: "base_width", short: "bw", kind: .integer(1...16_384),
            defaultValue: .implied(.integer(64)), unit: "units", role: .groupForming,
            summary: "mup: the width at which it is the same as standard"),
    ]

    /// Which data and which series.
    static let selection: [ParameterInfo] = [
        ParameterInfo(
            name: "training_rows", short: "n", kind: .integer(1...1_000_000_000),
            defaultValue: .none, unit: "rows", role: .groupForming,
            summary: "train on the first so many of the shuffled training rows only"),
        ParameterInfo(
            name: "metrics", short: "", kind: .choices(TrainingMetricName.requestable),
            defaultValue: .none, unit: "", role: .groupForming,
            summary: "series to record besides the usual"),
    ]

    /// A parameter that acts only beside a value of another one.
    package struct Dependency: Sendable {
        package let name: String
        package let other: String
        /// The condition as people read it.
        package let condition: String
        /// Whether a value of the other one lets it act.
        package let acts: @Sendable (Value) -> Bool

        package init(
            _ name: String, _ other: String, _ condition: String,
            acts: @escaping @Sendable (Value) -> Bool
        ) {
            self.name = name
            self.other = other
            self.condition = condition
            self.acts = acts
        }
    }

    /// What is refused, because all runs would be alike, unless some run of the sweep lets it act.
    package static let dependencies: [Dependency] =
        ["prune_scope", "prune_after", "prune_epochs", "prune_every", "rewind"].map {
            Dependency($0, "sparsity", "sparsity above 0") { $0.asNumber ?? 0 > 0 }
        } + [
            Dependency("prune_every", "prune_epochs", "prune_epochs above 0") {
                $0.asInteger ?? 0 > 0
            },
            Dependency("min_delta", "patience", "patience") { _ in true },
            Dependency("base_width", "parametrization", "parametrization: mup") {
                $0.asText == "mup"
            },
        ]
}
