/// Finds who a key is for.
enum Dispatch {
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command] {
        // Lines and questions take every key themselves.
        switch model.layers.last {
        case .prompt: return PromptLayer.key(key, &model)
        case .confirm: return ConfirmLayer.key(key, &model)
        case .menu: if let commands = MenuLayer.key(key, &model) { return commands }
        case .help: if let commands = HelpLayer.key(key, &model) { return commands }
        default: break
        }
        let intent = model.settings.keys.intent(
            for: key, in: model.context, isReadOnly: model.settings.isReadOnly)
        guard let intent else {
            // Whatever the keys are bound to, there is a way out.
            return key == .control("c") ? perform(.quit, &model) : []
        }
        return perform(intent, &model)
    }

    /// Does what a key, a click or the palette asks for.
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command] {
        if intent.isAct, model.settings.isReadOnly {
            model.notice = .readOnly
            return []
        }
        let commands: [Command]? =
            switch model.context {
            case .runs: RunsScreen.perform(intent, &model)
            case .charts: ChartsScreen.perform(intent, &model)
            case .sweep: SweepScreen.perform(intent, &model)
            case .workers: WorkersScreen.perform(intent, &model)
            case .run: RunPage.perform(intent, &model)
            case .compare: ComparePage.perform(intent, &model)
            case .zoom: ZoomPage.perform(intent, &model)
            case .help: HelpLayer.perform(intent, &model)
            case .menu: MenuLayer.perform(intent, &model)
            case .confirm, .prompt: nil
            }
        return commands ?? General.perform(intent, &model)
    }

    static func mouse(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        guard model.size.columns > 0 else { return [] }
        return Mouse.take(action, &model)
    }
}
