import SweepCore

extension PromptLayer {
    static func draw(
        _ state: PromptState, _ model: DashboardModel, into buffer: inout CellBuffer
    ) {
        let (y, columns, glyphs) = (buffer.size.rows - 2, buffer.size.columns, model.glyphs)
        guard y >= 0, columns > 2 else { return }
        buffer.fill(Rect(x: 0, y: y, width: columns, height: 1))
        let x = buffer.write(
            state.label, x: 1, y: y, limit: columns / 2, Style(.keyHint, .bold),
            ellipsis: glyphs.ellipsis)
        LineEditor(state.text, cursor: state.cursor).draw(
            x: x, y: y, columns: columns - 1 - x, problem: state.problemColumn.map { $0 - 1 },
            glyphs: glyphs, into: &buffer)
        guard y > 0 else { return }
        let above = Rect(x: 0, y: y - 1, width: columns, height: 1)
        let place = Rect(x: 1, y: y - 1, width: columns - 2, height: 1)
        if let problem = state.problem {
            buffer.fill(above)
            write(problem, Style(.error), in: place, glyphs, into: &buffer)
        } else if !state.completions.isEmpty, state.completions != [state.text] {
            buffer.fill(above)
            drawCompletions(state, in: place, glyphs, into: &buffer)
        } else if state.purpose == .palette,
            let text = Palette.explanation(of: state.text, model.settings.keys)
        {
            buffer.fill(above)
            write(text, Style(.dim), in: place, glyphs, into: &buffer)
        }
    }

    private static func write(
        _ text: String, _ style: Style, in line: Rect, _ glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        buffer.write(
            text, x: line.x, y: line.y, limit: line.width, style, ellipsis: glyphs.ellipsis)
    }

    /// The candidates in one line, from the current one's page on; their last words, for the rest is typed.
    private static func drawCompletions(
        _ state: PromptState, in line: Rect, _ glyphs: GlyphSet, into buffer: inout CellBuffer
    ) {
        let names = state.completions.map { Palette.lastPart(of: $0).visible }
        let current = state.completion ?? 0
        // Pages of as many as fit, so that the line does not move at every Tab.
        var first = 0
        var end = line.x
        for (index, name) in names.enumerated() {
            let columns = TextWidth.columns(of: name)
            if end + columns > line.endX - 2, index > first {
                if index > current { break }
                (first, end) = (index, line.x)
            }
            end += columns + 2
        }
        var x = line.x
        for (index, name) in names.enumerated().dropFirst(first) {
            guard x < line.endX else { break }
            guard x + TextWidth.columns(of: name) <= line.endX - 2 || index == first else {
                buffer.write(glyphs.ellipsis, x: x, y: line.y, limit: line.endX - x, Style(.dim))
                break
            }
            let style = index == state.completion ? Style(.text, .selected) : Style(.dim)
            x = buffer.write(
                name, x: x, y: line.y, limit: line.endX - x, style, ellipsis: glyphs.ellipsis)
            x += 2
        }
    }
}
