import SweepCore

/// A part of some curves, point by point, for a zoomed chart.
///
/// A curve's part is told when all of it is read, and again when points were added to it: the more it holds, the
/// later, so that a long one that grows does not take all the time.
struct CloseUpSight {
    /// Points of one curve that are read at most.
    static let mostPoints = 200_000
    /// Points that may be read again for each millisecond since.
    private static let pointsPerMillisecond: Int64 = 20
    private static let pieceCount = 4_096

    private struct Part {
        var edition: RunEdition?
        var list: [CurvePoint] = []
        var nextStep: Int64
        var isDue = true
        var isTold = false
        /// Points were added since it was told, to be read at `dueAt`.
        var isStale = false
        var dueAt = SweepInstant(milliseconds: .min)
    }

    private var request: WatchRequest.CloseUp?
    private var parts: [CurveKey: Part] = [:]
    private var metrics = MetricKeys()

    var isSettled: Bool { parts.values.allSatisfy { !$0.isDue } }

    /// Whether a part that has grown may be read again now.
    func isDue(at now: SweepInstant) -> Bool {
        parts.values.contains { $0.isDue || $0.isStale && $0.dueAt <= now }
    }

    mutating func request(_ wanted: WatchRequest.CloseUp?) {
        guard wanted != request else { return }
        request = wanted
        parts = [:]
        guard let wanted else { return }
        for key in wanted.curves { parts[key] = Part(nextStep: wanted.steps.lowerBound) }
    }

    /// Somebody has committed something: finds parts that begin anew and parts that have grown.
    mutating func mayHaveChanged(_ connection: StoreConnection) throws {
        guard let request else { return }
        for (key, part) in parts {
            let edition = try RunEdition.read(key.run, connection: connection)
            if edition != part.edition {
                parts[key] = Part(edition: edition, nextStep: request.steps.lowerBound)
            } else if part.isTold, !part.isDue, !part.isStale {
                let isStale = try hasMore(key, part, request.steps, connection)
                parts[key]?.isStale = isStale
            }
        }
    }

    private mutating func hasMore(
        _ key: CurveKey, _ part: Part, _ steps: ClosedRange<Int64>, _ connection: StoreConnection
    ) throws -> Bool {
        guard part.nextStep <= steps.upperBound,
            let metric = try metrics.key(key.metric, connection: connection)
        else { return false }
        let rest = try PointReading.points(
            of: key.run, metric: metric, steps: part.nextStep...steps.upperBound, limit: 1,
            connection: connection
        ) { _ in true }
        return !rest.list.isEmpty
    }

    mutating func look(
        at now: SweepInstant, budget: inout LookBudget, connection: StoreConnection,
        into news: inout [Observation]
    ) throws {
        guard let request else { return }
        for key in request.curves {
            guard var part = parts[key] else { continue }
            if part.isStale, part.dueAt <= now {
                part = Part(edition: part.edition, nextStep: request.steps.lowerBound)
            }
            guard part.isDue else { continue }
            if part.edition == nil {
                part.edition = try RunEdition.read(key.run, connection: connection)
            }
            let isAll = try read(key, &part, request.steps, &budget, connection)
            let isFull = part.list.count >= Self.mostPoints
            if isAll || isFull {
                news.append(
                    .closeUp(key, steps: request.steps, part.list, isComplete: isAll))
                part.dueAt = now.adding(
                    milliseconds: Int64(part.list.count) / Self.pointsPerMillisecond)
                if !isAll { part.nextStep = .max }
                part.list = []
                part.isDue = false
                part.isTold = true
            }
            parts[key] = part
            if budget.isOver { return }
        }
    }

    /// Reads on; returns whether the end of the range was reached.
    private mutating func read(
        _ key: CurveKey, _ part: inout Part, _ steps: ClosedRange<Int64>,
        _ budget: inout LookBudget, _ connection: StoreConnection
    ) throws -> Bool {
        guard part.nextStep <= steps.upperBound,
            let metric = try metrics.key(key.metric, connection: connection)
        else { return true }
        let limit = min(Self.mostPoints - part.list.count, max(1, budget.rowCount))
        let points = try PointReading.points(
            of: key.run, metric: metric, steps: part.nextStep...steps.upperBound, limit: limit,
            connection: connection
        ) { $0 % Self.pieceCount == 0 && budget.isOver }
        budget.spend(points.list.count)
        if let last = points.list.last, last.step < .max { part.nextStep = last.step + 1 }
        if part.list.isEmpty { part.list = points.list } else { part.list += points.list }
        return points.isAll
    }
}
