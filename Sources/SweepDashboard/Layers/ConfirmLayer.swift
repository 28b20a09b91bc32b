import SweepCore

/// A question in the middle of the screen. Only `y`, or Enter with Yes chosen, does what it asks.
enum ConfirmLayer {
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command] {
        guard case .confirm(var state) = model.layers.last else { return [] }
        switch key {
        case .character("y"), .character("Y"): return answer(state, yes: true, &model)
        case .enter: return answer(state, yes: state.isYesChosen, &model)
        case .left, .right, .tab, .backTab, .character("h"), .character("l"):
            state.isYesChosen.toggle()
            model.layers[model.layers.count - 1] = .confirm(state)
            return []
        case .escape, .control("c"), .character("n"), .character("N"), .character("q"):
            return answer(state, yes: false, &model)
        default: return []
        }
    }

    private static func answer(
        _ state: Confirmation, yes: Bool, _ model: inout DashboardModel
    ) -> [Command] {
        model.layers.removeLast()
        guard yes else { return [] }
        guard !model.settings.isReadOnly else {
            model.notice = .readOnly
            return []
        }
        return [.act(state.act)]
    }

    static func draw(
        _ state: Confirmation, _ model: DashboardModel, in area: Rect, into buffer: inout CellBuffer
    ) {
        let glyphs = model.glyphs
        let widest = max(24, min(70, area.width - 6))
        let question = wrap(state.question.visible, to: widest)
        let detail = wrap(state.detail.visible, to: widest)
        let columns = (question + detail).map { TextWidth.columns(of: $0) }.max() ?? 0
        // A blank line before the answers, as long as there is room for it.
        let rows = question.count + detail.count + 2
        let box = ListLayer.box(columns: max(columns, 20) + 4, rows: rows + 2, in: area)
        buffer.fill(box)
        let inside = buffer.frame(box, title: "Sure?", isFocused: true, glyphs: glyphs)
            .inset(columns: 1, rows: 0)
        guard !inside.isEmpty else { return }
        let lines = question.map { ($0, Style(.text, .bold)) } + detail.map { ($0, Style(.dim)) }
        for (row, line) in lines.prefix(inside.height - 1).enumerated() {
            buffer.write(
                line.0, x: inside.x, y: inside.y + row, limit: inside.width, line.1,
                ellipsis: glyphs.ellipsis)
        }
        let y = inside.endY - 1
        var x = inside.x + max(0, (inside.width - 16) / 2)
        for (text, isChosen) in [("  No  ", !state.isYesChosen), ("  Yes  ", state.isYesChosen)] {
            // Brackets too, for a terminal without reverse.
            let shown = isChosen ? "[" + text.dropFirst().dropLast() + "]" : text
            let style = Style(isChosen ? .warning : .text, isChosen ? [.bold, .reverse] : [])
            x = buffer.write(
                shown, x: x, y: y, limit: inside.endX - x, style, ellipsis: glyphs.ellipsis)
            x += 2
        }
    }

    /// Breaks a text at blanks; a word that is longer than a line is broken anywhere.
    static func wrap(_ text: String, to columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var (lines, line) = ([String](), "")
        for word in text.split(separator: " ") {
            var rest = String(word)
            let joined = line.isEmpty ? rest : line + " " + rest
            if TextWidth.columns(of: joined) <= columns {
                line = joined
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while TextWidth.columns(of: rest) > columns {
                let piece = TextWidth.cut(rest, to: columns, ellipsis: "")
                guard !piece.isEmpty else { break }
                lines.append(piece)
                rest = String(
                    String.UnicodeScalarView(
                        rest.unicodeScalars.dropFirst(piece.unicodeScalars.count)))
            }
            line = rest
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
