import SweepCore

/// Reads the tree of a sweep file into a definition: the top-level keys and the order of the checks.
struct DefinitionReader {
    let path: String
    let allowRuns: Int
    private var notYetRunnable: [SweepDefinition.Unsupported] = []

    init(path: String, allowRuns: Int) {
        self.path = path
        self.allowRuns = allowRuns
    }

    private static let keys = [
        "name", "description", "method", "metric", "train", "parameters", "seeds", "run_cap",
        "seed", "retry", "keep", "resources", "when", "where", "program", "command",
        "early_terminate", "metrics", "scheduler", "controller", "job", "image_uri", "entity",
        "project", "apiVersion", "kind",
    ]

    mutating func read(
        _ root: FileNode, overrides: [Override], source: String
    ) throws(SweepFileError) -> SweepDefinition {
        guard case .map = root.content else {
            throw root.place.error(
                "the file is \(root.found); it must be a map with at least method and train")
        }
        let top = try root.section("the sweep", allowed: Self.keys)
        var definition = SweepDefinition(name: try name(top), source: source)
        definition.description = try top["description"]?.text("description")
        definition.method = try method(top)
        try readNumbers(top, into: &definition)
        definition.program = try readProgram(top)
        try readRest(top)

        var reader = ParameterReader()
        if let node = top["parameters"] { try reader.read(node) }
        var space = SearchSpace(parameters: reader.parameters, train: try TrainSection.read(top))
        definition.constraints = try ConstraintSections(space: space).read(top)
        try space.apply(overrides, path: path)
        let metric = try top["metric"].map { node throws(SweepFileError) in
            try MetricSection(node, what: "metric")
        }
        if let metric, let target = metric.target {
            cannotRun("metric.target (ending a sweep at a value)", target)
        }
        definition.objective = metric?.objective
        if space.train != nil {
            let checks = TrainingChecks(
                conditional: Set(definition.constraints.conditions.map(\.name)))
            try checks.normalize(&space)
            definition.objective = try checks.objective(metric, in: space)
        }
        definition.train = space.train.map { train in train.entries.mapValues(\.value) }
        definition.parameters = space.parameters.map {
            SweptParameter(name: $0.name, distribution: $0.distribution, line: $0.place.line)
        }
        if definition.method == .grid {
            try GridChecks(allowRuns: allowRuns, definition: definition).check(
                space.parameters, place: top.entry("parameters")?.place ?? top.place,
                constraintPlace: (top.entry("where") ?? top.entry("when"))?.place)
        }
        definition.notYetRunnable = notYetRunnable.sorted { $0.line < $1.line }
        return definition
    }

    private mutating func cannotRun(_ what: String, _ place: Place) {
        notYetRunnable.append(SweepDefinition.Unsupported(what: what, line: place.line))
    }

    // MARK: - Single keys

    private func name(_ top: Section) throws(SweepFileError) -> String {
        guard let node = top["name"] else {
            let file = path.split(separator: "/").last.map(String.init) ?? "sweep"
            guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
            return String(file[..<dot])
        }
        let name = try node.text("name")
        guard name.unicodeScalars.count <= 200, !name.contains(where: \.isNewline) else {
            throw node.mismatch("name", "one line of at most 200 characters")
        }
        return name
    }

    private mutating func method(_ top: Section) throws(SweepFileError) -> SweepDefinition.Method {
        guard let node = top["method"] else {
            throw top.place.error(
                "method is missing; add one of grid, random, bayes, custom, as in \"method: grid\"")
        }
        let method = try node.choice("method", of: SweepDefinition.Method.self)
        if method != .grid { cannotRun("method: \(method.rawValue)", node.place) }
        return method
    }

    /// How many, or which: `3` or `[0, 7]`.
    private func readSeeds(
        _ node: FileNode, into definition: inout SweepDefinition
    ) throws(SweepFileError) {
        guard case .list(let nodes) = node.content else {
            definition.seeds = Int(try node.integer("seeds", in: 1...1_000_000_000))
            return
        }
        var seeds: [Int] = []
        for node in nodes {
            let seed = Int(try node.integer("a seed of seeds", in: 0...Int64(UInt32.max)))
            guard !seeds.contains(seed) else {
                throw node.place.error("seeds has \(seed) twice; a run of each seed is one run")
            }
            seeds.append(seed)
        }
        guard !seeds.isEmpty else {
            throw node.place.error("seeds is an empty list; give one seed or more, or a number")
        }
        definition.seeds = seeds.count
        definition.runSeeds = seeds == Array(0..<seeds.count) ? nil : seeds
    }

    private mutating func readNumbers(
        _ top: Section, into definition: inout SweepDefinition
    ) throws(SweepFileError) {
        if let node = top["seeds"] {
            try readSeeds(node, into: &definition)
        }
        if let node = top["seed"] {
            definition.seed = UInt32(try node.integer("seed", in: 0...Int64(UInt32.max)))
        }
        if let node = top["run_cap"] {
            definition.runCap = Int(try node.integer("run_cap", in: 1...Int64.max))
        }
        if let node = top["keep"] {
            definition.keep = try node.choice("keep", of: WeightPolicy.self)
        }
        if let node = top["retry"] { definition.retry = try RestSections.retry(node) }
        if let node = top["resources"] {
            let resources = try node.section("resources", allowed: ["workers"])
            if let node = resources["workers"] {
                definition.workers = Int(try node.integer("workers of resources", in: 1...1_024))
            }
        }
    }

    /// A program of the user's and all that says how to start it.
    private mutating func readProgram(_ top: Section) throws(SweepFileError) -> [String: Value] {
        var program: [String: Value] = [:]
        for key in ["program", "job", "image_uri"] {
            guard let entry = top.entry(key) else { continue }
            program[key] = .text(try entry.value.text(key))
            cannotRun("\(key): a program of your own", entry.place)
        }
        if let entry = top.entry("command") {
            var words: [Value] = []
            for node in try entry.value.list("command", of: "words") {
                words.append(.text(try node.text("a word of command")))
            }
            program["command"] = .list(words)
            cannotRun("command: a program of your own", entry.place)
        }
        let starter = ["program", "command", "job", "image_uri"].lazy.compactMap(top.entry).first
        switch (top.entry("train"), starter) {
        case (let train?, let starter?):
            throw train.place.error(
                "train and \(starter.key) (line \(starter.place.line)) in one sweep; "
                    + "a sweep has either, so remove one")
        case (nil, nil):
            throw top.place.error(
                "nothing to run; add train:, as in \"train: {dataset: digits, model: mlp}\"")
        default: return program
        }
    }

    /// Keys that are checked for their shape, and those of them that cannot be run yet.
    private mutating func readRest(_ top: Section) throws(SweepFileError) {
        if let entry = top.entry("early_terminate") {
            try RestSections.checkEarlyTerminate(entry.value)
            cannotRun("early_terminate", entry.place)
        }
        if let entry = top.entry("metrics") {
            try RestSections.checkMetrics(entry, method: top["method"])
            cannotRun("metrics (more than one objective)", entry.place)
        }
        if let entry = top.entry("scheduler") {
            try RestSections.checkScheduler(entry, in: top)
            cannotRun("scheduler", entry.place)
        }
        if let node = top["controller"] {
            let type = try node.section("controller", allowed: ["type"]).required("type")
            _ = try type.choice("type of controller", among: ["local", "cloud"])
        }
        if let node = top["kind"] { _ = try node.choice("kind", among: ["sweep"]) }
        for key in ["apiVersion", "entity", "project"] { _ = try top[key]?.text(key) }
    }
}
