package import SweepCore

/// What two to eight runs have in common and where they differ, a column a run.
package struct CompareTable {
    package struct Row: Equatable {
        package var title: String
        package var cells: [Phrase]
        /// A heading: no cells.
        var isHeading = false
    }

    package let runs: [WatchedRun]
    package private(set) var rows: [Row] = []

    package init(_ state: ComparePageState, _ model: DashboardModel) {
        let data = model.shown
        runs = state.runs.compactMap { data.runs[$0] }
        guard let sweep = data.sweep, !runs.isEmpty else { return }
        rows.append(
            Row(
                title: "state",
                cells: runs.map {
                    let mark = RunText.mark(of: $0)
                    return Phrase(
                        "\(model.glyphs.state(mark)) \($0.isLost ? "lost" : $0.state.rawValue)",
                        mark.role)
                }))
        addParameters(sweep, showsAll: state.showsAllRows)
        addMetrics(sweep, model)
        addRepeats(sweep, data, model.glyphs)
    }

    private mutating func addParameters(_ sweep: WatchedSweep, showsAll: Bool) {
        var sameCount = 0
        var added: [Row] = []
        for (place, name) in sweep.parameterNames.enumerated() {
            let values = runs.map { place < $0.parameters.count ? $0.parameters[place] : nil }
            let isSame = values.allSatisfy { $0 == values[0] }
            if isSame { sameCount += 1 }
            guard showsAll || !isSame else { continue }
            let cells = values.map { Phrase(RunText.parameter($0), isSame ? .dim : .text) }
            added.append(Row(title: name, cells: cells))
        }
        let seeds = runs.map(\.seed)
        if showsAll || Set(seeds).count > 1 {
            added.append(Row(title: "seed", cells: seeds.map { Phrase(String($0)) }))
        }
        let note = showsAll ? "" : "  (\(sameCount) the same: =)"
        rows.append(Row(title: "parameters\(note)", cells: [], isHeading: true))
        rows += added
    }

    private mutating func addMetrics(_ sweep: WatchedSweep, _ model: DashboardModel) {
        rows.append(Row(title: "objective and last values", cells: [], isHeading: true))
        if let objective = sweep.objective {
            let best = runs.compactMap { $0.hasDiverged ? nil : $0.objective }
                .min { objective.isBetter($0, than: $1) }
            let cells = runs.map { run -> Phrase in
                let text = RunText.objective(of: run, sweep: sweep)
                if run.hasDiverged { return Phrase(text, .failed) }
                return Phrase(text, run.objective == best ? Style(.best, .bold) : Style(.text))
            }
            rows.append(Row(title: objective.metric, cells: cells))
            addDifferences(runs.map { $0.hasDiverged ? nil : $0.objective }, model.glyphs)
            rows.append(
                Row(
                    title: "  at step",
                    cells: runs.map {
                        Phrase($0.objectiveStep.map(RunText.steps) ?? "-", .dim)
                    }))
        }
        for (place, name) in sweep.metricNames.enumerated() where name != sweep.objective?.metric {
            let values = runs.map { place < $0.latest.count ? $0.latest[place]?.value : nil }
            guard values.contains(where: { $0 != nil }) else { continue }
            rows.append(
                Row(title: name, cells: values.map { Phrase($0.map(RunText.value) ?? "-") }))
            addDifferences(values, model.glyphs)
        }
    }

    /// What each run's value is away from the first one's.
    private mutating func addDifferences(_ values: [Double?], _ glyphs: GlyphSet) {
        guard let first = values[0], first.isFinite, values.count > 1 else { return }
        let cells = values.enumerated().map { index, value -> Phrase in
            guard index > 0, let value, value.isFinite else { return Phrase("-", .dim) }
            let difference = value - first
            return Phrase((difference > 0 ? "+" : "") + RunText.value(difference), .dim)
        }
        rows.append(Row(title: glyphs.isASCII ? "  to first" : "  Δ to first", cells: cells))
    }

    /// The repeats of each run's configuration in the whole sweep: mean, standard deviation, number.
    private mutating func addRepeats(
        _ sweep: WatchedSweep, _ data: WatchedData, _ glyphs: GlyphSet
    ) {
        guard let objective = sweep.objective else { return }
        let names = Set(runs.map(RunText.nameWithoutSeed))
        var values: [String: [Double]] = [:]
        for run in data.runs.rows where !run.isArchived && !run.hasDiverged {
            guard let value = run.objective, run.state == .completed || run.state == .pruned else {
                continue
            }
            let name = RunText.nameWithoutSeed(run)
            if names.contains(name) { values[name, default: []].append(value) }
        }
        let found = runs.map { values[RunText.nameWithoutSeed($0)] ?? [] }
        guard found.contains(where: { $0.count > 1 }) else { return }
        rows.append(
            Row(title: "repeats, \(objective.metric)", cells: [], isHeading: true))
        func row(_ title: String, _ text: ([Double]) -> String) {
            rows.append(Row(title: title, cells: found.map { Phrase(text($0)) }))
        }
        row("mean") { Self.mean($0).map(RunText.value) ?? "-" }
        row(glyphs.isASCII ? "+- sd" : "± sd") {
            Self.standardDeviation($0).map(RunText.value) ?? "-"
        }
        row("n") { String($0.count) }
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// With n − 1; `nil` below two values.
    package static func standardDeviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
