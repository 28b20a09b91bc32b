import SweepCore

/// The length of an epoch of each plotted run, read until it is known.
struct EpochSight {
    private struct Length: Equatable {
        var uid: UID?
        var steps: Int64?
    }

    private var runs: [RunID] = []
    private var told: [RunID: Length] = [:]
    private(set) var isSettled = true

    mutating func request(_ curves: [CurveKey]) {
        var seen: Set<RunID> = []
        let runs = curves.map(\.run).filter { seen.insert($0).inserted }
        guard runs != self.runs else { return }
        self.runs = runs
        told = told.filter { seen.contains($0.key) }
        isSettled = false
    }

    mutating func mayHaveChanged() { isSettled = runs.isEmpty }

    mutating func look(_ connection: StoreConnection, into news: inout [Observation]) throws {
        for run in runs {
            let uid = try connection.first("SELECT uid FROM run WHERE id = ?", run) {
                UID(stored: $0.text(0))
            }
            // Once known it stays: a run's data and batch size do.
            if let known = told[run], known.uid == uid, known.steps != nil { continue }
            let length = Length(uid: uid, steps: try Self.length(of: run, connection: connection))
            guard told.updateValue(length, forKey: run) != length else { continue }
            news.append(.epochLength(run, steps: length.steps))
        }
        isSettled = true
    }

    /// The first step after 0 of a metric that is recorded once an epoch.
    private static func length(of run: RunID, connection: StoreConnection) throws -> Int64? {
        for name in ["validation/*", "train/accuracy"] {
            let metrics = try connection.all(
                """
                SELECT metric.id FROM summary JOIN metric ON metric.id = summary.metric
                WHERE summary.run = ? AND metric.name GLOB ? ORDER BY metric.id
                """, run, name
            ) { $0.integer(0) }
            let steps = try metrics.compactMap { metric in
                try connection.first(
                    """
                    SELECT step FROM point WHERE run = ? AND metric = ? AND step > 0
                    ORDER BY step LIMIT 1
                    """, run, metric
                ) { $0.integer(0) }
            }
            if let least = steps.min() { return least }
        }
        return nil
    }
}
