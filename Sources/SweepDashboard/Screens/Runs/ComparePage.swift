/// (Stub.)
enum ComparePage {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    static func draw(
        _ state: ComparePageState, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {}
}
