import SweepCore

/// The curves that are read and kept up to date.
///
/// The first curve is read to its end before the others, which then take turns. A curve begins anew when its run
/// was rewound, or when another run has its number.
struct CurveSight {
    /// Points that one curve gives at once.
    static let batchCount = 16_384
    /// Points between two questions for the time.
    private static let pieceCount = 4_096

    private struct Curve {
        var edition: RunEdition?
        var lastStep = Int64.min
        /// Nothing was told yet of this edition.
        var isFresh = true
        var isDue = true
        var hasEverEnded = false
    }

    private var order: [CurveKey] = []
    private var curves: [CurveKey: Curve] = [:]
    private var metrics = MetricKeys()
    private var turn = 0

    var isSettled: Bool { curves.values.allSatisfy { !$0.isDue } }
    /// Whether a curve has never been read to its end.
    var isLoading: Bool { curves.values.contains { !$0.hasEverEnded } }

    mutating func request(_ keys: [CurveKey]) {
        guard keys != order else { return }
        order = keys
        let old = curves
        curves = [:]
        for key in keys { curves[key] = old[key] ?? Curve() }
    }

    /// Somebody has committed something: finds curves that begin anew, and lets all of them be read on.
    mutating func mayHaveChanged(_ connection: StoreConnection) throws {
        var editions: [RunID: RunEdition?] = [:]
        for (key, curve) in curves {
            let edition =
                try editions[key.run] ?? RunEdition.read(key.run, connection: connection)
            editions[key.run] = edition
            var curve = curve
            if !curve.isFresh, curve.edition != edition { curve = Curve() }
            curve.edition = edition
            curve.isDue = true
            curves[key] = curve
        }
    }

    // MARK: Looking

    mutating func look(
        budget: inout LookBudget, connection: StoreConnection, into news: inout [Observation]
    ) throws {
        while let key = next(), var curve = curves[key] {
            if curve.isFresh, curve.edition == nil {
                curve.edition = try RunEdition.read(key.run, connection: connection)
            }
            let points = try read(key, after: curve.lastStep, &budget, connection)
            let isComplete = points.isAll
            if curve.isFresh || !points.list.isEmpty {
                news.append(
                    .points(
                        key, points.list, isReset: curve.isFresh, isComplete: isComplete))
            }
            curve.isFresh = false
            if let last = points.list.last { curve.lastStep = last.step }
            curve.isDue = !isComplete
            if isComplete { curve.hasEverEnded = true }
            curves[key] = curve
            if budget.isOver { return }
        }
    }

    /// The curve to read now: the first one, or else the next one in turn.
    private mutating func next() -> CurveKey? {
        guard let first = order.first else { return nil }
        if curves[first]?.isDue == true { return first }
        for _ in order {
            turn = (turn + 1) % order.count
            if curves[order[turn]]?.isDue == true { return order[turn] }
        }
        return nil
    }

    private mutating func read(
        _ key: CurveKey, after step: Int64, _ budget: inout LookBudget,
        _ connection: StoreConnection
    ) throws -> (list: [CurvePoint], isAll: Bool) {
        guard let metric = try metrics.key(key.metric, connection: connection), step < .max else {
            return ([], true)
        }
        let first = step == .min ? step : step + 1
        let limit = min(Self.batchCount, max(1, budget.rowCount))
        let points = try PointReading.points(
            of: key.run, metric: metric, steps: first...(.max), limit: limit,
            connection: connection
        ) { $0 % Self.pieceCount == 0 && budget.isOver }
        budget.spend(points.list.count)
        return points
    }
}
