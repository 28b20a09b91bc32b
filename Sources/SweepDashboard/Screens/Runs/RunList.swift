package import SweepCore

/// The lines of the list: which runs, in which order. Computed when something of it has changed, not when
/// it is drawn, so that drawing ten thousand runs costs as much as drawing ten.
package struct RunList: Sendable {
    /// What it was made from.
    package struct Key: Equatable, Sendable {
        var watching: SweepID?
        var generation = -1
        var runCount = 0
        var columnCount = 0
        var filter = ""
        var sort = RunSort()
        var pinned: [RunID] = []
        var isGrouped = false
        var unfolded: Set<RunID> = []
        /// Only where the order or the filter moves with the time.
        var time: SweepInstant?

        func isOfSameRuns(as other: Key) -> Bool {
            watching == other.watching && generation == other.generation
                && runCount == other.runCount
        }
    }

    /// One line: a run, or the repeats of a configuration under their best run.
    package struct Line: Sendable, Equatable {
        /// The run's place in the table.
        package var place: Int
        /// Counted from 1 in the whole sweep; `nil` without a value.
        package var rank: Int?
        /// The group's place in `groups`, for its first line.
        var group: Int?
        /// Whether it belongs to the group above it.
        var isMember = false
    }

    private(set) var key = Key()
    /// Stays while only the filter or the sorting changes.
    private var order = RunOrder()
    /// The same, for filters with words: between two keys of one the runs are mostly the same.
    private var searchText: SearchText?
    package private(set) var lines: [Line] = []
    package private(set) var groups: [RepeatGroup] = []
    /// Runs that match, folded ones too, and all that are not archived.
    private(set) var matchCount = 0
    package private(set) var totalCount = 0
    /// By place in the table, whether a run matches; `nil` where all do and none is archived.
    package private(set) var isListed: [Bool]?
    /// The best runs that have begun and match the filter: what is plotted by itself.
    package private(set) var best: [RunID] = []
    /// The last step of a run that ran to its end, where all runs have as many; for progress.
    private(set) var fullLength: Int64?
    /// What keeps the filter from being applied: a name that the sweep does not have.
    private(set) var problem: String?
    /// Whether time alone changes it.
    private(set) var dependsOnTime = false

    init() {}

    /// Takes over from `before`, the list as it was, what has not changed of it.
    init(
        _ key: Key, filter: RunFilter, data: WatchedData, now: SweepInstant, before: RunList
    ) {
        self.key = key
        let rows = data.runs.rows
        searchText = before.key.isOfSameRuns(as: key) ? before.searchText : nil
        var matcher: RunMatcher?
        do throws(FilterError) {
            matcher = try RunMatcher(filter, for: data.sweep)
        } catch {
            problem = "column \(error.column): \(error.message)"
        }
        let showsArchived = matcher?.mentionsArchived ?? false
        let orderKey = RunOrder.Key(
            watching: key.watching, generation: key.generation, runCount: key.runCount,
            showsArchived: showsArchived)
        order =
            before.order.key == orderKey ? before.order : RunOrder(orderKey, rows, data.sweep)
        totalCount = order.places.count
        fullLength = Self.fullLength(rows, data.sweep)

        var places =
            key.sort == RunSort()
            ? order.places : order.sorted(rows, data.sweep, by: key.sort, now: now)
        if let matcher, !matcher.isEverything {
            if matcher.needsText { searchText = searchText ?? SearchText(rows) }
            places = matcher.matching(rows, places, now: now, text: searchText)
        }
        matchCount = places.count
        if matchCount < rows.count {
            var isListed = Array(repeating: false, count: rows.count)
            for place in places { isListed[place] = true }
            self.isListed = isListed
            best = Self.best(order.places.lazy.filter { isListed[$0] }, rows)
        } else {
            best = Self.best(order.places, rows)
        }
        dependsOnTime =
            matcher?.dependsOnTime == true || key.sort.column == .seconds
        if key.isGrouped {
            group(places, rows, data.sweep, withArchived: showsArchived)
        } else {
            lines = places.map { Line(place: $0, rank: order.rank(of: $0)) }
        }
        pinToTop(rows)
    }

    /// Makes ready what the first word of a filter is looked for in, before that is typed.
    mutating func expectWords(_ table: RunTable) {
        if searchText == nil, table.count == key.runCount { searchText = SearchText(table.rows) }
    }

    func run(_ line: Int, _ table: RunTable) -> WatchedRun? {
        guard lines.indices.contains(line), table.rows.indices.contains(lines[line].place) else {
            return nil
        }
        return table.rows[lines[line].place]
    }

    /// The line of a run, or of the group that it is in: where that is folded, or asked for.
    func line(of run: RunID, asGroup: Bool = false, _ table: RunTable) -> Int? {
        let rows = table.rows
        let line = lines.firstIndex { $0.group == nil && rows[$0.place].id == run }
        if let line, !asGroup || !lines[line].isMember { return line }
        return lines.firstIndex { line in
            line.group.map { groups[$0].members.contains(run) } ?? false
        }
    }

    private mutating func group(
        _ places: [Int], _ rows: [WatchedRun], _ sweep: WatchedSweep?,
        withArchived: Bool
    ) {
        groups = RepeatGroup.all(
            rows, sweep: sweep, listed: places, withArchived: withArchived,
            isRankedByMean: key.sort.column == .objective, isInverted: key.sort.isInverted)
        for (index, group) in groups.enumerated() {
            let isSingle = group.runCount == 1
            lines.append(
                Line(place: group.places[0], rank: group.rank, group: isSingle ? nil : index))
            guard !isSingle, key.unfolded.contains(group.id) else { continue }
            lines += group.places.map {
                Line(place: $0, rank: order.rank(of: $0), isMember: true)
            }
        }
    }

    private mutating func pinToTop(_ rows: [WatchedRun]) {
        guard !key.pinned.isEmpty else { return }
        let pinned = Set(key.pinned)
        var isTop = false
        var (top, rest): ([Line], [Line]) = ([], [])
        for line in lines {
            if !line.isMember {
                isTop =
                    line.group.map { groups[$0].members.contains(where: pinned.contains) }
                    ?? pinned.contains(rows[line.place].id)
            }
            if isTop { top.append(line) } else { rest.append(line) }
        }
        lines = top + rest
    }

    private static func best(_ places: some Sequence<Int>, _ rows: [WatchedRun]) -> [RunID] {
        var best: [RunID] = []
        for place in places where rows[place].state != .queued {
            best.append(rows[place].id)
            if best.count == PlotSelection.automaticCount { break }
        }
        return best
    }

    private static func fullLength(_ rows: [WatchedRun], _ sweep: WatchedSweep?) -> Int64? {
        let lengths: Set = ["batch_size", "epochs", "patience"]
        guard sweep?.variedNames.contains(where: lengths.contains) != true else { return nil }
        return rows.first { $0.state == .completed && $0.reason == nil }?.furthestStep
    }
}

extension DashboardModel {
    /// The list as it is now: the kept one, or a new one where that is out of date.
    package var runList: RunList {
        let key = runListKey
        guard key != runs.list.key else { return runs.list }
        return RunList(key, filter: runs.filter, data: shown, now: now, before: runs.list)
    }

    private var runListKey: RunList.Key {
        let sweep = shown.sweep
        var key = RunList.Key()
        key.watching = shown.watching
        key.generation = shown.runs.generation
        key.runCount = shown.runs.count
        key.columnCount = (sweep?.metricNames.count ?? 0) + (sweep?.parameterNames.count ?? 0)
        key.filter = runs.filterText
        key.sort = runs.sort
        key.pinned = runs.pinned
        key.isGrouped = runs.isGrouped
        key.unfolded = runs.unfolded
        key.time = runs.list.dependsOnTime ? now : nil
        return key
    }
}
