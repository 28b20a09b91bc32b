import SweepCore

/// The portraits that somebody looks at, read again when their run, its summaries or its log changed.
struct PortraitSight {
    private static let mostEvents = 300

    private struct Stamp: Equatable {
        let uid: UID
        let rev: Int64
        let pointCount: Int64
        let lastEvent: Int64
    }

    private var runs: [RunID] = []
    private var told: [RunID: Stamp] = [:]
    private(set) var isSettled = true

    mutating func request(_ runs: [RunID]) {
        guard runs != self.runs else { return }
        self.runs = runs
        told = told.filter { runs.contains($0.key) }
        isSettled = runs.isEmpty
    }

    mutating func mayHaveChanged() { isSettled = runs.isEmpty }

    mutating func look(_ connection: StoreConnection, into news: inout [Observation]) throws {
        for run in runs {
            let stamp = try connection.first(
                """
                SELECT uid, rev, (SELECT total(count) FROM summary WHERE summary.run = run.id),
                    (SELECT max(id) FROM event WHERE event.run = run.id)
                FROM run WHERE id = ?
                """, run
            ) { row in
                Stamp(
                    uid: UID(stored: row.text(0)), rev: row.integer(1), pointCount: row.integer(2),
                    lastEvent: row.integer(3))
            }
            guard let stamp, told[run] != stamp else { continue }
            if let portrait = try Self.read(run, connection) { news.append(.portrait(portrait)) }
            told[run] = stamp
        }
        isSettled = true
    }

    private static func read(
        _ run: RunID, _ connection: StoreConnection
    ) throws -> RunPortrait? {
        let row = try connection.first(
            """
            SELECT sweep, started_at, failures, interruptions,
                (SELECT name FROM worker WHERE worker.id = run.worker)
            FROM run WHERE id = ?
            """, run
        ) {
            (
                sweep: $0.optionalInteger(0).map(SweepID.init),
                startedAt: $0.optionalInstant(1), failures: $0.int(2), interruptions: $0.int(3),
                worker: $0.optionalText(4)
            )
        }
        guard let row else { return nil }
        let environment = try row.sweep.flatMap {
            try StoreReader.environments(
                of: $0, before: row.startedAt, limit: 1, connection: connection
            ).first
        }
        let events = try connection.all(
            """
            SELECT \(WatchedEvent.columns) FROM event LEFT JOIN run ON run.id = event.run
            WHERE event.run = ? ORDER BY event.id DESC LIMIT \(mostEvents)
            """, run
        ) { WatchedEvent($0) }
        return RunPortrait(
            run: run,
            metrics: try StoreReader.summaries(of: run, connection: connection).map(metric),
            events: events.reversed(), environment: environment.map(facts) ?? [],
            workerName: row.worker, failureCount: row.failures,
            interruptionCount: row.interruptions)
    }

    private static func metric(_ stored: MetricSummary) -> RunPortrait.Metric {
        let summary = stored.summary
        return RunPortrait.Metric(
            name: stored.name, count: Int64(summary.count), nanCount: Int64(summary.nanCount),
            infiniteCount: Int64(summary.infiniteCount), first: summary.first, last: summary.last,
            lastStep: summary.lastStep, minimum: summary.minimum?.value ?? .nan,
            minimumStep: summary.minimum?.step ?? 0, maximum: summary.maximum?.value ?? .nan,
            maximumStep: summary.maximum?.step ?? 0)
    }

    private static func facts(_ environment: LaunchEnvironment) -> [RunPortrait.Fact] {
        let commit = environment.gitCommit.map {
            String($0.prefix(12)) + (environment.isGitDirty == true ? ", with changes" : "")
        }
        let blas = environment.blas.map { $0 + (environment.blasCore.map { " (\($0))" } ?? "") }
        let facts: [(String, String?)] = [
            ("host", environment.host), ("system", environment.operatingSystem),
            ("processor", "\(environment.cpu), \(environment.cores) cores"), ("blas", blas),
            ("program", "sweep \(environment.programVersion)"), ("git", commit),
            ("data set", environment.dataset), ("checksum", environment.datasetChecksum),
            ("command", environment.command), ("folder", environment.workingDirectory),
        ]
        return facts.compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : RunPortrait.Fact(name: name, text: $0) }
        }
    }
}
