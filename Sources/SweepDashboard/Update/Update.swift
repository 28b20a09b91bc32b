/// Changes the model by a message and says what is to be done outside.
package func update(_ model: inout DashboardModel, _ message: Message) -> [Command] {
    let commands = take(message, &model)
    // Whatever it was, the list of runs may look different now, and what is computed from all runs.
    RunsScreen.refresh(&model)
    SweepScreen.refresh(&model)
    return commands
}

private func take(_ message: Message, _ model: inout DashboardModel) -> [Command] {
    switch message {
    case .key(let key):
        model.notice = nil
        return Dispatch.key(key, &model)
    case .mouse(let action): return Dispatch.mouse(action, &model)
    case .resized(let size): model.size = size
    case .focused(let isFocused): model.isFocused = isFocused
    case .tick(let now): model.now = max(model.now, now)
    case .observed(let observations):
        for observation in observations { model.data.take(observation) }
        model.data.observedAt = model.now
        Observing.follow(&model)
    case .said(let text, let isProblem): model.notice = .init(text, isProblem: isProblem)
    case .restored(let preferences): Observing.restore(preferences, &model)
    }
    return []
}
