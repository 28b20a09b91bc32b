import SweepCore

/// Which runs are plotted: what the keys of the list do about it.
enum RunsPlotting {
    /// Plots the run under the cursor or takes it out; on a group all of it.
    static func toggle(_ model: inout DashboardModel) {
        let list = model.runList
        guard let run = model.runs.selected else { return }
        let line = RunsScreen.selectedLine(model, list)
        guard let line, let group = list.lines[line].group else {
            if !model.plots.toggle(run) { sayFull(&model) }
            return
        }
        let members = list.groups[group].members
        if members.allSatisfy(model.plots.contains) {
            for member in members { model.plots.unplot(member) }
        } else {
            plot(members, &model)
        }
    }

    /// Begins a range, or plots what is in it.
    static func range(_ model: inout DashboardModel) {
        let list = model.runList
        guard let start = model.runs.rangeStart else {
            model.runs.rangeStart = model.runs.selected
            model.notice = .init("move, then v plots from here to there; Esc ends it")
            return
        }
        model.runs.rangeStart = nil
        guard let first = list.line(of: start, model.shown.runs),
            let last = RunsScreen.selectedLine(model, list)
        else { return }
        let rows = model.shown.runs.rows
        plot(
            list.lines[min(first, last)...max(first, last)].map { rows[$0.place].id }, &model)
    }

    /// The listed runs that are not plotted, in place of those that are, as many as there are letters.
    static func invert(_ model: inout DashboardModel) {
        let plotted = model.plots.runs
        let rows = model.shown.runs.rows
        let others = model.runList.lines.lazy.map { rows[$0.place] }
            .filter { $0.state != .queued && !plotted.contains($0.id) }
            .prefix(PlotSelection.limit + 1).map(\.id)
        let wanted = Array(others)
        for run in plotted { model.plots.unplot(run) }
        plot(wanted, &model)
    }

    static func reset(_ model: inout DashboardModel) {
        model.plots.reset()
        model.plots.follow(model.runList.best)
    }

    private static func plot(_ runs: [RunID], _ model: inout DashboardModel) {
        for run in runs where !model.plots.plot(run) {
            sayFull(&model)
            return
        }
    }

    private static func sayFull(_ model: inout DashboardModel) {
        model.notice = .init(
            "\(PlotSelection.limit) runs are plotted, one for each letter; take one out first",
            isProblem: true)
    }
}
