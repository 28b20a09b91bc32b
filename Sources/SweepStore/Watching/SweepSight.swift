import SweepCore

/// The sweeps of the database as they were told last, the newest first.
struct SweepSight {
    /// What of a sweep's rows says that something may have changed.
    private struct Stamp: Equatable {
        let uid: UID
        let rev: Int64
        let runRev: Int64
        let metricCount: Int
    }

    private struct Entry {
        var stamp: Stamp
        var sweep: WatchedSweep
        var metrics: [Int64]
        /// Running runs, for the count of lost ones.
        var running: [RunID] = []
        var isCountDue = true
    }

    private var entries: [Entry] = []

    var isSettled: Bool { entries.allSatisfy { !$0.isCountDue } }

    /// The sweep to watch: the one that is asked for, or else the newest that is not archived, or else the
    /// newest.
    func target(_ wanted: SweepID?) -> WatchedSweep? {
        (entries.first { $0.sweep.id == wanted } ?? entries.first { !$0.sweep.isArchived }
            ?? entries.first)?.sweep
    }

    /// The keys of a sweep's metrics, in the order of its names.
    func metrics(of sweep: SweepID) -> [Int64] {
        entries.first { $0.sweep.id == sweep }?.metrics ?? []
    }

    // MARK: Looking

    /// Reads the rows of sweeps that changed; the counts of their runs follow in `count`.
    mutating func look(_ connection: StoreConnection) throws {
        let stamps = try connection.all(
            """
            SELECT id, uid, rev, (SELECT max(rev) FROM run WHERE run.sweep = sweep.id),
                (SELECT count(*) FROM sweep_metric WHERE sweep_metric.sweep = sweep.id)
            FROM sweep ORDER BY id DESC
            """
        ) { row in
            (
                id: SweepID(row.integer(0)),
                stamp: Stamp(
                    uid: UID(stored: row.text(1)), rev: row.integer(2), runRev: row.integer(3),
                    metricCount: row.int(4))
            )
        }
        let known = Dictionary(
            entries.map { ($0.sweep.id, $0) }, uniquingKeysWith: { a, _ in a })
        entries = try stamps.compactMap { id, stamp in
            var entry = known[id]
            if let entry, entry.stamp == stamp { return entry }
            let isRowNew = entry?.stamp.uid != stamp.uid || entry?.stamp.rev != stamp.rev
            if isRowNew || entry?.stamp.metricCount != stamp.metricCount {
                entry = try Self.read(
                    id, stamp, counts: isRowNew ? nil : entry, connection: connection)
            }
            entry?.stamp = stamp
            entry?.isCountDue = true
            return entry
        }
    }

    private static func read(
        _ id: SweepID, _ stamp: Stamp, counts old: Entry?, connection: StoreConnection
    ) throws -> Entry? {
        let metrics = try SweepView.metrics(of: id, on: connection)
        let tags = try connection.all(
            "SELECT name FROM tag WHERE sweep = ? ORDER BY name", id
        ) { $0.text(0) }
        return try connection.first(
            """
            SELECT name, state, metric, goal, summary, varied, parameters, run_count_planned,
                created_at, ended_at, archived_at, note FROM sweep WHERE id = ?
            """, id
        ) { row in
            let objective = row.optionalText(2).flatMap { metric in
                Objective.Goal(rawValue: row.text(3)).map {
                    Objective(
                        metric: metric, goal: $0,
                        summary: Objective.Summary(rawValue: row.text(4)) ?? .best)
                }
            }
            let sweep = WatchedSweep(
                id: id, uid: stamp.uid, name: row.text(0),
                state: SweepState(rawValue: row.text(1)) ?? .active, objective: objective,
                variedNames: NameList.read(row.text(5)),
                parameterNames: NameList.read(row.text(6)), metricNames: metrics.map(\.name),
                plannedRunCount: row.optionalInteger(7).map { Int($0) },
                counts: old?.sweep.counts ?? [:], lostCount: old?.sweep.lostCount ?? 0,
                divergedCount: old?.sweep.divergedCount ?? 0, createdAt: row.instant(8),
                endedAt: row.optionalInstant(9), isArchived: !row.isNull(10),
                note: row.optionalText(11), tags: tags)
            return Entry(
                stamp: stamp, sweep: sweep, metrics: metrics.map(\.id), running: old?.running ?? [])
        }
    }

    /// Counts the runs of one sweep, the wanted one first; does nothing when all are counted.
    ///
    /// A sweep of ten thousand runs takes a millisecond, so others wait for their turn.
    mutating func countOne(first wanted: SweepID?, connection: StoreConnection) throws {
        let index =
            entries.firstIndex { $0.isCountDue && $0.sweep.id == wanted }
            ?? entries.firstIndex { $0.isCountDue }
        guard let index else { return }
        let id = entries[index].sweep.id
        var counts: [RunState: Int] = [:]
        try connection.forEach(
            "SELECT state, count(*) FROM run WHERE sweep = ? GROUP BY state", id
        ) { row in
            if let state = RunState(rawValue: row.text(0)) { counts[state] = row.int(1) }
        }
        entries[index].sweep.counts = counts
        entries[index].sweep.divergedCount =
            counts[.failed] == nil
            ? 0
            : try Int(
                connection.integer(
                    """
                    SELECT count(*) FROM run
                    WHERE sweep = ? AND state = 'failed' AND reason = 'diverged'
                    """, id))
        entries[index].running =
            counts[.running] == nil
            ? []
            : try connection.all("SELECT id FROM run WHERE sweep = ? AND state = 'running'", id) {
                RunID($0.integer(0))
            }
        entries[index].isCountDue = false
    }

    /// The counts of a sweep whose runs are all known are theirs.
    mutating func takeCounts(of runs: RunSight) {
        guard runs.isComplete,
            let index = entries.firstIndex(where: { $0.sweep.id == runs.sweep })
        else { return }
        entries[index].sweep.counts = runs.memos.counts
        entries[index].sweep.divergedCount = runs.memos.divergedCount
        entries[index].running = Array(runs.running.keys)
        entries[index].isCountDue = false
    }

    /// The sweeps as they are to be shown at this time.
    func shown(_ leases: LeaseBook, at now: SweepInstant) -> [WatchedSweep] {
        entries.map { entry in
            var sweep = entry.sweep
            sweep.lostCount = entry.running.count { leases.isLost($0, at: now) }
            return sweep
        }
    }
}
