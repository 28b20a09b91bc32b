package import SweepCore

/// What is wrong inside a database.
package struct Checkup: Sendable, Equatable {
    /// A metric of a run.
    package struct Series: Sendable, Hashable {
        package let run: RunID
        package let metric: MetricID
    }

    /// What SQLite's check says; empty when all is well.
    package fileprivate(set) var damages: [String] = []
    /// Runs whose worker is gone.
    package fileprivate(set) var lostRuns: [UID] = []
    /// Keys of runs that are not there, but have points.
    package fileprivate(set) var strayRuns: [RunID] = []
    /// Series whose summary does not have the count of the points; found by a full checkup only.
    package fileprivate(set) var wrongSummaries: [Series] = []
    /// Sweeps whose own view is missing or cannot be read.
    package fileprivate(set) var brokenViews: [SweepID] = []
    /// Names of sweeps that are being expanded by nobody.
    package fileprivate(set) var unexpandedSweeps: [String] = []
    /// Names of sweeps that are being extended by nobody.
    package fileprivate(set) var unextendedSweeps: [String] = []
    /// Names of sweeps of which only a part was imported.
    package fileprivate(set) var unimportedSweeps: [String] = []
    /// Names of sweeps that a merge was cut in.
    package fileprivate(set) var unmergedSweeps: [String] = []
    /// Runs that a merge or a deletion was cut in.
    package fileprivate(set) var unfinishedRuns: [UID] = []
    package fileprivate(set) var liveWorkers: [String] = []

    /// Nothing wrong, and nobody at work.
    package init() {}
}

extension StoreReader {
    private static let mostDamages = 20

    /// Looks for what is wrong; `isFull` reads every point and every index entry.
    ///
    /// `host` and `probe` say where this is and which processes live; tests hand in their own.
    package func checkup(
        isFull: Bool, host: ProcessIdentity = .current(),
        probe: @escaping ProcessProbe = ProcessIdentity.probe
    ) throws -> Checkup {
        let now = clock()
        return try read { connection in
            var checkup = Checkup()
            let check = isFull ? "integrity_check" : "quick_check"
            checkup.damages = try connection.all("PRAGMA \(check)(\(Self.mostDamages))") {
                $0.text(0)
            }.filter { $0 != "ok" }
            // What follows would only stumble over the same damage.
            guard checkup.damages.isEmpty else { return checkup }
            checkup.liveWorkers = try LiveWorkers.names(
                now: now, host: host, probe: probe, connection: connection)
            checkup.lostRuns = try Reclaiming.lost(
                now: now, host: host, probe: probe, connection: connection
            ).map(\.uid)
            checkup.strayRuns = try Self.strayRuns(connection)
            checkup.brokenViews = try Self.brokenViews(connection)
            try Self.findUnfinished(&checkup, connection)
            if isFull { checkup.wrongSummaries = try Self.wrongSummaries(connection) }
            return checkup
        }
    }

    /// Goes from run to run in the primary key instead of reading every point.
    private static func strayRuns(_ connection: StoreConnection) throws -> [RunID] {
        try connection.all(
            """
            WITH RECURSIVE owner (run) AS (
                SELECT min(run) FROM point UNION ALL
                SELECT (SELECT min(run) FROM point WHERE run > owner.run) FROM owner
                WHERE owner.run IS NOT NULL)
            SELECT run FROM owner WHERE run IS NOT NULL AND run NOT IN (SELECT id FROM run)
            """
        ) { RunID($0.integer(0)) }
    }

    private static func wrongSummaries(_ connection: StoreConnection) throws -> [Checkup.Series] {
        try connection.all(
            """
            SELECT p.run, p.metric
            FROM (SELECT run, metric, count(*) AS n FROM point GROUP BY run, metric) AS p
                JOIN run ON run.id = p.run
                LEFT JOIN summary AS s ON s.run = p.run AND s.metric = p.metric
            WHERE s.count IS NOT p.n
            UNION ALL
            SELECT run, metric FROM summary AS s WHERE NOT EXISTS (
                SELECT 1 FROM point AS p WHERE p.run = s.run AND p.metric = s.metric)
            """
        ) { Checkup.Series(run: RunID($0.integer(0)), metric: MetricID($0.integer(1))) }
    }

    private static func brokenViews(_ connection: StoreConnection) throws -> [SweepID] {
        let views = try connection.all(
            """
            SELECT sweep.id, sweep_view.name FROM sweep
                LEFT JOIN sweep_view ON sweep_view.sweep = sweep.id ORDER BY sweep.id
            """
        ) { (sweep: SweepID($0.integer(0)), name: $0.optionalText(1)) }
        return views.filter { view in
            guard let name = view.name else { return true }
            // `try?`: that it cannot be prepared is what is looked for.
            let statement = try? RawStatement(
                "SELECT * FROM \(SQLName.quoted(name)) LIMIT 0", on: connection)
            return statement == nil
        }.map(\.sweep)
    }

    private static func findUnfinished(
        _ checkup: inout Checkup, _ connection: StoreConnection
    ) throws {
        checkup.unmergedSweeps = try connection.all(
            """
            SELECT name FROM sweep WHERE id IN (SELECT sweep FROM event WHERE kind = ?)
            """, Merging.unfinishedEvent
        ) { $0.text(0) }
        checkup.unfinishedRuns = try connection.all(
            """
            SELECT uid FROM run
            WHERE state = 'cancelled' AND message IN ('\(Merging.unfinishedMessage)', 'being deleted')
            """
        ) { UID(stored: $0.text(0)) }
        // Whoever expands a sweep is not registered yet, so only an old one is certain to be left alone.
        let hasHistory = try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'sweep_definition')")
        let isExtended = """
            EXISTS (SELECT 1 FROM sweep_definition WHERE sweep = sweep.id AND revision > 1)
            """
        try connection.forEach(
            """
            SELECT name, definition, \(hasHistory != 0 ? isExtended : "0") FROM sweep
            WHERE state = 'expanding' AND archived_at IS NULL ORDER BY id
            """
        ) { row in
            if UnfinishedImport.isMarker(row.text(1)) {
                checkup.unimportedSweeps.append(row.text(0))
            } else if row.integer(2) != 0 {
                checkup.unextendedSweeps.append(row.text(0))
            } else {
                checkup.unexpandedSweeps.append(row.text(0))
            }
        }
    }
}
