import SweepCore

/// The section `metric`: W&B's keys, and our `summary`.
struct MetricSection {
    let objective: Objective
    /// Where the metric's name stands.
    let place: Place
    /// Where `target` stands, which this version cannot act on.
    let target: Place?

    init(_ node: FileNode, what: String) throws(SweepFileError) {
        let section = try node.section(
            what, allowed: ["name", "goal", "target", "impute", "impute_while_running", "summary"])
        let name = try section.required("name")
        place = name.place
        _ = try section["target"]?.number("target of \(what)")
        target = section.entry("target")?.place
        _ = try section["impute"]?.choice(
            "impute of \(what)", among: ["latest", "best", "worst"])
        _ = try section["impute_while_running"]?.choice(
            "impute_while_running of \(what)", among: ["latest", "best", "worst", "false"])
        objective = Objective(
            metric: try name.text("name of \(what)"),
            goal: try section["goal"]?.choice("goal of \(what)", of: Objective.Goal.self)
                ?? .minimize,
            summary: try section["summary"]?.choice(
                "summary of \(what)", of: Objective.Summary.self) ?? .best)
    }
}
