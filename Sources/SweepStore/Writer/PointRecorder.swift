import SweepCore

/// Stores points with their summaries and objective values, for the writer's thread.
///
/// Points are inserted at once; what follows from them is kept in memory until `flush()`, which the
/// writer calls before every request and before every commit, so that no reader ever sees the one without
/// the other.
final class PointRecorder {
    private let connection: StoreConnection
    private let insert: RawStatement
    private let check: RawStatement
    private var series: [Int64: RunSeries] = [:]
    private var changed: [RunSeries] = []
    private var knownMetrics: Set<SweepMetric> = []
    private var knownSweeps: Set<Int64> = []
    private var changedViews: Set<Int64> = []
    private var lastRemake = ContinuousClock.now
    private var remakeCost: Duration = .zero
    /// A view with thousands of columns takes long to make: no more than this part of the time goes there.
    private static let remakeShare = 20
    /// Grows whenever the run table may have changed; a run's attempt is read once per epoch.
    private var epoch = 0
    /// Points of older attempts and points out of step order.
    private(set) var droppedCount = 0

    private struct SweepMetric: Hashable {
        let sweep: Int64
        let metric: Int64
    }

    init(connection: StoreConnection) throws {
        self.connection = connection
        insert = try connection.prepared(
            "INSERT INTO point (run, metric, step, value, time) VALUES (?, ?, ?, ?, ?)")
        check = try connection.prepared(
            "SELECT CASE WHEN state = 'running' THEN attempt END FROM run WHERE id = ?")
    }

    /// Says that the run table may have changed: at the start of a transaction, after every request.
    func runsMayHaveChanged() { epoch += 1 }

    /// Forgets a run: it has ended, or its points were removed.
    func forget(_ run: RunID) { series[run.rawValue] = nil }

    // MARK: Points

    func record(_ points: Slice<UnsafeMutableBufferPointer<StoredPoint>>) throws {
        guard let first = points.first else { return }
        var current = try series(of: first.run)
        for point in points {
            if point.run != current.run { current = try series(of: point.run) }
            if current.checkedEpoch != epoch { try checkAttempt(of: current) }
            guard point.attempt == current.currentAttempt else {
                droppedCount += 1
                continue
            }
            let index =
                try current.index(of: point.metric) ?? startSeries(current, metric: point.metric)
            let hasPoints = current.summaries[index].count > 0
            guard !hasPoints || point.step > current.summaries[index].lastStep else {
                droppedCount += 1
                continue
            }
            insert.bind(1, point.run)
            insert.bind(2, point.metric)
            insert.bind(3, point.step)
            insert.bind(4, point.value)
            insert.bind(5, point.time)
            try insert.run()
            current.summaries[index].add(step: point.step, value: point.value)
            current.markDirty(index)
            if changed.last !== current { changed.append(current) }
        }
    }

    private func series(of run: Int64) throws -> RunSeries {
        if let known = series[run] { return known }
        let sweep = try connection.first("SELECT sweep FROM run WHERE id = ?", run) {
            $0.optionalInteger(0)
        }
        let new = RunSeries(run: run, sweep: sweep ?? nil)
        series[run] = new
        return new
    }

    private func checkAttempt(of series: RunSeries) throws {
        check.bind(1, series.run)
        defer { check.reset() }
        let attempt = try check.step() ? check.optionalInteger(0) : nil
        if attempt != series.currentAttempt { series.removeSummaries() }
        series.currentAttempt = attempt
        series.checkedEpoch = epoch
    }

    /// Begins with a metric of a run, or goes on with what an earlier writer stored of it.
    private func startSeries(_ series: RunSeries, metric: Int64) throws -> Int {
        if let sweep = series.sweep { try noteMetric(metric, of: sweep) }
        if series.objective == nil { series.objective = try objective(of: series) }
        let stored = try connection.first(
            "SELECT \(SeriesSummary.columns) FROM summary WHERE run = ? AND metric = ?",
            series.run, metric
        ) { SeriesSummary($0) }
        return series.append(metric: metric, summary: stored ?? SeriesSummary())
    }

    private func noteMetric(_ metric: Int64, of sweep: Int64) throws {
        guard knownMetrics.insert(SweepMetric(sweep: sweep, metric: metric)).inserted else {
            return
        }
        try connection.run(
            """
            INSERT INTO sweep_metric (sweep, metric, position)
            SELECT ?1, ?2, (SELECT count(*) + 1 FROM sweep_metric WHERE sweep = ?1)
            ON CONFLICT DO NOTHING
            """, sweep, metric)
        // Also at the first metric that this writer sees: an earlier one may have died before it made the view.
        if connection.changes > 0 || knownSweeps.insert(sweep).inserted {
            changedViews.insert(sweep)
        }
    }

    /// The objective of the run's sweep; `nil` for runs alone and while its metric has no id yet.
    private func objective(of series: RunSeries) throws -> RunSeries.ObjectiveColumn? {
        let row = try connection.first(
            """
            SELECT metric.id, sweep.goal, sweep.summary, run.objective, run.objective_step
            FROM run JOIN sweep ON sweep.id = run.sweep JOIN metric ON metric.name = sweep.metric
            WHERE run.id = ?
            """, series.run
        ) { row -> RunSeries.ObjectiveColumn? in
            guard let goal = Objective.Goal(rawValue: row.text(1)) else { return nil }
            let stored = row.optionalReal(3).map {
                SeriesSummary.Extreme(value: $0, step: row.integer(4))
            }
            return RunSeries.ObjectiveColumn(
                metric: row.integer(0), goal: goal,
                summary: Objective.Summary(rawValue: row.text(2)) ?? .best, stored: stored)
        }
        return row ?? nil
    }

    // MARK: What follows from them

    /// Writes the summaries and objective values that the points since the last call changed; the views of sweeps
    /// with new metrics too, unless they were made a moment ago.
    func flush() throws {
        var rev: Int64?
        for series in changed {
            for index in series.takeDirty() { try store(index, of: series, rev: &rev) }
        }
        changed.removeAll(keepingCapacity: true)
        guard !changedViews.isEmpty,
            ContinuousClock.now - lastRemake >= remakeCost * Self.remakeShare
        else { return }
        try remakeViews()
    }

    /// Makes the views of sweeps with new metrics anew, before a run of theirs ends.
    func remakeViews() throws {
        guard !changedViews.isEmpty else { return }
        let start = ContinuousClock.now
        for sweep in changedViews.sorted() {
            try SweepView.rebuild(for: SweepID(sweep), on: connection)
        }
        changedViews.removeAll()
        lastRemake = .now
        remakeCost = lastRemake - start
    }

    /// `rev` is taken at the first change of a run's row, and is the same for all of them.
    private func store(_ index: Int, of series: RunSeries, rev: inout Int64?) throws {
        let summary = series.summaries[index]
        let upsert = try connection.prepared(
            """
            INSERT OR REPLACE INTO summary (run, metric, \(SeriesSummary.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        upsert.bind(1, series.run)
        upsert.bind(2, series.metrics[index])
        summary.bind(to: upsert, from: 3)
        try upsert.run()

        guard let objective = series.objective, objective.metric == series.metrics[index] else {
            return
        }
        let value = objective.value(of: summary)
        guard value != objective.stored else { return }
        let next = try rev ?? connection.nextRev()
        rev = next
        try connection.run(
            "UPDATE run SET objective = ?, objective_step = ?, rev = ? WHERE id = ?",
            value?.value, value?.step, next, series.run)
        series.objective?.stored = value
    }
}
