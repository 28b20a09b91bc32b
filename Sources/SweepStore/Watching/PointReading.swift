import GRDBSQLite
import SweepCore

/// What says that points read before are still the run's: it was not rewound, begun anew or replaced, and no other
/// run has the number of one that was deleted.
struct RunEdition: Equatable {
    private let uid: UID
    private let rewind: Int
    private let startedAt: SweepInstant?

    /// `nil` when there is no such run.
    static func read(_ run: RunID, connection: StoreConnection) throws -> RunEdition? {
        try connection.first("SELECT uid, rewind, started_at FROM run WHERE id = ?", run) { row in
            RunEdition(
                uid: UID(stored: row.text(0)), rewind: row.int(1),
                startedAt: row.optionalInstant(2))
        }
    }
}

/// The keys of metrics by their names.
struct MetricKeys {
    private var keys: [String: Int64] = [:]

    /// `nil` while nothing has recorded the metric.
    mutating func key(_ name: String, connection: StoreConnection) throws -> Int64? {
        if let known = keys[name] { return known }
        let id = try connection.first("SELECT id FROM metric WHERE name = ?", name) {
            $0.integer(0)
        }
        if let id { keys[name] = id }
        return id
    }
}

/// Reads points as fast as SQLite gives them.
enum PointReading {
    /// The first points of a part of a curve, in step order, and whether they are all of it. `stop` is asked
    /// with the number of points so far.
    static func points(
        of run: RunID, metric: Int64, steps: ClosedRange<Int64>, limit: Int,
        connection: StoreConnection, stop: (Int) -> Bool
    ) throws -> (list: [CurvePoint], isAll: Bool) {
        let statement = try connection.prepared(
            """
            SELECT step, value, time FROM point
            WHERE run = ? AND metric = ? AND step BETWEEN ? AND ? ORDER BY step
            """)
        statement.bind([run, metric, steps.lowerBound, steps.upperBound])
        defer { statement.reset() }
        // Most looks find a few new points, or none.
        guard try statement.step() else { return ([], true) }
        var list: [CurvePoint] = []
        let pointer = statement.pointer
        while true {
            // NULL reads as 0, so that the type matters for that alone.
            var value = sqlite3_column_double(pointer, 1)
            if value == 0, sqlite3_column_type(pointer, 1) == SQLITE_NULL { value = .nan }
            list.append(
                CurvePoint(
                    step: sqlite3_column_int64(pointer, 0), value: value,
                    time: sqlite3_column_int64(pointer, 2)))
            guard try statement.step() else { return (list, true) }
            if list.count >= limit || stop(list.count) { return (list, false) }
        }
    }
}
