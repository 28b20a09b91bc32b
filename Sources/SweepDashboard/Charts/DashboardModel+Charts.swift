import SweepCore

extension DashboardModel {
    /// The chart of a metric with the plotted runs, the one under the cursor in front.
    func chartSpec(_ metric: String) -> ChartSpec {
        var spec = ChartSpec(title: metric, options: chart)
        let data = shown
        let selected = runs.selected.map { plots.contains($0) ? [] : [$0] } ?? []
        // A few, whose comparison ends at the first difference: hashing them all cost more than drawing.
        var configurations: [[Value?]] = []
        let seedPlace = data.sweep?.parameterNames.firstIndex(of: "seed")
        let batchPlace = data.sweep?.parameterNames.firstIndex(of: "batch_size")
        for run in selected + plots.runs {
            let key = CurveKey(run: run, metric: metric)
            guard let row = data.runs[run], let curve = data.curves[key] else { continue }
            var series = ChartSpec.Series(
                run: run, name: row.name, letter: plots.letter(of: run),
                role: plots.contains(run) ? plots.role(of: run) : .text, curve: curve)
            series.closeUp = data.closeUps[key]
            series.startedAt = row.startedAt
            series.epochLength = data.epochLengths[run].flatMap { $0 > 0 ? $0 : nil }
            series.batchSize = batchPlace.flatMap {
                $0 < row.parameters.count ? row.parameters[$0]?.asInteger : nil
            }
            var configuration = row.parameters
            if let seedPlace, seedPlace < configuration.count { configuration[seedPlace] = nil }
            if !configuration.isEmpty {
                let known = configurations.firstIndex(of: configuration)
                series.repeatGroup = known ?? configurations.count
                if known == nil { configurations.append(configuration) }
            }
            series.hasEnded = row.state.isFinished
            series.divergence = RunText.divergence(of: row, sweep: data.sweep)
            if run == runs.selected {
                spec.series.insert(series, at: 0)
            } else {
                spec.series.append(series)
            }
        }
        if !runs.filterText.isEmpty, runs.list.matchCount == 0 {
            spec.emptyReason = "no run matches the filter"
        }
        return spec
    }
}
