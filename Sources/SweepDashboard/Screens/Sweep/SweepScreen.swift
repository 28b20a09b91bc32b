/// The Sweep screen. (Stub.)
enum SweepScreen {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    static func chose(_ menu: MenuState, _ model: inout DashboardModel) -> [Command] { [] }

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {}
}
