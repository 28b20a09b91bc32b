/// (Stub.)
enum HelpLayer {
    /// `nil` when the key is for somebody else.
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command]? { nil }

    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    static func draw(
        _ state: HelpState, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {}
}
