import GRDBSQLite
import SweepCore

/// Reads rows of `run` as a watcher wants them: without the tables around them, which the caller reads once for
/// many rows.
struct RunRow {
    static let columns = """
        run.id, run.uid, run.number, run.name, run.state, run.reason, run.message, \
        run.configuration, run.seed, run.attempt, run.rewind, run.worker, run.started_at, \
        run.ended_at, run.objective, run.objective_step, run.note, run.archived_at, run.rev
        """

    private let parameters: [String]
    private var configurations: ConfigurationRows
    /// Where the metrics stand in `WatchedSweep.metricNames`, in the order of their keys, as `summary` has them.
    private var metricPlaces: [(metric: Int64, place: Int)]

    init(parameters: [String], metrics: [Int64]) {
        self.parameters = parameters
        configurations = ConfigurationRows(names: parameters)
        metricPlaces = Self.places(metrics)
    }

    private static func places(_ metrics: [Int64]) -> [(metric: Int64, place: Int)] {
        metrics.enumerated().map { (metric: $0.element, place: $0.offset) }
            .sorted { $0.metric < $1.metric }
    }

    /// Takes the sweep's present columns; `false` when rows that were read before have others.
    mutating func update(parameters: [String], metrics: [Int64]) -> Bool {
        if metrics.count != metricPlaces.count { metricPlaces = Self.places(metrics) }
        guard parameters != self.parameters else { return true }
        self = RunRow(parameters: parameters, metrics: metrics)
        return false
    }

    /// The run of a row of `columns`, without its tags and its metrics' latest values.
    mutating func run(_ row: RawStatement, isLost: (RunID) -> Bool) -> WatchedRun {
        let id = RunID(row.integer(0))
        let state = RunState(rawValue: row.text(4)) ?? .failed
        return WatchedRun(
            id: id, uid: UID(stored: row.text(1)), number: row.int(2), name: row.text(3),
            state: state, isLost: state == .running && isLost(id), reason: row.optionalText(5),
            message: row.optionalText(6), parameters: values(row, 7), seed: row.int(8),
            attempt: row.int(9), rewind: row.int(10),
            worker: row.optionalInteger(11).map(WorkerID.init), startedAt: row.optionalInstant(12),
            endedAt: row.optionalInstant(13), objective: row.optionalReal(14),
            objectiveStep: row.optionalInteger(15), note: row.optionalText(16),
            isArchived: !row.isNull(17))
    }

    private mutating func values(_ row: RawStatement, _ column: Int32) -> [Value?] {
        guard let bytes = sqlite3_column_text(row.pointer, column) else { return [] }
        let count = Int(sqlite3_column_bytes(row.pointer, column))
        return configurations.row(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// What `summary` says of a run.
    struct Progress {
        var latest: [WatchedRun.Latest?] = []
        /// The last step of any metric, and a metric that has it.
        var step: Int64 = .min
        var metric: Int64 = 0
        var pointCount: Int64 = 0
    }

    func progress(of run: RunID, connection: StoreConnection) throws -> Progress {
        var progress = Progress()
        var index = 0
        try connection.forEach(
            """
            SELECT metric, last_step, last, minimum, maximum, count FROM summary WHERE run = ?
            ORDER BY metric
            """, run
        ) { row in
            progress.pointCount += row.integer(5)
            let metric = row.integer(0)
            let step = row.integer(1)
            if step > progress.step {
                progress.step = step
                progress.metric = metric
            }
            while index < metricPlaces.count, metricPlaces[index].metric < metric { index += 1 }
            guard index < metricPlaces.count, metricPlaces[index].metric == metric else { return }
            let place = metricPlaces[index].place
            if progress.latest.isEmpty { progress.latest.reserveCapacity(metricPlaces.count) }
            while progress.latest.count <= place { progress.latest.append(nil) }
            progress.latest[place] = WatchedRun.Latest(
                step: step, value: row.value(2), minimum: row.value(3), maximum: row.value(4))
        }
        return progress
    }
}
