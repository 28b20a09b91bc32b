/// The arguments that each distribution of a W&B sweep file takes (`formats.md` §a).
struct DistributionRule {
    struct Argument {
        let name: String
        /// The value when the argument is left out; `nil` when it must be there.
        var defaultValue: Double?
        var isPositive = false
    }

    let name: String
    let arguments: [Argument]

    /// The distributions whose arguments are numbers only, `int_uniform` and `q_uniform` included.
    static let numeric: [DistributionRule] = [
        DistributionRule(name: "int_uniform", arguments: ends),
        DistributionRule(name: "uniform", arguments: ends),
        DistributionRule(name: "q_uniform", arguments: ends + [quantum]),
        DistributionRule(name: "log_uniform", arguments: ends),
        DistributionRule(name: "log_uniform_values", arguments: positiveEnds),
        DistributionRule(name: "q_log_uniform", arguments: ends + [quantum]),
        DistributionRule(name: "q_log_uniform_values", arguments: positiveEnds + [quantum]),
        DistributionRule(name: "inv_log_uniform", arguments: ends),
        DistributionRule(name: "inv_log_uniform_values", arguments: positiveEnds),
        DistributionRule(name: "normal", arguments: bell),
        DistributionRule(name: "q_normal", arguments: bell + [quantum]),
        DistributionRule(name: "log_normal", arguments: bell),
        DistributionRule(name: "q_log_normal", arguments: bell + [quantum]),
        DistributionRule(name: "beta", arguments: shapes),
        DistributionRule(name: "q_beta", arguments: shapes + [quantum]),
    ]

    static let allNames =
        ["constant", "categorical", "categorical_w_probabilities"] + numeric.map(\.name)

    private static let ends = [Argument(name: "min"), Argument(name: "max")]
    private static let positiveEnds = [
        Argument(name: "min", isPositive: true), Argument(name: "max", isPositive: true),
    ]
    private static let quantum = Argument(name: "q", defaultValue: 1, isPositive: true)
    private static let bell = [
        Argument(name: "mu", defaultValue: 0),
        Argument(name: "sigma", defaultValue: 1, isPositive: true),
    ]
    private static let shapes = [
        Argument(name: "a", defaultValue: 1, isPositive: true),
        Argument(name: "b", defaultValue: 1, isPositive: true),
    ]
}
