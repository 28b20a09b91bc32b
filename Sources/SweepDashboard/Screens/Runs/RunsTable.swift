import SweepCore

/// The columns of the list of runs as they stand on the screen.
struct RunsTable {
    struct Place: Equatable {
        let column: RunColumn
        let x: Int
        let width: Int
    }

    /// Where the letter of a plotted run stands, and its name.
    let letterX: Int
    let name: Place
    let columns: [Place]
    let nameCut: NameCut
    /// Whether columns lie outside, to the left or to the right.
    let hasMoreLeft: Bool
    let hasMoreRight: Bool

    private static let leastName = 10

    /// Lays them out; `visible` are the runs on the screen, for the width of their names, and `names` what is
    /// shown of those.
    init(
        _ model: DashboardModel, _ list: RunList, in area: Rect, visible: [WatchedRun],
        names: [String] = []
    ) {
        let sweep = model.shown.sweep
        let isWide = area.width >= 44
        // Pointer, state, letter: "▶● a name" or, where it is tight, "▶●a name".
        letterX = area.x + (isWide ? 3 : 2)
        let nameX = letterX + 2
        let natural = visible.reduce(Self.leastName) {
            max($0, TextWidth.columns(of: $1.name.visible) + (model.runs.isGrouped ? 2 : 0))
        }
        let hasObjective = sweep?.objective != nil
        let usual: [RunColumn] =
            model.runs.isGrouped
            ? [.objective, .seed, .step]
            : (hasObjective ? [.objective, .trend] : [.trend]) + [.step]
        let wanted = (model.runs.columns ?? usual).filter { $0.exists(in: sweep) }
        let skipped = min(model.runs.firstColumn, max(0, wanted.count - 1))
        let room = area.endX - nameX
        var widths: [(RunColumn, Int)] = []
        var used = 0
        for column in wanted.dropFirst(skipped) {
            let width = Self.width(of: column, model) + 1
            guard room - used - width >= Self.leastName else { break }
            widths.append((column, width))
            used += width
        }
        if room - used < natural, let trend = widths.firstIndex(where: { $0.0 == .trend }) {
            // Names are worth more than the last two columns of a trend.
            let spare = min(natural - (room - used), widths[trend].1 - 7)
            widths[trend].1 -= max(0, spare)
            used -= max(0, spare)
        }
        hasMoreLeft = skipped > 0
        hasMoreRight = widths.count < wanted.count - skipped
        if model.runs.columns == nil {
            // What there is room for beside whole names.
            for column in [RunColumn.seconds, .worker, .tags] {
                let width = Self.width(of: column, model) + 1
                guard room - used - width >= natural else { break }
                widths.append((column, width))
                used += width
            }
        }
        let nameWidth = max(0, model.runs.columns == nil ? room - used : min(natural, room - used))
        name = Place(column: .name, x: nameX, width: nameWidth)
        nameCut = NameCut(
            names.map(\.visible), to: nameWidth - (model.runs.isGrouped ? 2 : 0),
            ellipsis: model.glyphs.ellipsis)
        var x = nameX + nameWidth
        columns = widths.map { column, width in
            defer { x += width }
            return Place(column: column, x: x + 1, width: width - 1)
        }
    }

    /// Without the blank between columns.
    static func width(of column: RunColumn, _ model: DashboardModel) -> Int {
        let title = TextWidth.columns(of: column.title(model.shown.sweep).visible)
        switch column {
        case .rank, .number: return max(3, String(model.shown.runs.count).count)
        case .objective: return model.runs.isGrouped ? 14 : min(10, max(9, title + 1))
        case .trend: return model.size.columns < 96 ? 6 : 8
        case .step: return 5
        case .seed, .attempts: return 4
        case .seconds: return 8
        case .worker, .state: return 10
        case .tags, .note: return 14
        case .name: return 0
        case .named: return min(14, max(7, title + 1))
        }
    }

    /// The column at a place of the header, for clicks.
    func column(atX x: Int) -> RunColumn? {
        if (name.x..<name.x + name.width).contains(x) { return .name }
        return columns.first { ($0.x..<$0.x + $0.width).contains(x) }?.column
    }
}
