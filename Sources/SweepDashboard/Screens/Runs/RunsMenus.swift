import SweepCore

/// What the list is sorted by and which columns it has, from menus and by name.
package enum RunsMenus {
    package static func sorting(_ model: DashboardModel) -> MenuState {
        let columns = sortable(model)
        let sort = model.runs.sort
        let items = columns.map { column in
            let isChosen = column == sort.column
            let direction = sort.isAscending(model.shown.sweep) ? "upwards" : "downwards"
            return MenuState.Item(
                title(column, model), note: isChosen ? direction : kind(column, model),
                isChosen: isChosen, key: column.text)
        }
        return MenuState(
            title: "Sort by (again: the other way around)", items: items,
            selected: columns.firstIndex(of: sort.column) ?? 0, purpose: .sort)
    }

    /// The shown ones first, as they stand; what is marked anew stands at the end.
    package static func columns(_ model: DashboardModel) -> MenuState {
        let shown = model.runs.columns ?? RunsScreen.table(model).columns.map(\.column)
        let others = RunColumn.all(of: model.shown.sweep).filter { !shown.contains($0) }
        let items = (shown + others).map {
            MenuState.Item(
                title($0, model), note: kind($0, model), isChosen: shown.contains($0), key: $0.text)
        }
        return MenuState(title: "Columns", items: items, purpose: .columns)
    }

    private static func sortable(_ model: DashboardModel) -> [RunColumn] {
        RunColumn.all(of: model.shown.sweep).filter { $0 != .rank && $0 != .trend } + [.name]
    }

    private static func title(_ column: RunColumn, _ model: DashboardModel) -> String {
        switch column {
        case .objective: model.shown.sweep?.objective?.metric ?? "objective"
        case .named(let name): name
        default: column.text
        }
    }

    private static func kind(_ column: RunColumn, _ model: DashboardModel) -> String {
        switch column {
        case .objective: "objective"
        case .named(let name):
            model.shown.sweep?.parameterNames.contains(name) == true ? "parameter" : "metric"
        default: ""
        }
    }

    fileprivate static func column(named name: String, _ model: DashboardModel) -> RunColumn? {
        // The objective's metric is a column by that name too.
        if name == model.shown.sweep?.objective?.metric { return .objective }
        let column = RunColumn(name)
        return column.exists(in: model.shown.sweep) ? column : nil
    }
}

extension RunsScreen {
    /// Does what was chosen in a menu of columns; those that the sweep does not have are left out.
    package static func chose(_ menu: MenuState, _ model: inout DashboardModel) -> [Command] {
        switch menu.purpose {
        case .sort:
            if let column = menu.current.flatMap({ RunsMenus.column(named: $0.key, model) }) {
                sort(by: column, &model)
            }
        case .columns:
            let columns = menu.marked.compactMap { RunsMenus.column(named: $0, model) }
            model.runs.columns = columns.isEmpty ? nil : columns
            model.runs.firstColumn = 0
            refresh(&model)
        case .metric, .sweep, .heatParameters, .write, .axis: break
        }
        return []
    }

    /// Sorts by a column's name; `-` before it turns the order around. Returns false for a name that there is not.
    package static func sort(by name: String, _ model: inout DashboardModel) -> Bool {
        let isInverted = name.hasPrefix("-")
        let plain = isInverted ? String(name.dropFirst()) : name
        guard let column = RunsMenus.column(named: plain, model) else { return false }
        model.runs.sort = RunSort(
            column == .trend || column == .rank ? .objective : column, isInverted: isInverted)
        refresh(&model)
        return true
    }

    /// What can be sorted by and shown, as the palette completes it.
    static func columnNames(_ model: DashboardModel) -> [String] {
        let objective = model.shown.sweep?.objective.map { [$0.metric] } ?? []
        return objective + RunColumn.all(of: model.shown.sweep).map(\.text) + [RunColumn.name.text]
    }
}
