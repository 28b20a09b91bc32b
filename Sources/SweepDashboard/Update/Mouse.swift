/// What clicks and the wheel mean. (Stub.)
enum Mouse {
    static func take(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] { [] }
}
