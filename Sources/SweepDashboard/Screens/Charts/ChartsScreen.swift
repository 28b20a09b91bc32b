/// The Charts screen. (Stub.)
enum ChartsScreen {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {}
}
