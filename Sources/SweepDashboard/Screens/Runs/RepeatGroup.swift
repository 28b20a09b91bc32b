import SweepCore

/// The repeats of one configuration under several seeds, and what they amount to.
///
/// As in `sweep leaderboard --repeats`: only runs that have ended count for the mean, so that it never mixes best
/// values of finished and of half-finished runs.
package struct RepeatGroup: Sendable {
    /// The run with the lowest number; stays whatever the order.
    private(set) var id: RunID
    /// The listed ones, in the list's order.
    private(set) var places: [Int] = []
    /// All of them.
    private(set) var members: [RunID] = []
    package private(set) var divergedCount = 0
    /// Objective values of those that count.
    private(set) var values: [Double] = []
    package fileprivate(set) var rank: Int?
    private var lowestNumber: Int

    package var runCount: Int { members.count }

    package var mean: Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Of the mean; `nil` below two values.
    package var standardError: Double? {
        guard values.count >= 2, let mean else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
    }

    private init(_ run: WatchedRun) {
        id = run.id
        lowestNumber = run.number
    }

    private mutating func add(_ run: WatchedRun) {
        members.append(run.id)
        if run.number < lowestNumber { (id, lowestNumber) = (run.id, run.number) }
        if run.hasDiverged {
            divergedCount += 1
        } else if let objective = run.objective, run.state == .completed || run.state == .pruned {
            values.append(objective)
        }
    }

    /// The groups of which a run is listed. By their means: those whose seeds all went well first, then those with
    /// a diverged seed, fewer first, then those without a value. Else in the order of the list.
    static func all(
        _ rows: [WatchedRun], sweep: WatchedSweep?, listed: [Int], withArchived: Bool,
        isRankedByMean: Bool, isInverted: Bool
    ) -> [RepeatGroup] {
        var indices: [String: Int] = [:]
        var groups: [RepeatGroup] = []
        var groupOfPlace: [Int] = Array(repeating: -1, count: rows.count)
        let varied = variedPlaces(sweep)
        for (place, run) in rows.enumerated() where withArchived || !run.isArchived {
            let key = configurationKey(run, varied)
            let index = indices[key] ?? groups.count
            if index == groups.count {
                indices[key] = index
                groups.append(RepeatGroup(run))
            }
            groups[index].add(run)
            groupOfPlace[place] = index
        }
        var appearance: [Int] = []
        for place in listed where groupOfPlace[place] >= 0 {
            let index = groupOfPlace[place]
            if groups[index].places.isEmpty { appearance.append(index) }
            groups[index].places.append(place)
        }
        let ranked = rank(&groups, isMaximized: sweep?.objective?.goal == .maximize)
        guard isRankedByMean else { return appearance.map { groups[$0] } }
        let shown = ranked.filter { !groups[$0].places.isEmpty }
        guard isInverted else { return shown.map { groups[$0] } }
        // The best to the end, but those that cannot be compared stay below.
        let sound = shown.filter { groups[$0].mean != nil && groups[$0].divergedCount == 0 }
        return (sound.reversed() + shown.dropFirst(sound.count)).map { groups[$0] }
    }

    /// The groups' indices, the best first; gives each its rank.
    private static func rank(_ groups: inout [RepeatGroup], isMaximized: Bool) -> [Int] {
        let keys = groups.map { group -> (Int, Double, Int) in
            let mean = group.mean.map { isMaximized ? -$0 : $0 }
            let isUnranked = mean == nil && group.divergedCount == 0
            return (isUnranked ? .max : group.divergedCount, mean ?? .infinity, group.lowestNumber)
        }
        let order = groups.indices.sorted { keys[$0] < keys[$1] }
        var last: (Int, Double)?
        var rank = 0
        for (position, index) in order.enumerated() where keys[index].0 != .max {
            let key = (keys[index].0, keys[index].1)
            if last.map({ $0 != key }) ?? true { rank = position + 1 }
            last = key
            groups[index].rank = rank
        }
        return order
    }

    private static func variedPlaces(_ sweep: WatchedSweep?) -> [Int]? {
        guard let sweep, !sweep.variedNames.isEmpty else { return nil }
        return sweep.variedNames.compactMap { sweep.parameterNames.firstIndex(of: $0) }
    }

    /// Within a sweep only varied parameters tell configurations apart; of a sweep from elsewhere all count.
    private static func configurationKey(_ run: WatchedRun, _ varied: [Int]?) -> String {
        var key = ""
        for place in varied ?? Array(run.parameters.indices) {
            if place < run.parameters.count, let value = run.parameters[place] {
                value.appendCanonicalJSON(to: &key)
            }
            key += "\u{1F}"
        }
        return key
    }
}
