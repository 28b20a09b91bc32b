import SweepCore

/// The keys of the place below, to look through, to search and to run.
enum HelpLayer {
    /// `nil` when the key is for somebody else.
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command]? {
        guard case .help(var state) = model.layers.last else { return nil }
        if key == .enter { return run(state, &model) }
        var list = ListLayer(search: state.search, selected: state.selected)
        let settings = model.settings
        let isTaken = list.press(key, page: model.size.rows - 10) { search in
            var narrowed = state
            narrowed.search = search
            return narrowed.bindings(settings).count
        }
        guard isTaken else { return nil }
        (state.search, state.selected) = (list.search, list.selected)
        model.layers[model.layers.count - 1] = .help(state)
        return []
    }

    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    /// Does what the selected key does, in the place that help is about.
    private static func run(_ state: HelpState, _ model: inout DashboardModel) -> [Command] {
        let bindings = state.bindings(model.settings)
        guard bindings.indices.contains(state.selected) else { return [] }
        model.layers.removeLast()
        return Dispatch.perform(bindings[state.selected].intent, &model)
    }

    /// A click on a key's line takes the cursor there, and on the cursor's own does what the key does.
    static func click(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        guard case .help(var state) = model.layers.last else { return [] }
        let rows = state.rows(model.settings)
        let list = list(in: box(rows, in: Frame.body(of: model.size)))
        let offset = ListLayer.offset(
            selected: selectedRow(rows, state) ?? 0, count: rows.count, height: list.height)
        let line = offset + action.y - list.y
        guard list.contains(x: action.x, y: action.y), rows.indices.contains(line),
            case .key(_, let place) = rows[line]
        else { return [] }
        guard place != state.selected else { return run(state, &model) }
        state.selected = place
        model.layers[model.layers.count - 1] = .help(state)
        return []
    }

    private static func box(_ rows: [HelpState.Row], in area: Rect) -> Rect {
        ListLayer.box(columns: 92, rows: rows.count + 4, in: area)
    }

    private static func list(in box: Rect) -> Rect {
        ListLayer.rows(of: box, headRows: 2).inset(columns: 1, rows: 0)
    }

    private static func selectedRow(_ rows: [HelpState.Row], _ state: HelpState) -> Int? {
        rows.firstIndex { row in
            if case .key(_, let place) = row { place == state.selected } else { false }
        }
    }

    static func draw(
        _ state: HelpState, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        let glyphs = model.glyphs
        let rows = state.rows(model.settings)
        let count = rows.count { if case .key = $0 { true } else { false } }
        let box = box(rows, in: area)
        buffer.fill(box)
        let note = count == 0 ? "nothing found" : "\(state.selected + 1)/\(count)"
        let inside = buffer.frame(
            box, title: "Keys: \(state.about.title)", note: note, isFocused: true, glyphs: glyphs)
        guard inside.width > 4, inside.height > 2 else { return }
        let head = inside.inset(columns: 1, rows: 0).split(top: 2).top
        let list = list(in: box)
        buffer.write(
            "To rebind: keys: {NAME: KEY} in dashboard.yaml (docs/configuration.md)", x: head.x,
            y: head.y, limit: head.width, Style(.dim), ellipsis: glyphs.ellipsis)
        ListLayer.drawSearch(
            state.search, hint: "type to search",
            in: Rect(x: head.x, y: head.y + 1, width: head.width, height: 1), glyphs: glyphs,
            into: &buffer)
        let selectedRow = selectedRow(rows, state)
        let offset = ListLayer.offset(
            selected: selectedRow ?? 0, count: rows.count, height: list.height)
        for (line, row) in rows.dropFirst(offset).prefix(list.height).enumerated() {
            let place = Rect(x: list.x, y: list.y + line, width: list.width, height: 1)
            draw(row, isSelected: offset + line == selectedRow, in: place, glyphs, into: &buffer)
        }
    }

    private static func draw(
        _ row: HelpState.Row, isSelected: Bool, in line: Rect, _ glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        let keyColumns = min(12, line.width / 3)
        switch row {
        case .heading(let text):
            buffer.write(
                text, x: line.x, y: line.y, limit: line.width, Style(.title, .bold),
                ellipsis: glyphs.ellipsis)
        case .key(let binding, _):
            let keys = binding.keys.map { $0.shown(glyphs) }.joined(separator: " ")
            buffer.write(
                keys, x: line.x + 1, y: line.y, limit: keyColumns - 2, Style(.keyHint),
                ellipsis: glyphs.ellipsis)
            let name = binding.intent.rawValue
            // The name only where the description keeps most of the line.
            let nameColumns = line.width >= 56 ? name.count + 2 : 0
            buffer.write(
                binding.help, x: line.x + keyColumns, y: line.y,
                limit: line.width - keyColumns - nameColumns, Style(.text),
                ellipsis: glyphs.ellipsis)
            if nameColumns > 0 {
                buffer.write(name, endX: line.endX, y: line.y, Style(.dim))
            }
            if isSelected { buffer.restyle(line) { $0.with(.selected) } }
        }
    }
}
