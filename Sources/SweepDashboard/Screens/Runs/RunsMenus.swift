import SweepCore

/// What can be chosen on the Runs screen, as menus and by name.
enum RunsMenus {
    static func sorting(_ model: DashboardModel) -> MenuState {
        let columns = sortable(model)
        let sort = model.runs.sort
        let items = columns.map { column in
            let isChosen = column == sort.column
            let note = isChosen ? (sort.isAscending(model.shown.sweep) ? "up" : "down") : ""
            return MenuState.Item(title(column, model), note: note, isChosen: isChosen)
        }
        return MenuState(
            title: "Sort by", items: items,
            selected: columns.firstIndex(of: sort.column) ?? 0, purpose: .sort)
    }

    static func columns(_ model: DashboardModel) -> MenuState {
        let shown = shownColumns(model)
        let items = RunColumn.all(of: model.shown.sweep).map {
            MenuState.Item(title($0, model), note: kind($0, model), isChosen: shown.contains($0))
        }
        return MenuState(title: "Columns", items: items, purpose: .columns)
    }

    /// A choice from `sorting`; the chosen column again turns the order around.
    static func sort(byItem index: Int, _ model: inout DashboardModel) {
        let columns = sortable(model)
        guard columns.indices.contains(index) else { return }
        RunsScreen.sort(by: columns[index], &model)
    }

    /// Shows the chosen items of `columns`, in the order of the menu.
    static func show(_ items: [MenuState.Item], _ model: inout DashboardModel) {
        let all = RunColumn.all(of: model.shown.sweep)
        let chosen = zip(all, items).filter(\.1.isChosen).map(\.0)
        setColumns(chosen, &model)
    }

    /// The columns by name, for the palette; none for the usual ones.
    ///
    /// - Returns: What is wrong with a name.
    static func setColumns(named names: [String], _ model: inout DashboardModel) -> String? {
        var columns: [RunColumn] = []
        for name in names {
            switch column(named: name, model) {
            case .success(let column): columns.append(column)
            case .failure(let problem): return problem.text
            }
        }
        setColumns(columns, &model)
        return nil
    }

    /// The order by name, for the palette; `-name` for the other way around.
    ///
    /// - Returns: What is wrong with the name.
    static func setSort(named name: String, _ model: inout DashboardModel) -> String? {
        let isInverted = name.hasPrefix("-")
        switch column(named: isInverted ? String(name.dropFirst()) : name, model) {
        case .success(let column):
            model.runs.sort = RunSort(column, isInverted: isInverted)
            RunsScreen.refresh(&model)
            return nil
        case .failure(let problem): return problem.text
        }
    }

    /// What can be sorted by or shown, as the palette completes it.
    static func columnNames(_ model: DashboardModel) -> [String] {
        sortable(model).map(\.text)
    }

    private struct Problem: Error { let text: String }

    private static func column(
        named name: String, _ model: DashboardModel
    ) -> Result<RunColumn, Problem> {
        let column = RunColumn(name)
        guard column.exists(in: model.shown.sweep) else {
            // The objective's metric is a column by that name too.
            let known = columnNames(model)
            return .failure(
                Problem(
                    text: "no column is named \"\(name.visible)\""
                        + NearestName.hint(name, among: known)))
        }
        if case .named(let name) = column, name == model.shown.sweep?.objective?.metric {
            return .success(.objective)
        }
        return .success(column)
    }

    private static func setColumns(_ columns: [RunColumn], _ model: inout DashboardModel) {
        model.runs.columns = columns.isEmpty ? nil : columns
        model.runs.firstColumn = 0
        RunsScreen.refresh(&model)
    }

    private static func sortable(_ model: DashboardModel) -> [RunColumn] {
        RunColumn.all(of: model.shown.sweep).filter { $0 != .rank && $0 != .trend } + [.name]
    }

    private static func shownColumns(_ model: DashboardModel) -> Set<RunColumn> {
        Set(model.runs.columns ?? RunsScreen.table(model).columns.map(\.column))
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
}
