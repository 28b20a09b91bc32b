import SweepCore

extension RunOrder {
    /// The order by a column. Runs that do not have what is sorted by stand last in both directions; before
    /// them, in columns of metrics, the diverged ones.
    func sorted(
        _ rows: [WatchedRun], _ sweep: WatchedSweep?, by sort: RunSort, now: SweepInstant
    ) -> [Int] {
        let sign = sort.isAscending(sweep) ? 1.0 : -1
        let source = Source(sort.column, sweep)
        if source.isText { return sortedByText(rows, source, isAscending: sign > 0) }
        var entries: [Entry] = []
        var texts: [Int32: String] = [:]
        entries.reserveCapacity(places.count)
        for place in places {
            var entry = Self.entry(rows, place)
            if case .objective = source {
                if entry.standing == 0 { entry.value = sign * (rows[place].objective ?? 0) }
                entries.append(entry)
                continue
            }
            entry.standing = 9
            if case .parameter(let index) = source, index < rows[place].parameters.count,
                let value = rows[place].parameters[index], !value.isNull, value.asNumber == nil
            {
                entry.standing = 1
                texts[Int32(place)] = value.display
            } else if let number = source.number(rows, place, now: now) {
                let isMetric = if case .metric = source { true } else { false }
                let isLast = !number.isFinite || isMetric && Self.hasDiverged(rows, place)
                entry.standing = isLast ? 1 : 0
                entry.value = isLast ? 0 : sign * number
            }
            entries.append(entry)
        }
        if texts.isEmpty {
            entries.sort(by: Entry.precedes)
        } else {
            entries.sort { a, b in
                guard a.standing == 1, b.standing == 1, let first = texts[a.place],
                    let second = texts[b.place], first != second
                else { return Entry.precedes(a, b) }
                return (first < second) == (sign > 0)
            }
        }
        return entries.map { Int($0.place) }
    }

    private func sortedByText(
        _ rows: [WatchedRun], _ source: Source, isAscending: Bool
    ) -> [Int] {
        var keys = places.map { place in
            (text: source.text(rows, place), number: rows[place].number, place: place)
        }
        keys.sort { a, b in
            if a.text == b.text { return a.number < b.number }
            if a.text.isEmpty != b.text.isEmpty { return b.text.isEmpty }
            return (a.text < b.text) == isAscending
        }
        return keys.map(\.place)
    }
}

/// Where a column's values are.
private enum Source {
    case objective, none
    case metric(Int)
    case parameter(Int)
    case number, step, seed, seconds, attempts, worker
    case name, state, tags, note

    init(_ column: RunColumn, _ sweep: WatchedSweep?) {
        switch column {
        case .objective, .rank, .trend: self = .objective
        case .number: self = .number
        case .step: self = .step
        case .seed: self = .seed
        case .seconds: self = .seconds
        case .attempts: self = .attempts
        case .worker: self = .worker
        case .name: self = .name
        case .state: self = .state
        case .tags: self = .tags
        case .note: self = .note
        case .named(let name):
            if let index = sweep?.parameterNames.firstIndex(of: name) {
                self = .parameter(index)
            } else if let index = sweep?.metricNames.firstIndex(of: name) {
                self = .metric(index)
            } else {
                self = .none
            }
        }
    }

    var isText: Bool {
        switch self {
        case .name, .state, .tags, .note: true
        default: false
        }
    }

    func text(_ rows: [WatchedRun], _ place: Int) -> String {
        switch self {
        case .name: rows[place].name
        case .state: rows[place].isLost ? "lost" : rows[place].state.rawValue
        case .tags: rows[place].tags.joined(separator: ",")
        case .note: rows[place].note ?? ""
        default: ""
        }
    }

    func number(_ rows: [WatchedRun], _ place: Int, now: SweepInstant) -> Double? {
        switch self {
        case .metric(let index):
            let latest = rows[place].latest
            return index < latest.count ? latest[index]?.value : nil
        case .parameter(let index):
            let parameters = rows[place].parameters
            return index < parameters.count ? parameters[index]?.asNumber : nil
        case .number: return Double(rows[place].number)
        case .step: return rows[place].furthestStep.map(Double.init)
        case .seed: return Double(rows[place].seed)
        case .seconds: return rows[place].seconds(at: now)
        case .attempts: return Double(rows[place].attempt)
        case .worker: return rows[place].worker.map { Double($0.rawValue) }
        case .objective, .none, .name, .state, .tags, .note: return nil
        }
    }
}
