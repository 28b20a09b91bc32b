/// Draws the model. The buffer has the model's size; whatever does not fit is left out.
package func view(_ model: DashboardModel) -> CellBuffer {
    var buffer = CellBuffer(model.size)
    view(model, into: &buffer)
    return buffer
}

package func view(_ model: DashboardModel, into buffer: inout CellBuffer) {
    buffer.fill(Rect(buffer.size))
    let size = buffer.size
    guard size.columns >= Frame.smallest.columns, size.rows >= Frame.smallest.rows else {
        Frame.sayTooSmall(into: &buffer)
        return
    }
    let body = Frame.body(of: size)
    Header.draw(model, into: &buffer)
    var report: ChartReport?
    switch model.layers.last(where: \.isPage) {
    case .run(let state): RunPage.draw(state, model, in: body, into: &buffer)
    case .compare(let state): ComparePage.draw(state, model, in: body, into: &buffer)
    case .zoom(let state): ZoomPage.draw(state, model, in: body, into: &buffer)
    default:
        switch model.screen {
        case .runs: report = RunsScreen.draw(model, in: body, into: &buffer)
        case .charts: ChartsScreen.draw(model, in: body, into: &buffer)
        case .sweep: SweepScreen.draw(model, in: body, into: &buffer)
        case .workers: WorkersScreen.draw(model, in: body, into: &buffer)
        }
    }
    Frame.drawStatus(model, report, into: &buffer)
    Frame.drawFooter(model, into: &buffer)
    for layer in model.layers {
        switch layer {
        case .help(let state): HelpLayer.draw(state, model, in: body, into: &buffer)
        case .menu(let state): MenuLayer.draw(state, model, in: body, into: &buffer)
        case .confirm(let state): ConfirmLayer.draw(state, model, in: body, into: &buffer)
        case .prompt(let state): PromptLayer.draw(state, model, into: &buffer)
        case .run, .compare, .zoom: break
        }
    }
}
