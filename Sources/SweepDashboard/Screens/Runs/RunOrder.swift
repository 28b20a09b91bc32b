import SweepCore

/// The order of a sweep's runs by the objective, as `sweep leaderboard` has it.
///
/// Holds places in the table, not runs: a copy of the rows would make every change of them copy them all. Reads
/// fields one by one, because taking a run out of the array counts references a dozen times.
struct RunOrder: Sendable {
    /// What it was made from.
    struct Key: Equatable, Sendable {
        var watching: SweepID?
        var generation = -1
        var runCount = 0
        var showsArchived = false
    }

    private(set) var key = Key()
    /// The best run first: finite objective values by the goal, diverged runs, then those without a value, the
    /// running ones first and the queued ones last. Ties are in the order of numbers.
    private(set) var places: [Int] = []
    /// By place; 0 for none.
    private var ranks: [Int32] = []

    /// A run while it is sorted.
    struct Entry {
        /// Runs of a lower class stand above, whichever way is sorted.
        var standing: UInt8
        var number: Int32
        var place: Int32
        var value: Double

        static func precedes(_ a: Entry, _ b: Entry) -> Bool {
            if a.standing != b.standing { return a.standing < b.standing }
            if a.value != b.value { return a.value < b.value }
            return a.number < b.number
        }
    }

    init() {}

    init(_ key: Key, _ rows: [WatchedRun], _ sweep: WatchedSweep?) {
        self.key = key
        let sign = sweep?.objective?.goal == .maximize ? -1.0 : 1
        var entries: [Entry] = []
        entries.reserveCapacity(rows.count)
        for place in rows.indices where key.showsArchived || !rows[place].isArchived {
            var entry = Self.entry(rows, place)
            if entry.standing == 0 { entry.value = sign * (rows[place].objective ?? 0) }
            entries.append(entry)
        }
        entries.sort(by: Entry.precedes)
        ranks = Array(repeating: 0, count: rows.count)
        var (count, rank, last): (Int32, Int32, Double?) = (0, 0, nil)
        for entry in entries where entry.standing <= 1 {
            if entry.standing == 0 {
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

    /// The run with its standing by the objective; the value is to be filled in.
    static func entry(_ rows: [WatchedRun], _ place: Int) -> Entry {
        Entry(
            standing: standing(
                rows[place].state, hasDiverged: hasDiverged(rows, place),
                hasObjective: rows[place].objective != nil),
            number: Int32(clamping: rows[place].number), place: Int32(place), value: 0)
    }

    static func hasDiverged(_ rows: [WatchedRun], _ place: Int) -> Bool {
        rows[place].state == .failed && rows[place].reason == FailureReason.diverged.rawValue
    }

    private static func standing(
        _ state: RunState, hasDiverged: Bool, hasObjective: Bool
    ) -> UInt8 {
        if state == .queued { return 9 }
        if hasDiverged { return 1 }
        if hasObjective { return 0 }
        switch state {
        case .running: return 2
        case .paused: return 3
        case .completed, .pruned: return 4
        case .failed: return 5
        case .cancelled: return 6
        case .queued: return 9
        }
    }
}
