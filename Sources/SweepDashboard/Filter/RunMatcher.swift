import SweepCore

/// A filter made ready for the runs of one sweep: names are places, words are bytes.
///
/// It means what the store's SQL means (`docs/filters.md`), so that the dashboard and `sweep runs --filter`
/// list the same runs.
struct RunMatcher: Sendable {
    /// Whether its answer moves with the time.
    private(set) var dependsOnTime = false
    /// Whether it speaks of archived runs; if it does not, they are left out.
    let mentionsArchived: Bool
    /// Whether every run matches that is not archived.
    let isEverything: Bool

    private var root = Node.all([])
    private let isSweepArchived: Bool

    private indirect enum Node: Sendable {
        case all([Node])
        case any([Node])
        case not(Node)
        /// An answer that all runs of the sweep share.
        case fixed(Bool)
        case words(Needle)
        case expression(RegularExpression)
        case state(String)
        case keyed(RunFilter.Key, Looked)
        case comparison(RunComparison)
    }

    /// What a key's text is compared with.
    private enum Looked: Sendable {
        case words(Needle)
        case expression(RegularExpression)

        init(_ pattern: RunFilter.Pattern) {
            switch pattern {
            case .words(let words): self = .words(Needle(words))
            case .expression(let expression): self = .expression(expression)
            }
        }

        func isAll(of text: String) -> Bool {
            switch self {
            case .words(let needle): needle.equals(text)
            case .expression(let expression): expression.matches(text)
            }
        }

        func isPart(of text: String) -> Bool {
            switch self {
            case .words(let needle): needle.isIn(text)
            case .expression(let expression): expression.matches(text)
            }
        }
    }

    /// - Throws: `FilterError` for a name that the sweep does not know.
    init(_ filter: RunFilter, for sweep: WatchedSweep?) throws(FilterError) {
        mentionsArchived = filter.mentions(.archived)
        isEverything = filter == .everything
        isSweepArchived = sweep?.isArchived ?? false
        root = try node(filter, sweep: sweep, names: FilterNames(sweep))
    }

    func matches(_ run: WatchedRun, now: SweepInstant) -> Bool {
        if run.isArchived, !mentionsArchived { return false }
        return isEverything || matches(root, run, now)
    }

    // MARK: Preparing

    private mutating func node(
        _ filter: RunFilter, sweep: WatchedSweep?, names: FilterNames
    ) throws(FilterError) -> Node {
        switch filter {
        case .all(let parts): return .all(try nodes(parts, sweep: sweep, names: names))
        case .any(let parts): return .any(try nodes(parts, sweep: sweep, names: names))
        case .not(let part): return .not(try node(part, sweep: sweep, names: names))
        case .term(let term):
            switch term.condition {
            case .text(.words(let words)): return .words(Needle(words))
            case .text(.expression(let expression)): return .expression(expression)
            case .keyed(.state, .words(let state)): return .state(state)
            case .keyed(.sweep, let pattern): return .fixed(Self.isOf(sweep, pattern))
            case .keyed(let key, let pattern): return .keyed(key, Looked(pattern))
            case .comparison(let name, let comparison, let operand):
                let subject = try names.subject(name, column: term.column)
                let made = try RunComparison(
                    subject, comparison, operand, name: name, column: term.column,
                    objectiveMetric: sweep?.objective?.metric,
                    metricNames: sweep?.metricNames ?? [])
                if subject == .field(.seconds) { dependsOnTime = true }
                return .comparison(made)
            }
        }
    }

    private mutating func nodes(
        _ parts: [RunFilter], sweep: WatchedSweep?, names: FilterNames
    ) throws(FilterError) -> [Node] {
        var nodes: [Node] = []
        for part in parts { nodes.append(try node(part, sweep: sweep, names: names)) }
        return nodes
    }

    private static func isOf(_ sweep: WatchedSweep?, _ pattern: RunFilter.Pattern) -> Bool {
        guard let sweep else { return false }
        switch pattern {
        case .words(let words):
            let needle = Needle(words)
            return needle.equals(sweep.name) || needle.equals(sweep.uid.description)
        case .expression(let expression): return expression.matches(sweep.name)
        }
    }

    // MARK: Matching

    private func matches(_ node: Node, _ run: WatchedRun, _ now: SweepInstant) -> Bool {
        switch node {
        case .all(let parts): parts.allSatisfy { matches($0, run, now) }
        case .any(let parts): parts.contains { matches($0, run, now) }
        case .not(let part): !matches(part, run, now)
        case .fixed(let answer): answer
        case .words(let needle):
            needle.isIn(run.name) || needle.isIn(run.uid.description)
                || needle.isIn(run.note ?? "") || run.tags.contains(where: needle.isIn)
        case .expression(let expression): expression.matches(run.name)
        case .state(let state):
            switch state {
            case "lost": run.isLost
            case FailureReason.diverged.rawValue: run.hasDiverged
            default: !run.isLost && run.state.rawValue == state
            }
        case .keyed(let key, let looked): matches(key, looked, run)
        case .comparison(let comparison): comparison.holds(for: run, now: now)
        }
    }

    private func matches(_ key: RunFilter.Key, _ looked: Looked, _ run: WatchedRun) -> Bool {
        switch key {
        case .state: looked.isAll(of: run.isLost ? "lost" : run.state.rawValue)
        case .reason: run.reason.map(looked.isAll) ?? false
        case .tag: run.tags.contains(where: looked.isAll)
        case .sweep: false
        case .name: looked.isPart(of: run.name)
        case .note: run.note.map(looked.isPart) ?? false
        case .uid:
            switch looked {
            case .words(let needle): needle.begins(run.uid.description)
            case .expression(let expression): expression.matches(run.uid.description)
            }
        case .seed: looked.isAll(of: String(run.seed))
        case .archived: looked.isAll(of: run.isArchived || isSweepArchived ? "yes" : "no")
        }
    }
}
