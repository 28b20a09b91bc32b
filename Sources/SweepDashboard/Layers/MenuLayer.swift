import SweepCore

/// A list to choose from (`ListLayer` says which keys move and which narrow).
///
/// In a menu that takes several, Space marks, so it cannot be typed there.
enum MenuLayer {
    /// `nil` when the key is for somebody else.
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command]? {
        guard case .menu(var state) = model.layers.last else { return nil }
        switch key {
        case .enter: return choose(state, &model)
        case .character(" ") where state.isMultiple: state.toggleMark()
        default:
            var list = ListLayer(search: state.search, selected: state.selected)
            let isTaken = list.press(key, page: model.size.rows - 8) { search in
                var narrowed = state
                narrowed.search = search
                return narrowed.visible.count
            }
            guard isTaken else { return nil }
            (state.search, state.selected) = (list.search, list.selected)
        }
        model.layers[model.layers.count - 1] = .menu(state)
        return []
    }

    static func perform(_ intent: Intent, _ model: inout DashboardModel) -> [Command]? { nil }

    private static func choose(
        _ state: MenuState, _ model: inout DashboardModel
    ) -> [Command] {
        var state = state
        if state.isMultiple {
            // Of two that are needed, Enter marks those that lack.
            if state.purpose == .heatParameters, state.marked.count < 2 {
                if let key = state.current?.key, !state.marked.contains(key) { state.toggleMark() }
                guard state.marked.count == 2 else {
                    model.layers[model.layers.count - 1] = .menu(state)
                    return []
                }
            }
        } else {
            guard state.current != nil else { return [] }
        }
        model.layers.removeLast()
        switch state.purpose {
        case .sort, .columns: return RunsScreen.chose(state, &model)
        case .heatParameters: return SweepScreen.chose(state, &model)
        case .metric, .sweep, .write, .axis: return General.chose(state, &model)
        }
    }

    /// A click on a line takes the cursor there, and on the cursor's own chooses; in a menu that takes several it marks.
    static func click(_ action: MouseAction, _ model: inout DashboardModel) -> [Command] {
        guard case .menu(var state) = model.layers.last else { return [] }
        let box = box(state, in: Frame.body(of: model.size))
        let list = ListLayer.rows(of: box, headRows: 1)
        let count = state.visible.count
        let offset = ListLayer.offset(selected: state.selected, count: count, height: list.height)
        let line = offset + action.y - list.y
        guard list.contains(x: action.x, y: action.y), line < count else { return [] }
        let isAgain = line == state.selected
        state.selected = line
        if state.isMultiple { state.toggleMark() }
        model.layers[model.layers.count - 1] = .menu(state)
        guard isAgain, !state.isMultiple else { return [] }
        return choose(state, &model)
    }

    private static func box(_ state: MenuState, in area: Rect) -> Rect {
        // The frame, the pointer, two blanks before a note and one behind it; marks.
        let around = state.isMultiple ? 11 : state.items.contains(where: \.isChosen) ? 9 : 8
        let widest =
            state.items.prefix(200).map {
                TextWidth.columns(of: $0.text.visible) + TextWidth.columns(of: $0.note.visible)
                    + around
            }.max() ?? 0
        return ListLayer.box(
            columns: min(max(widest, state.title.count + 16, 34), 100),
            rows: state.items.count + 3, in: area)
    }

    static func draw(
        _ state: MenuState, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        let glyphs = model.glyphs
        let visible = state.visible
        let box = box(state, in: area)
        buffer.fill(box)
        let note = visible.isEmpty ? "nothing found" : "\(state.selected + 1)/\(visible.count)"
        let inside = buffer.frame(
            box, title: state.title, note: note, isFocused: true, glyphs: glyphs)
        guard inside.width > 4, inside.height > 1 else { return }
        let head = inside.split(top: 1).top
        let list = ListLayer.rows(of: box, headRows: 1)
        ListLayer.drawSearch(
            state.search, hint: "type to narrow", in: head.inset(columns: 1, rows: 0),
            glyphs: glyphs, into: &buffer)
        let offset = ListLayer.offset(
            selected: state.selected, count: visible.count, height: list.height)
        for (row, index) in visible.dropFirst(offset).prefix(list.height).enumerated() {
            let line = Rect(x: list.x, y: list.y + row, width: list.width, height: 1)
            draw(
                state.items[index], isMultiple: state.isMultiple, in: line, glyphs, into: &buffer)
            if offset + row == state.selected {
                buffer.restyle(line) { $0.with(.selected) }
                buffer.set(glyphs.pointer, x: line.x, y: line.y, Style(.text, .selected))
            }
        }
    }

    private static func draw(
        _ item: MenuState.Item, isMultiple: Bool, in line: Rect, _ glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        var x = line.x + 2
        if isMultiple {
            let mark: Unicode.Scalar = item.isChosen ? (glyphs.isASCII ? "x" : "✓") : " "
            x = buffer.write("[\(mark)] ", x: x, y: line.y, limit: line.endX - x, Style(.text))
        } else if item.isChosen {
            x = buffer.write("* ", x: x, y: line.y, limit: line.endX - x, Style(.best))
        }
        // The note gives way to the text, but not to less than a third of the line.
        let room = line.endX - 1 - x
        let textColumns = min(TextWidth.columns(of: item.text.visible), room / 3)
        let noteRoom = min(TextWidth.columns(of: item.note.visible), room - textColumns - 2)
        let noteColumns = item.note.isEmpty ? 0 : noteRoom + 2
        buffer.write(
            item.text, x: x, y: line.y, limit: room - noteColumns,
            Style(.text, item.isChosen ? .bold : []), ellipsis: glyphs.ellipsis)
        let cut = TextWidth.cut(item.note.visible, to: noteRoom, ellipsis: glyphs.ellipsis)
        buffer.write(cut, endX: line.endX - 1, y: line.y, Style(.dim))
    }
}
