package import SweepCore

extension DashboardModel {
    /// What is to be read for what is on the screen now.
    package var request: WatchRequest {
        var request = WatchRequest(sweep: wantedSweep)
        // The run under the cursor is drawn too, in front of the others.
        let plotted = plots.runs
        let selected = runs.selected.map { plotted.contains($0) ? [] : [$0] } ?? []
        let shownRuns = selected + plotted
        for metric in shownMetrics {
            request.curves += shownRuns.map { CurveKey(run: $0, metric: metric) }
        }
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
        if screen == .charts, !layers.contains(where: \.isPage) { return ChartsScreen.page(self) }
        return metric.map { [$0] } ?? []
    }
}
