import SweepCore
import SweepDashboard

/// A dashboard that watches a sweep of five runs with three metrics.
enum SampleModel {
    static let metrics = ["train/loss", "throughput/samples", "val/loss", "val/accuracy"]

    static func make(
        columns: Int = 100, rows: Int = 30, points: Int = 1_000, glyphs: GlyphSet = .braille,
        metrics: [String] = metrics, runs: Int = 5
    ) -> DashboardModel {
        var model = DashboardModel(
            size: Size(columns: columns, rows: rows), settings: DashboardSettings(glyphs: glyphs),
            now: SweepInstant(milliseconds: 1_795_615_200_000))
        let sweep = WatchedSweep(
            id: SweepID(1), uid: UID(stored: "abcdefghijkl"), name: "digits",
            state: .active, objective: Objective(metric: "val/loss", goal: .minimize),
            variedNames: ["learning_rate"], parameterNames: ["learning_rate", "seed"],
            metricNames: metrics, counts: [.running: runs],
            createdAt: SweepInstant(milliseconds: 1_795_600_000_000))
        var seen: [Observation] = [.sweeps([sweep]), .watching(sweep.id)]
        let rows = (0..<runs).map { index in
            WatchedRun(
                id: RunID(Int64(index + 1)), uid: sweep.uid, number: index + 1,
                name: "lr\(index)e-3-w256", state: .running,
                parameters: [.integer(Int64(index / 2)), .integer(Int64(index))],
                startedAt: SweepInstant(milliseconds: 1_795_610_000_000))
        }
        seen.append(.runs(rows, isComplete: true))
        for row in rows {
            for (place, metric) in metrics.enumerated() {
                let values = ChartSamples.loss(
                    points, floor: 0.1 + 0.05 * Double(row.number),
                    seed: UInt64(row.number * 10 + place))
                seen.append(
                    .points(
                        CurveKey(run: row.id, metric: metric),
                        ChartSamples.points(values, every: 10), isReset: false, isComplete: true))
            }
        }
        _ = update(&model, .observed(seen))
        return model
    }

    static func press(_ keys: String, _ model: inout DashboardModel) {
        for scalar in keys.unicodeScalars {
            _ = update(&model, .key(scalar == "\n" ? .enter : .character(scalar)))
        }
    }

    static func lines(_ model: DashboardModel) -> [String] { view(model).lines }
}
