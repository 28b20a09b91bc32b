import SweepCore
import SweepDashboard
import SweepStore

/// The runs and the metric that `sweep plot` was asked for.
struct PlottedRuns {
    /// Of a sweep: as many as have a hue of their own.
    private static let most = 8
    /// Recorded once an epoch, so the first of them says how long an epoch is.
    private static let epochMetrics = [
        TrainingMetricName.validationLoss, TrainingMetricName.validationAccuracy,
        TrainingMetricName.validationRSquared,
    ]

    let metric: String
    private(set) var runs: [RunRecord] = []

    /// The last name is the metric when one is called so; without it, the objective's of the first sweep.
    ///
    /// - Throws: `Failure` or `StoreError` for a name that nothing has.
    init(_ names: [String], reader: StoreReader) throws {
        var names = names
        var metric: String?
        if let last = names.last, names.count > 1, try reader.metric(named: last) != nil {
            metric = names.removeLast()
        }
        var sweeps: [SweepID] = []
        for (place, name) in names.enumerated() {
            let isLast = place > 0 && place == names.count - 1
            switch try Self.reference(name, metricsOf: isLast ? sweeps : [], reader) {
            case .run(let run):
                runs.append(run)
                if let sweep = run.sweep { sweeps.append(sweep) }
            case .sweep(let sweep):
                sweeps.append(sweep.id)
                runs += try reader.leaderboard(of: sweep, limit: Self.most).map(\.run)
            }
        }
        var seen: Set<RunID> = []
        runs.removeAll { !seen.insert($0.id).inserted }
        let objective = try sweeps.first.flatMap { try reader.overview(of: $0)?.sweep.objective }
        guard let metric = metric ?? objective?.metric else {
            throw Failure(
                "name a metric at the end: there is no objective to take one from", code: .usage)
        }
        self.metric = metric
        guard !runs.isEmpty else {
            throw Failure("no run of \(names.joined(separator: ", ").visible) has begun yet")
        }
        guard runs.count <= PlotSelection.limit else {
            throw Failure(
                "a chart takes \(PlotSelection.limit) runs at most, and these are \(runs.count)",
                code: .usage)
        }
    }

    /// The last of several names may have been meant as a metric of the sweeps before it.
    private static func reference(
        _ name: String, metricsOf sweeps: [SweepID], _ reader: StoreReader
    ) throws -> Reference {
        do {
            return try reader.reference(name)
        } catch StoreError.unknownReference(let kind, let text, let hint) where !sweeps.isEmpty {
            let metrics = try sweeps.flatMap { try reader.metricNames(of: $0) }
            let nearest = NearestName.hint(text, among: metrics)
            throw StoreError.unknownReference(
                kind: "metric, \(kind)", text: text, hint: nearest.isEmpty ? hint : nearest)
        }
    }

    /// The chart with all points of its curves; runs without the metric are left out.
    func chart(_ reader: StoreReader, options: ChartOptions) throws -> ChartSpec {
        var spec = ChartSpec(title: metric, options: options)
        guard let id = try reader.metric(named: metric) else {
            throw Failure("nothing has recorded \(metric.visible) yet")
        }
        for run in runs {
            let slot = spec.series.count
            var curve = Curve()
            curve.append(try reader.points(of: run.id, metric: id))
            curve.isComplete = true
            guard curve.count > 0 else { continue }
            var series = ChartSpec.Series(
                run: run.id, name: run.name, letter: Unicode.Scalar(UInt32(97 + slot)),
                role: .series(slot), curve: curve)
            series.startedAt = run.startedAt
            series.batchSize = run.configuration["batch_size"]?.asInteger
            series.epochLength = try epochLength(of: run.id, reader)
            if run.hasDiverged { series.divergence = "diverged" }
            spec.series.append(series)
        }
        guard !spec.series.isEmpty else {
            throw Failure("none of the runs has a point of \(metric.visible)")
        }
        return spec
    }

    private func epochLength(of run: RunID, _ reader: StoreReader) throws -> Int64? {
        for name in Self.epochMetrics {
            guard let metric = try reader.metric(named: name) else { continue }
            let first = try reader.points(of: run, metric: metric, after: 0, limit: 1).first
            if let first { return first.step }
        }
        return nil
    }
}
