package import SweepCore

extension DashboardModel {
    /// What is to be read for what is on the screen now.
    package var request: WatchRequest {
        var request = WatchRequest(sweep: wantedSweep)
        let metrics = shownMetrics
        for metric in metrics {
            request.curves += shownRuns.map { CurveKey(run: $0, metric: metric) }
        }
        request.curves += trendCurves(beside: request.curves)
        for layer in layers {
            switch layer {
            case .run(let page): request.portraits.append(page.run)
            case .compare(let page): request.portraits += page.runs
            default: break
            }
        }
        request.closeUp = ZoomPage.closeUp(self)
        request.wantsWorkers = true
        request.wantsEvents = screen == .workers || !request.portraits.isEmpty
        return request
    }

    /// The metrics of the charts on the screen, the large one's first. (Screens add theirs here.)
    package var shownMetrics: [String] {
        switch layers.last(where: \.isPage) {
        case .run(let page): return RunPage.visibleMetrics(page, self)
        case .zoom(let page): return [page.metric]
        case .compare: return metric.map { [$0] } ?? []
        default: break
        }
        if screen == .charts { return ChartsScreen.page(self) }
        if screen == .runs {
            let charts = RunsLayout(self, in: Frame.body(of: size)).charts.map(\.metric)
            if !charts.isEmpty { return charts }
        }
        return metric.map { [$0] } ?? []
    }

    /// The runs whose curves are on the screen, the one under the cursor first.
    private var shownRuns: [RunID] {
        switch layers.last(where: \.isPage) {
        case .run(let page): return [page.run]
        case .compare(let page): return page.runs
        default: break
        }
        // The run under the cursor is drawn too, in front of the others.
        let plotted = plots.runs
        let selected = runs.selected.map { plotted.contains($0) ? [] : [$0] } ?? []
        return selected + plotted
    }

    /// The most telling curves of the listed runs that are in sight, for their trends.
    private func trendCurves(beside curves: [CurveKey]) -> [CurveKey] {
        guard screen == .runs, !layers.contains(where: \.isPage),
            let metric = tellingMetric
        else { return [] }
        let layout = RunsLayout(self, in: Frame.body(of: size))
        let asked = Set(curves)
        let rows = shown.runs.rows
        return runList.lines.dropFirst(runs.firstLine).prefix(min(layout.rows.height, Trend.limit))
            .map { rows[$0.place] }.filter { $0.state != .queued }
            .map { CurveKey(run: $0.id, metric: metric) }.filter { !asked.contains($0) }
    }
}
