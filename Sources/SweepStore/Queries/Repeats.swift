package import SweepCore

/// What the repeats of one configuration amount to.
package struct RankedConfiguration: Sendable, Equatable {
    /// Counted from 1; equal values have equal ranks. `nil` without an objective value.
    package let rank: Int?
    /// The repeat with the lowest number: its configuration, and its name but for the seed.
    package let first: RunRecord
    /// Runs of the configuration.
    package let runCount: Int
    /// Runs of it that have ended with an objective value and have not diverged.
    package let count: Int
    package let divergedCount: Int
    /// The mean of their objective values; `nil` when there is none.
    package let mean: Double?
    /// The standard error of that mean; `nil` below two values.
    package let standardError: Double?
    package let minimum: Double?
    package let maximum: Double?
    /// What it is ranked by: the mean, or the mean moved to the worse side.
    package let score: Double?

    /// The name without the seed at its end.
    package var name: String {
        let suffix = "-s\(first.seed)"
        return first.name.hasSuffix(suffix) && first.name.count > suffix.count
            ? String(first.name.dropLast(suffix.count)) : first.name
    }
}

/// How repeated configurations are ranked.
package enum RepeatRanking: String, Sendable, CaseIterable {
    /// By the mean.
    case mean
    /// By the mean moved to the worse side by t(0.95, n − 1) standard errors: the worse end of a one-sided 95 %
    /// confidence interval. Below two values there is none, and the configuration ranks below all that have one.
    case pessimistic
}

extension StoreReader {
    /// Whether configurations of the sweep are repeated under several seeds.
    package func hasRepeats(_ sweep: SweepID) throws -> Bool {
        try read { connection in
            try connection.integer(
                "SELECT EXISTS (SELECT 1 FROM run WHERE sweep = ? AND seed > 0)", sweep) != 0
        }
    }

    /// The configurations of a sweep, best first: those whose seeds all went well by their score, then those with a
    /// diverged seed (fewer first, then by score), then those without a value, unranked.
    ///
    /// Only runs that have ended count, so that a mean never mixes best values of finished and of half-finished
    /// runs. Configurations of which no run has begun are not listed. With a filter those are listed of which a run
    /// matches; ranks and figures are of all their runs. Archived runs are as if they were not there, unless the filter
    /// speaks of `archived:`.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    package func repeats(
        of sweep: SweepRecord, ranking: RepeatRanking = .mean,
        matching filter: RunFilter = .everything, limit: Int = .max
    ) throws -> [RankedConfiguration] {
        try read { connection in
            let now = clock()
            let condition = try FilterSQL(
                filter, hidesArchived: true, firstParameter: 3, now: now, on: connection)
            let listed =
                filter.mentions(.archived) ? "1" : "run.archived_at IS NULL"
            var groups: [Int64: Repeats] = [:]
            var order: [Int64] = []
            let statement = try connection.prepared(
                """
                SELECT run.configuration_hash, run.id, run.state, run.reason, run.objective,
                    \(condition.condition)
                FROM run WHERE run.sweep = ?2 AND \(listed) AND ?1 = ?1 ORDER BY run.number
                """)
            statement.bind([now, sweep.id] + condition.values)
            defer { statement.reset() }
            while try statement.step() {
                let key = statement.integer(0)
                if groups[key] == nil { order.append(key) }
                groups[key, default: Repeats(first: RunID(statement.integer(1)))].add(
                    state: RunState(rawValue: statement.text(2)) ?? .failed,
                    hasDiverged: statement.optionalText(3) == FailureReason.diverged.rawValue,
                    objective: statement.optionalReal(4), matches: statement.int(5) != 0)
            }
            let ranked = Repeats.ranked(
                order.compactMap { groups[$0] }.filter(\.hasBegun), ranking,
                isMaximized: sweep.objective?.goal == .maximize)
            return try ranked.filter(\.repeats.matches).prefix(limit).compactMap { place in
                try connection.first(
                    "SELECT \(RunRecord.columns) FROM run WHERE run.id = ?2", now,
                    place.repeats.first
                ) { place.configuration(first: RunRecord($0)) }
            }
        }
    }
}

/// The runs of one configuration, while they are counted.
private struct Repeats {
    let first: RunID
    private(set) var hasBegun = false
    private(set) var matches = false
    private(set) var runCount = 0
    private(set) var divergedCount = 0
    private(set) var values: [Double] = []

    init(first: RunID) { self.first = first }

    mutating func add(state: RunState, hasDiverged: Bool, objective: Double?, matches: Bool) {
        runCount += 1
        if state != .queued { hasBegun = true }
        if matches { self.matches = true }
        if state == .failed, hasDiverged {
            divergedCount += 1
        } else if let objective, state == .completed || state == .pruned {
            values.append(objective)
        }
    }

    private var mean: Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private var standardError: Double? {
        guard values.count >= 2, let mean else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
    }

    struct Place {
        let rank: Int?
        let repeats: Repeats
        let score: Double?

        func configuration(first: RunRecord) -> RankedConfiguration {
            RankedConfiguration(
                rank: rank, first: first, runCount: repeats.runCount,
                count: repeats.values.count, divergedCount: repeats.divergedCount,
                mean: repeats.mean, standardError: repeats.standardError,
                minimum: repeats.values.min(), maximum: repeats.values.max(), score: score)
        }
    }

    /// Below those with a better key, and among equals in the order of the runs' numbers.
    private struct Key: Comparable {
        /// Without any value, even a diverged one.
        let isUnranked: Bool
        let divergedCount: Int
        /// Without the score that the ranking asks for.
        let isWithoutScore: Bool
        /// So signed that less is better.
        let score: Double

        static func < (a: Key, b: Key) -> Bool {
            if a.isUnranked != b.isUnranked { return b.isUnranked }
            if a.divergedCount != b.divergedCount { return a.divergedCount < b.divergedCount }
            if a.isWithoutScore != b.isWithoutScore { return b.isWithoutScore }
            return a.score < b.score
        }
    }

    private func key(_ ranking: RepeatRanking, sign: Double) -> (key: Key, score: Double?) {
        let mean = mean
        var score = mean.map { $0 * sign }
        var isWithoutScore = mean == nil
        if ranking == .pessimistic, let mean {
            if let error = standardError {
                score =
                    mean * sign
                    + StudentT.quantile(0.95, degrees: values.count - 1) * error
            } else {
                isWithoutScore = true
            }
        }
        let key = Key(
            isUnranked: values.isEmpty && divergedCount == 0, divergedCount: divergedCount,
            isWithoutScore: isWithoutScore, score: score ?? 0)
        return (key, isWithoutScore ? nil : score.map { $0 * sign })
    }

    static func ranked(
        _ all: [Repeats], _ ranking: RepeatRanking, isMaximized: Bool
    ) -> [Place] {
        let sign: Double = isMaximized ? -1 : 1
        // In one chain the compiler takes 25 seconds to find out the types.
        typealias Keyed = (index: Int, key: Key, score: Double?, repeats: Repeats)
        var keyed = all.enumerated().map { index, repeats -> Keyed in
            let (key, score) = repeats.key(ranking, sign: sign)
            return (index, key, score, repeats)
        }
        keyed.sort { a, b in
            if a.key < b.key { return true }
            if b.key < a.key { return false }
            return a.index < b.index
        }
        var places: [Place] = []
        var rank = 0
        for (position, item) in keyed.enumerated() {
            if position == 0 || keyed[position - 1].key < item.key { rank = position + 1 }
            places.append(
                Place(
                    rank: item.key.isUnranked ? nil : rank, repeats: item.repeats,
                    score: item.score))
        }
        return places
    }
}
