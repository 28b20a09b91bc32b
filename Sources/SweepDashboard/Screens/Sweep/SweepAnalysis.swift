package import SweepCore

/// What is computed from the runs of the sweep for the Sweep screen, once for each change of them: the levels and
/// the progress from all, the rest from those that match the filter.
package struct SweepAnalysis: Sendable {
    /// What it was computed from.
    package struct Key: Sendable, Equatable {
        package var sweep: SweepID?
        package var generation: Int
        package var varied: [String]
        package var planned: Int?
        package var counts: [RunState: Int]
        /// By row of the table, which runs match; `nil` for all.
        package var isListed: [Bool]?
    }

    package let key: Key
    package private(set) var progress: SweepProgress
    /// The varied parameters in file order, then the seed where there are several.
    package private(set) var columns: [ParameterColumn]
    package private(set) var seedCount: Int
    /// Stands for the runs of the table in their order.
    private let order: UInt64
    /// Rows of the table with an objective value that match, the best first; of equal ones the earlier run.
    package private(set) var ranking: [Int32]
    /// The best value after each finished run, in the order in which they ended.
    package private(set) var bestSoFar: Curve
    package private(set) var finishedCount: Int
    package private(set) var axes: ParallelAxes
    package private(set) var importance = Importance()
    /// Stands for the finished runs and their values, so that importance is computed only when those change.
    package private(set) var signature: UInt64 = 0
    /// When the importance was computed.
    package private(set) var importanceAt: SweepInstant?
    /// Whether runs have finished since, which count when the pause is over.
    package private(set) var isImportanceDue = false

    /// Importance is computed at most once in so many milliseconds.
    package static let importancePause: Int64 = 2_000

    package static func key(of data: WatchedData, isListed: [Bool]? = nil) -> Key {
        Key(
            sweep: data.watching, generation: data.runs.generation,
            varied: data.sweep?.variedNames ?? [], planned: data.sweep?.plannedRunCount,
            counts: data.sweep?.counts ?? [:], isListed: isListed)
    }

    /// Computes everything but what `previous` has and has not changed since.
    package init(
        of data: WatchedData, isListed: [Bool]? = nil, glyphs: GlyphSet, now: SweepInstant,
        previous: SweepAnalysis? = nil
    ) {
        key = Self.key(of: data, isListed: isListed)
        let rows = data.runs.rows
        progress = data.sweep.map { SweepProgress(sweep: $0, rows: rows) } ?? SweepProgress()
        // Parameters of a run never change, so the columns are the same as long as the runs are.
        order = rows.indices.reduce(UInt64(rows.count)) {
            ($0 ^ UInt64(bitPattern: rows[$1].id.rawValue)) &* 0x9E37_79B9_7F4A_7C15 ^ $0 >> 31
        }
        if let previous, previous.order == order, previous.key.sweep == key.sweep,
            previous.key.varied == key.varied
        {
            (columns, seedCount) = (previous.columns, previous.seedCount)
        } else {
            (columns, seedCount) = Self.columns(data)
        }
        let objective = data.sweep?.objective
        var all = objective.map { Self.ranking(rows, $0) } ?? []
        ranking = all
        var ended = Self.ended(rows)
        if let isListed {
            ranking = all.filter { isListed[Int($0)] }
            ended = ended.filter { isListed[Int($0)] }
            // Behind those that match are others, but none that is hidden everywhere.
            all.removeAll { rows[Int($0)].isArchived && !isListed[Int($0)] }
        }
        finishedCount = ended.count
        bestSoFar = objective.map { Self.bestSoFar(rows, ended, $0) } ?? Curve()
        axes = ParallelAxes(
            columns: columns, objective: objective, ranking: all, runs: rows, glyphs: glyphs)
        explain(rows, now: now, previous: previous)
    }

    private static func columns(_ data: WatchedData) -> ([ParameterColumn], Int) {
        let rows = data.runs.rows
        var columns: [ParameterColumn] = []
        for name in data.sweep?.variedNames ?? [] {
            guard let place = data.sweep?.parameterNames.firstIndex(of: name) else { continue }
            columns.append(ParameterColumn(name: name, place: place, rows: rows))
        }
        let seeds = ParameterColumn.seeds(rows)
        // A sweep may vary `seed` as a parameter of its own.
        if seeds.values.count > 1, !columns.contains(where: { $0.name == seeds.name }) {
            columns.append(seeds)
        }
        return (columns, seeds.values.count)
    }

    private static func ranking(_ rows: [WatchedRun], _ objective: Objective) -> [Int32] {
        // Sorted apart from the rows, which are large.
        var keyed: [(value: Double, number: Int, row: Int32)] = []
        for index in rows.indices {
            // A queued run has what an earlier attempt left, which the next one may take back.
            guard let value = rows[index].objective, value.isFinite, !rows[index].hasDiverged,
                rows[index].state != .queued
            else { continue }
            keyed.append((value, rows[index].number, Int32(index)))
        }
        keyed.sort {
            $0.value == $1.value
                ? $0.number < $1.number : objective.isBetter($0.value, than: $1.value)
        }
        return keyed.map(\.row)
    }

    private static func ended(_ rows: [WatchedRun]) -> [Int32] {
        var keyed: [(end: SweepInstant, number: Int, row: Int32)] = []
        for index in rows.indices where rows[index].state.isFinished {
            guard let end = rows[index].endedAt else { continue }
            keyed.append((end, rows[index].number, Int32(index)))
        }
        keyed.sort { $0.end == $1.end ? $0.number < $1.number : $0.end < $1.end }
        return keyed.map(\.row)
    }

    private static func bestSoFar(
        _ rows: [WatchedRun], _ ended: [Int32], _ objective: Objective
    ) -> Curve {
        var points: [CurvePoint] = []
        points.reserveCapacity(ended.count)
        var best = Double.nan
        let begin = ended.first.flatMap { rows[Int($0)].endedAt?.milliseconds } ?? 0
        for (index, row) in ended.enumerated() {
            let place = Int(row)
            if let value = rows[place].objective, objective.isBetter(value, than: best),
                !rows[place].hasDiverged
            {
                best = value
            }
            guard best.isFinite else { continue }
            let time = (rows[place].endedAt?.milliseconds ?? begin) - begin
            points.append(CurvePoint(step: Int64(index + 1), value: best, time: time))
        }
        var curve = Curve()
        curve.append(points)
        curve.isComplete = true
        return curve
    }

    /// Whether nothing would change by computing it again.
    package func isCurrent(
        for data: WatchedData, isListed: [Bool]? = nil, now: SweepInstant
    ) -> Bool {
        guard key == Self.key(of: data, isListed: isListed) else { return false }
        guard isImportanceDue, let importanceAt else { return true }
        return now.milliseconds - importanceAt.milliseconds < Self.importancePause
    }

    /// Computes the importance, or takes over what was computed when it still holds.
    private mutating func explain(
        _ rows: [WatchedRun], now: SweepInstant, previous: SweepAnalysis?
    ) {
        let finished = ranking.filter { rows[Int($0)].state.isFinished }
        signature = finished.reduce(UInt64(finished.count)) { sum, row in
            let id = UInt64(bitPattern: rows[Int(row)].id.rawValue)
            let bits = (rows[Int(row)].objective ?? 0).bitPattern ^ id
            return sum &+ (bits &* 0x9E37_79B9_7F4A_7C15 ^ bits >> 29)
        }
        if let previous, previous.key.sweep == key.sweep, let at = previous.importanceAt {
            let isSame =
                !previous.isImportanceDue && previous.signature == signature
                && previous.key.varied == key.varied
            let isRecent = now.milliseconds - at.milliseconds < Self.importancePause
            let isFirst = previous.importance.shares.isEmpty
            if isSame || isRecent && !isFirst {
                importance = previous.importance
                importanceAt = previous.importanceAt
                isImportanceDue = !isSame
                return
            }
        }
        importance = Importance(
            columns: columns, rows: finished,
            objectives: finished.map { rows[Int($0)].objective ?? 0 })
        importanceAt = now
    }

    /// The two parameters with the most levels, in file order.
    package var automaticPair: [String] {
        let byLevels = columns.indices.filter { columns[$0].levels.count > 1 }.sorted {
            let (a, b) = (columns[$0], columns[$1])
            // The seed only where nothing else is left.
            if a.isSeed != b.isSeed { return b.isSeed }
            return a.values.count > b.values.count || a.values.count == b.values.count && $0 < $1
        }
        return byLevels.prefix(2).sorted().map { columns[$0].name }
    }

    package func column(_ name: String?) -> ParameterColumn? { columns.first { $0.name == name } }
}
