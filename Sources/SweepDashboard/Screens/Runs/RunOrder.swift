import SweepCore

/// The order of a sweep's runs: by the objective as `sweep leaderboard` has it, or by a column.
struct RunOrder {
    /// Places in the table, the best run first: finite objective values by the goal, diverged runs, then those
    /// without a value, the running ones first and the queued ones last. Ties are in the order of numbers.
    private(set) var places: [Int] = []
    /// By place; 0 for none.
    private var ranks: [Int32] = []
    private let rows: [WatchedRun]
    private let sweep: WatchedSweep?

    private struct Entry {
        /// Runs of a lower class stand above, whichever way is sorted.
        var group: UInt8
        var number: Int32
        var place: Int32
        var value: Double

        static func precedes(_ a: Entry, _ b: Entry) -> Bool {
            if a.group != b.group { return a.group < b.group }
            if a.value != b.value { return a.value < b.value }
            return a.number < b.number
        }
    }

    init(_ rows: [WatchedRun], sweep: WatchedSweep?, withArchived: Bool) {
        self.rows = rows
        self.sweep = sweep
        let sign = sweep?.objective?.goal == .maximize ? -1.0 : 1
        var entries: [Entry] = []
        entries.reserveCapacity(rows.count)
        for place in rows.indices where withArchived || !rows[place].isArchived {
            let group = Self.group(rows[place])
            let value = group == 0 ? sign * (rows[place].objective ?? 0) : 0
            entries.append(
                Entry(
                    group: group, number: Int32(clamping: rows[place].number), place: Int32(place),
                    value: value))
        }
        entries.sort(by: Entry.precedes)
        ranks = Array(repeating: 0, count: rows.count)
        var (count, rank, last): (Int32, Int32, Double?) = (0, 0, nil)
        for entry in entries where entry.group <= 1 {
            if entry.group == 0 {
                count += 1
                if entry.value != last { rank = count }
                last = entry.value
                ranks[Int(entry.place)] = rank
            } else {
                // All diverged runs share the rank after the last value.
                ranks[Int(entry.place)] = count + 1
            }
        }
        places = entries.map { Int($0.place) }
    }

    func rank(of place: Int) -> Int? { ranks[place] == 0 ? nil : Int(ranks[place]) }

    private static func group(_ run: WatchedRun) -> UInt8 {
        if run.state == .queued { return 9 }
        if run.hasDiverged { return 1 }
        if run.objective != nil { return 0 }
        switch run.state {
        case .running: return 2
        case .paused: return 3
        case .completed, .pruned: return 4
        case .failed: return 5
        case .cancelled: return 6
        case .queued: return 9
        }
    }

    // MARK: By a column

    /// Runs that do not have what is sorted by stand last in both directions; before them, in columns of
    /// metrics, the diverged ones.
    func sorted(by sort: RunSort, now: SweepInstant) -> [Int] {
        let sign = sort.isAscending(sweep) ? 1.0 : -1
        if case .text(let text) = content(of: sort.column) {
            return sorted(byTexts: text, isAscending: sign > 0)
        }
        var entries: [Entry] = []
        var texts: [Int32: String] = [:]
        entries.reserveCapacity(places.count)
        for place in places {
            var entry = Entry(
                group: 9, number: Int32(clamping: rows[place].number), place: Int32(place), value: 0
            )
            switch content(of: sort.column) {
            case .objective:
                entry.group = Self.group(rows[place])
                if entry.group == 0 { entry.value = sign * (rows[place].objective ?? 0) }
            case .metric(let index):
                let latest = rows[place].latest
                guard index < latest.count, let point = latest[index] else { break }
                let isLast = rows[place].hasDiverged || !point.value.isFinite
                entry.group = isLast ? 1 : 0
                entry.value = isLast ? 0 : sign * point.value
            case .parameter(let index):
                let parameters = rows[place].parameters
                guard index < parameters.count, let value = parameters[index], !value.isNull else {
                    break
                }
                if let number = value.asNumber {
                    entry.group = 0
                    entry.value = sign * number
                } else {
                    entry.group = 1
                    texts[Int32(place)] = value.display
                }
            case .number(let number):
                guard let value = number(rows[place], now), value.isFinite else { break }
                entry.group = 0
                entry.value = sign * value
            case .text: break
            }
            entries.append(entry)
        }
        if texts.isEmpty {
            entries.sort(by: Entry.precedes)
        } else {
            entries.sort { a, b in
                guard a.group == 1, b.group == 1, let first = texts[a.place],
                    let second = texts[b.place], first != second
                else { return Entry.precedes(a, b) }
                return (first < second) == (sign > 0)
            }
        }
        return entries.map { Int($0.place) }
    }

    private func sorted(byTexts text: (WatchedRun) -> String, isAscending: Bool) -> [Int] {
        var pairs = places.map { (text: text(rows[$0]), place: $0) }
        pairs.sort { a, b in
            if a.text.isEmpty != b.text.isEmpty { return b.text.isEmpty }
            if a.text != b.text { return (a.text < b.text) == isAscending }
            return rows[a.place].number < rows[b.place].number
        }
        return pairs.map(\.place)
    }

    private enum Content {
        case objective
        case metric(Int)
        case parameter(Int)
        case number((WatchedRun, SweepInstant) -> Double?)
        case text((WatchedRun) -> String)
    }

    private func content(of column: RunColumn) -> Content {
        switch column {
        case .objective, .rank, .trend: return .objective
        case .number: return .number { run, _ in Double(run.number) }
        case .step: return .number { run, _ in run.furthestStep.map(Double.init) }
        case .seed: return .number { run, _ in Double(run.seed) }
        case .seconds: return .number { $0.seconds(at: $1) }
        case .attempts: return .number { run, _ in Double(run.attempt) }
        case .worker: return .number { run, _ in run.worker.map { Double($0.rawValue) } }
        case .name: return .text(\.name)
        case .state: return .text { $0.isLost ? "lost" : $0.state.rawValue }
        case .tags: return .text { $0.tags.joined(separator: ",") }
        case .note: return .text { $0.note ?? "" }
        case .named(let name):
            if let index = sweep?.parameterNames.firstIndex(of: name) { return .parameter(index) }
            if let index = sweep?.metricNames.firstIndex(of: name) { return .metric(index) }
            return .number { _, _ in nil }
        }
    }
}
