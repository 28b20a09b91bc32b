import SweepCore

/// Sections that stand by themselves, most of them of a shape that this version reads and does not act on.
enum RestSections {
    /// What makes a run be tried again when the file names no causes.
    private static let retryCauses: [FailureReason] = [.error, .exitCode, .signal, .outOfMemory]

    /// Reads `retry`; without `failures` three.
    static func retry(_ node: FileNode) throws(SweepFileError) -> RetryPolicy {
        let retry = try node.section("retry", allowed: ["failures", "causes"])
        var causes = Set(retryCauses)
        if let list = retry["causes"] {
            causes = []
            for cause in try list.list("causes of retry", of: "causes") {
                let name = try cause.choice(
                    "a cause of retry", among: retryCauses.map(\.rawValue))
                if let reason = FailureReason(rawValue: name) { causes.insert(reason) }
            }
        }
        let failures = try retry["failures"]?.integer("failures of retry", in: 0...1_000_000)
        return RetryPolicy(failures: Int(failures ?? 3), causes: causes)
    }

    static func checkEarlyTerminate(_ node: FileNode) throws(SweepFileError) {
        let section = try node.section(
            "early_terminate", allowed: ["type", "min_iter", "max_iter", "s", "eta", "strict"])
        _ = try section.required("type").choice("type of early_terminate", among: ["hyperband"])
        for key in ["min_iter", "max_iter", "s"] {
            _ = try section[key]?.integer("\(key) of early_terminate", in: 1...Int64.max)
        }
        _ = try section["eta"]?.number("eta of early_terminate", above: 1)
        _ = try section["strict"]?.flag("strict of early_terminate")
        switch (section["min_iter"], section["max_iter"], section["s"]) {
        case (_?, nil, nil), (nil, _?, _?): break
        default:
            throw section.place.error(
                "early_terminate must have min_iter alone, or max_iter together with s")
        }
    }

    static func checkMetrics(
        _ entry: FileNode.Entry, method: FileNode?
    ) throws(SweepFileError) {
        let nodes = try entry.value.list("metrics", of: "two metrics or more")
        guard nodes.count >= 2 else {
            throw entry.value.mismatch("metrics", "a list of two metrics or more")
        }
        for node in nodes { _ = try MetricSection(node, what: "a metric of metrics") }
        try requireCustom(entry, method: method)
    }

    static func checkScheduler(_ entry: FileNode.Entry, in top: Section) throws(SweepFileError) {
        let section = try entry.value.section(
            "scheduler", allowed: ["engine", "source", "optimizer", "search_space"])
        _ = try section["engine"]?.choice(
            "engine of scheduler", among: ["optuna", "ax", "wandb"])
        _ = try section["source"]?.text("source of scheduler")
        try requireCustom(entry, method: top["method"])
        if let stopping = top.entry("early_terminate") {
            throw stopping.place.error(
                "early_terminate besides scheduler; a scheduler ends runs by itself, so remove one")
        }
    }

    private static func requireCustom(
        _ entry: FileNode.Entry, method: FileNode?
    ) throws(SweepFileError) {
        guard let method, method.value.asText != "custom" else { return }
        throw entry.place.error("\(entry.key) with method \(method.found); it needs method: custom")
    }
}
