import SweepCore

/// The Runs screen. (Stub.)
enum RunsScreen {
    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    /// Keeps selection and plotted runs sensible when runs have come, changed or gone.
    static func follow(_ model: inout DashboardModel) {
        model.plots.follow(model.data.runs.rows.lazy.map(\.id))
    }

    static func draw(_ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer) {}
}
