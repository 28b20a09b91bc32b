/// (Stub.)
enum ConfirmLayer {
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command] { [] }

    static func draw(
        _ state: Confirmation, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {}
}
