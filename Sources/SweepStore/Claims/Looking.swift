import SweepCore

/// What a launch asks four times a second: has anybody changed anything?
enum Looking {
    /// A run that was lost so often in a row without a newer checkpoint is claimed last.
    private static let patience = 3
    /// Counting the runs of a larger sweep would take too long to do it four times a second.
    private static let mostCounted = 20_000

    /// Returns what changed since `rev`; `nil` when nothing did.
    ///
    /// The counter of changes answers, not `PRAGMA data_version`: it also counts what this process changed,
    /// such as a run that it put back itself, and an index finds what belongs to it. So the cost grows with
    /// what changed, not with the sweep.
    static func look(
        at sweep: SweepID, since rev: Int64, workers: [WorkerID], connection: StoreConnection
    ) throws -> SweepLook? {
        let newest = try connection.integer("SELECT value FROM meta WHERE key = 'rev'")
        guard newest != rev || rev == 0 else { return nil }
        let state = try connection.first("SELECT state FROM sweep WHERE id = ?", sweep) {
            SweepState(rawValue: $0.text(0)) ?? .active
        }
        guard let state else {
            throw StoreError.inconsistent(
                path: connection.path, message: "the sweep was deleted while it ran")
        }
        let own = Set(workers)
        let requested = try connection.all(
            """
            SELECT id, worker FROM run
            WHERE sweep = ? AND request IS NOT NULL AND state = 'running'
            """, sweep
        ) { (run: RunID($0.integer(0)), worker: $0.optionalInteger(1).map(WorkerID.init)) }
        let running = try connection.all(
            "SELECT worker FROM run WHERE sweep = ? AND state = 'running'", sweep
        ) { $0.optionalInteger(0).map(WorkerID.init) }
        return SweepLook(
            state: state, queued: try queued(of: sweep, since: rev, connection: connection),
            requested: requested.filter { $0.worker.map(own.contains) ?? false }.map(\.run),
            runningElsewhere: running.count { !($0.map(own.contains) ?? false) },
            counts: try counts(of: sweep, connection: connection), rev: newest)
    }

    private static func counts(
        of sweep: SweepID, connection: StoreConnection
    ) throws -> SweepLook.Counts? {
        let planned = try connection.first(
            "SELECT run_count_planned FROM sweep WHERE id = ?", sweep
        ) { $0.optionalInteger(0) }
        guard let planned = planned ?? nil, planned <= mostCounted else { return nil }
        let rows = try connection.all(
            """
            SELECT state, count(*), count(*) FILTER (WHERE reason = 'diverged') FROM run
            WHERE sweep = ? GROUP BY state
            """, sweep
        ) {
            (
                state: RunState(rawValue: $0.text(0)) ?? .failed, count: $0.int(1),
                diverged: $0.int(2)
            )
        }
        return SweepLook.Counts(
            byState: Dictionary(rows.map { ($0.state, $0.count) }, uniquingKeysWith: +),
            diverged: rows.first { $0.state == .failed }?.diverged ?? 0)
    }

    /// The groups that have queued runs, among the runs that changed since `rev`, by number.
    ///
    /// The configuration is that of any run of the group: they have the same shape.
    /// The `+` keeps SQLite from walking through all queued runs instead of the changed ones.
    static func queued(
        of sweep: SweepID, since rev: Int64, connection: StoreConnection
    ) throws -> [QueuedGroup] {
        try connection.all(
            """
            SELECT run_group, count(*), max(stalls), configuration
            FROM run WHERE sweep = ?1 AND +state = 'queued' AND rev > ?2 GROUP BY run_group
            """, sweep, rev
        ) { row in
            QueuedGroup(
                number: row.int(0), queuedCount: row.int(1),
                configuration: Configuration(ValueParser.parse(row.text(3))?.asMap ?? [:]),
                isStalled: row.int(2) >= patience)
        }
    }
}
