package import SweepCore

/// A metric of a run with its summary.
package struct MetricSummary: Sendable, Equatable {
    package let metric: MetricID
    package let name: String
    package let summary: SeriesSummary
}

/// One line of the log.
package struct EventRecord: Sendable, Equatable {
    package let id: Int64
    package let time: SweepInstant
    package let sweep: SweepID?
    package let run: RunID?
    package let attempt: Int?
    package let worker: WorkerID?
    package let kind: String
    package let message: String?

    static let columns = "id, time, sweep, run, attempt, worker, kind, message"

    init(_ row: RawStatement) {
        id = row.integer(0)
        time = row.instant(1)
        sweep = row.optionalInteger(2).map(SweepID.init)
        run = row.optionalInteger(3).map(RunID.init)
        attempt = row.optionalInteger(4).map { Int($0) }
        worker = row.optionalInteger(5).map(WorkerID.init)
        kind = row.text(6)
        message = row.optionalText(7)
    }
}

/// Everything there is to say about one run.
package struct RunDetail: Sendable, Equatable {
    package let run: RunRecord
    package let sweep: SweepRecord?
    /// By the metric's name.
    package let metrics: [MetricSummary]
    /// The oldest first; `started` begins an attempt.
    package let events: [EventRecord]
    /// Of the launch that executed it last; of the sweep's last launch before it began.
    package let environment: LaunchEnvironment?
    package let workerName: String?
}

extension StoreReader {
    /// Reads a run with everything around it; `nil` when it is not there.
    package func detail(of run: RunID) throws -> RunDetail? {
        try read { connection in
            let record = try connection.first(
                "SELECT \(RunRecord.columns) FROM run WHERE id = ?2", self.clock(), run
            ) { RunRecord($0) }
            guard let record else { return nil }
            let sweep = try record.sweep.flatMap {
                try SweepRecord.read($0, connection: connection)
            }
            let events = try connection.all(
                "SELECT \(EventRecord.columns) FROM event WHERE run = ? ORDER BY id", run
            ) { EventRecord($0) }
            let worker = try connection.first(
                "SELECT name FROM worker WHERE id = ?", record.worker
            ) { $0.text(0) }
            return RunDetail(
                run: record, sweep: sweep,
                metrics: try Self.summaries(of: run, connection: connection), events: events,
                environment: try record.sweep.flatMap {
                    try Self.environments(
                        of: $0, before: record.startedAt, limit: 1, connection: connection
                    ).first
                },
                workerName: worker)
        }
    }

    /// The metrics of a run with their summaries, by name.
    package func summaries(of run: RunID) throws -> [MetricSummary] {
        try read { try Self.summaries(of: run, connection: $0) }
    }

    static func summaries(
        of run: RunID, connection: StoreConnection
    ) throws -> [MetricSummary] {
        try connection.all(
            """
            SELECT metric.id, metric.name, \(SeriesSummary.columns)
            FROM summary JOIN metric ON metric.id = summary.metric
            WHERE summary.run = ? ORDER BY metric.name
            """, run
        ) { row in
            MetricSummary(
                metric: MetricID(row.integer(0)), name: row.text(1),
                summary: SeriesSummary(row, from: 2))
        }
    }

    /// Of the launch that executed a run: the last one before the run began.
    package func environment(of run: RunRecord) throws -> LaunchEnvironment? {
        guard let sweep = run.sweep else { return nil }
        return try read {
            try Self.environments(
                of: sweep, before: run.startedAt, limit: 1, connection: $0
            ).first
        }
    }

    /// Of every launch of a sweep, the last one first.
    package func environments(of sweep: SweepID) throws -> [LaunchEnvironment] {
        try read { try Self.environments(of: sweep, before: nil, limit: .max, connection: $0) }
    }

    /// Of a sweep's launches, the last one first; `moment` leaves later ones out.
    static func environments(
        of sweep: SweepID, before moment: SweepInstant?, limit: Int, connection: StoreConnection
    ) throws -> [LaunchEnvironment] {
        let before = moment == nil ? "" : "AND created_at <= ?2"
        return try connection.all(
            """
            SELECT host, operating_system, cpu, cores, blas, blas_core, program_version, git_commit,
                git_dirty, git_diff, command, working_directory, dataset, dataset_checksum
            FROM environment WHERE sweep = ?1 \(before) ORDER BY id DESC LIMIT ?3
            """, sweep, moment, limit
        ) { row in
            var environment = LaunchEnvironment()
            environment.host = row.text(0)
            environment.operatingSystem = row.text(1)
            environment.cpu = row.text(2)
            environment.cores = row.int(3)
            environment.blas = row.optionalText(4)
            environment.blasCore = row.optionalText(5)
            environment.programVersion = row.text(6)
            environment.gitCommit = row.optionalText(7)
            environment.isGitDirty = row.optionalInteger(8).map { $0 != 0 }
            environment.gitDiff = row.optionalText(9)
            environment.command = row.text(10)
            environment.workingDirectory = row.text(11)
            environment.dataset = row.optionalText(12)
            environment.datasetChecksum = row.optionalText(13)
            return environment
        }
    }

    /// Lines of the log after the one with this id, the oldest first; of one sweep or of all.
    package func events(
        of sweep: SweepID? = nil, after id: Int64 = 0, limit: Int = 1_000
    ) throws -> [EventRecord] {
        let ofSweep = sweep == nil ? "" : "AND sweep = ?3"
        return try read { connection in
            try connection.all(
                """
                SELECT \(EventRecord.columns) FROM event WHERE id > ?1 \(ofSweep)
                ORDER BY id LIMIT ?2
                """, id, limit, sweep
            ) { EventRecord($0) }
        }
    }
}
