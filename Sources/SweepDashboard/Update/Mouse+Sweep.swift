import SweepCore

extension Mouse {
    /// A click takes the pane, and in the heat map the cell; a double click opens it.
    static func onSweep(
        _ action: MouseAction, _ model: inout DashboardModel
    ) -> [Command] {
        let layout = SweepScreen.layout(model, in: Frame.body(of: model.size))
        let (x, y) = (action.x, action.y)
        guard let (pane, area) = layout.panes.first(where: { $0.area.contains(x: x, y: y) })
        else { return [] }
        model.sweep.pane = pane
        guard pane == .heat,
            let cell = HeatPane.cell(atX: x, y: y, in: area, hasFrame: layout.hasFrames, model)
        else { return [] }
        (model.sweep.row, model.sweep.column) = cell
        model.sweep.hasMoved = true
        return action.kind == .doubleClick ? Dispatch.perform(.open, &model) : []
    }

    /// A click takes the pane, and in the table the worker; a double click opens its run.
    static func onWorkers(
        _ action: MouseAction, _ model: inout DashboardModel
    ) -> [Command] {
        let layout = WorkersScreen.layout(model, in: Frame.body(of: model.size))
        let (x, y) = (action.x, action.y)
        guard let (pane, area) = layout.panes.first(where: { $0.area.contains(x: x, y: y) })
        else { return [] }
        model.workers.pane = pane
        let all = WorkersScreen.listed(model.shown)
        let places = WorkersPlaces(all, model, in: area.insidePane(hasFrame: layout.hasFrames))
        guard pane == .workers, let index = places.worker(atX: x, y: y) else { return [] }
        model.workers.selected = all[index].id
        return action.kind == .doubleClick ? Dispatch.perform(.open, &model) : []
    }
}
