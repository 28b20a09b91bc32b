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

// Stubs until the Runs screen has come.
extension RunsScreen {
    /// Shows only the runs that match; returns what is wrong with the text.
    static func setFilter(_ text: String, _ model: inout DashboardModel) -> String? {
        do {
            _ = try FilterParser.parse(text)
            return nil
        } catch { return error.description }
    }

    static func filterText(_ model: DashboardModel) -> String { "" }

    static func sort(by name: String, _ model: inout DashboardModel) -> Bool {
        columnNames(model).contains(name)
    }

    static func columnNames(_ model: DashboardModel) -> [String] {
        (model.shown.sweep?.parameterNames ?? []) + (model.shown.sweep?.metricNames ?? [])
    }

    static func chose(_ menu: MenuState, _ model: inout DashboardModel) -> [Command] { [] }
}

extension DashboardModel {
    package var preferences: Preferences {
        var preferences = Preferences()
        preferences.theme = settings.theme.name
        return preferences
    }
}
