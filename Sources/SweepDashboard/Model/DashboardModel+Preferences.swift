import SweepCore

extension DashboardModel {
    /// What is worth keeping until the next time.
    package var preferences: Preferences {
        var kept = Preferences()
        kept.theme = settings.theme.name
        kept.smoothing = chart.smoothing
        kept.isLogY = chart.isLogY
        kept.isLogX = chart.isLogX
        kept.clipsOutliers = chart.clipsOutliers
        kept.xAxis = chart.xAxis.rawValue
        kept.columns = runs.columns?.map(\.text)
        kept.sortColumn = runs.sort.column.text
        kept.isSortInverted = runs.sort.isInverted
        // What waits for its runs has not been replaced yet.
        if let restored {
            kept.slots = restored.slots
            kept.isPlotChosen = restored.isPlotChosen
            kept.pinned = restored.pinned
            return kept
        }
        var slots: [String: Int] = [:]
        for run in plots.runs {
            if let row = data.runs[run] { slots[row.uid.description] = plots.slot(of: run) }
        }
        kept.slots = slots
        kept.isPlotChosen = !plots.isAutomatic
        kept.pinned = runs.pinned.compactMap { data.runs[$0]?.uid.description }
        return kept
    }
}
