/// Changes the model by a message and says what is to be done outside.
package func update(_ model: inout DashboardModel, _ message: Message) -> [Command] {
    // What the Sweep screen computes from all runs is up to date before it is drawn.
    defer { SweepScreen.refresh(&model) }
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
