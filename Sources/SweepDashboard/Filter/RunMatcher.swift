package import SweepCore

/// A filter made ready for the runs of one sweep: names are places, words are bytes.
///
/// It means what the store's SQL means (`docs/filters.md`), so that the dashboard and `sweep runs --filter`
/// list the same runs.
package struct RunMatcher: Sendable {
    /// Whether its answer moves with the time.
    private(set) var dependsOnTime = false
    /// Whether it looks for words or an expression, which `SearchText` makes fast.
    private(set) var needsText = false
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
    package init(_ filter: RunFilter, for sweep: WatchedSweep?) throws(FilterError) {
        mentionsArchived = filter.mentions(.archived)
        isEverything = filter == .everything
        isSweepArchived = sweep?.isArchived ?? false
        root = try node(filter, sweep: sweep, names: FilterNames(sweep))
    }

    /// The places, among these, of the runs that match, in the same order. `text` is of the same rows; without
    /// it each row's own texts are searched.
    package func matching(
        _ rows: [WatchedRun], _ places: [Int], now: SweepInstant, text: SearchText? = nil
    ) -> [Int] {
        let asked = Asked(rows: rows, places: places, now: now, text: text)
        let verdicts = isEverything ? nil : verdicts(root, asked)
        return zip(places, places.indices).compactMap { place, index in
            let isHidden = rows[place].isArchived && !mentionsArchived
            return !isHidden && verdicts?[index] ?? true ? place : nil
        }
    }

    package func matches(_ run: WatchedRun, now: SweepInstant) -> Bool {
        !matching([run], [0], now: now).isEmpty
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
            case .text(.words(let words)):
                needsText = true
                return .words(Needle(words))
            case .text(.expression(let expression)):
                needsText = true
                return .expression(expression)
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

    private struct Asked {
        let rows: [WatchedRun]
        let places: [Int]
        let now: SweepInstant
        let text: SearchText?
    }

    /// One term is asked of all runs before the next one is. Fields are read one by one: taking a whole run out
    /// of the array would count references a dozen times.
    private func verdicts(_ node: Node, _ asked: Asked) -> [Bool] {
        let (rows, places, now) = (asked.rows, asked.places, asked.now)
        switch node {
        case .all(let parts):
            var all = places.map { _ in true }
            for part in parts {
                let verdicts = verdicts(part, asked)
                for index in all.indices where !verdicts[index] { all[index] = false }
            }
            return all
        case .any(let parts):
            var any = places.map { _ in false }
            for part in parts {
                let verdicts = verdicts(part, asked)
                for index in any.indices where verdicts[index] { any[index] = true }
            }
            return any
        case .not(let part): return verdicts(part, asked).map { !$0 }
        case .fixed(let answer): return places.map { _ in answer }
        case .words(let needle):
            if let words = needle.plainWords, let found = asked.text?.places(with: words) {
                return places.map { found[$0] }
            }
            return places.map { place in
                needle.isIn(rows[place].name) || needle.isIn(rows[place].uid.description)
                    || needle.isIn(rows[place].note ?? "")
                    || rows[place].tags.contains(where: needle.isIn)
            }
        case .expression(let expression):
            var search = RegularExpression.Search(expression)
            let found = asked.text?.places(named: search)
            return places.map { found?[$0] ?? search.matches(rows[$0].name) }
        case .state(let state):
            return places.map { place in
                switch state {
                case "lost": rows[place].isLost
                case FailureReason.diverged.rawValue: RunOrder.hasDiverged(rows, place)
                default: !rows[place].isLost && rows[place].state.rawValue == state
                }
            }
        case .keyed(let key, let looked): return places.map { matches(key, looked, rows, $0) }
        case .comparison(let comparison):
            return places.map { comparison.holds(for: rows, $0, now: now) }
        }
    }

    private func matches(
        _ key: RunFilter.Key, _ looked: Looked, _ rows: [WatchedRun], _ place: Int
    ) -> Bool {
        switch key {
        case .state: looked.isAll(of: rows[place].isLost ? "lost" : rows[place].state.rawValue)
        case .reason: rows[place].reason.map(looked.isAll) ?? false
        case .tag: rows[place].tags.contains(where: looked.isAll)
        case .sweep: false
        case .name: looked.isPart(of: rows[place].name)
        case .note: rows[place].note.map(looked.isPart) ?? false
        case .uid:
            switch looked {
            case .words(let needle): needle.begins(rows[place].uid.description)
            case .expression(let expression): expression.matches(rows[place].uid.description)
            }
        case .seed: looked.isAll(of: String(rows[place].seed))
        case .archived: looked.isAll(of: rows[place].isArchived || isSweepArchived ? "yes" : "no")
        }
    }
}
