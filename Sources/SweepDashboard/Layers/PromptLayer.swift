/// (Stub.)
enum PromptLayer {
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command] { [] }

    static func draw(
        _ state: PromptState, _ model: DashboardModel, into buffer: inout CellBuffer
    ) {}
}
