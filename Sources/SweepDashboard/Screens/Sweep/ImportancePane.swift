import SweepCore

/// How much of the objective's variance each parameter explains, with intervals.
enum ImportancePane {
    static func draw(_ context: PaneContext, into buffer: inout CellBuffer) {
        let importance = context.analysis.importance
        let inside = buffer.pane(
            context.area, title: "importance", note: "main effects, 95 %",
            isFocused: context.isFocused, hasFrame: context.hasFrame, glyphs: context.glyphs)
        if let reason = importance.reason {
            buffer.write(
                reason, x: inside.x + 1, y: inside.y, limit: inside.width - 1, Style(.dim),
                ellipsis: context.glyphs.ellipsis)
            return
        }
        let hasFoot = inside.height >= 4
        let room = inside.height - (hasFoot ? 1 : 0)
        // The rest has a row of its own as long as every parameter has one too.
        let hasRest = importance.shares.count < room
        for (row, share) in importance.shares.prefix(room).enumerated() {
            draw(share, y: inside.y + row, in: inside, context, into: &buffer)
        }
        if hasRest {
            let rest = Importance.Share(
                name: "(rest)", share: importance.rest, low: .nan, high: .nan)
            let y = inside.y + importance.shares.count
            draw(rest, y: y, in: inside, context, into: &buffer)
        }
        guard hasFoot else { return }
        let objective = context.model.shown.sweep?.objective?.metric ?? ""
        let what = importance.isLogarithmic ? "log \(objective)" : objective
        buffer.write(
            "\(what), \(Figure.grouped(Int64(importance.runCount))) runs", x: inside.x + 1,
            y: inside.endY - 1, limit: inside.width - 1, Style(.dim),
            ellipsis: context.glyphs.ellipsis)
    }

    private static func draw(
        _ share: Importance.Share, y: Int, in area: Rect, _ context: PaneContext,
        into buffer: inout CellBuffer
    ) {
        let isRest = share.low.isNaN
        let interval =
            isRest
            ? ""
            : " \(Figure.fixedPlaces(share.low, 2))-\(Figure.fixedPlaces(share.high, 2))"
        let intervalColumns = area.width >= 34 ? 10 : 0
        let valueX = area.endX - intervalColumns - 5
        let nameColumns = max(4, min(area.width / 3, 16))
        buffer.field(
            share.name, x: area.x + 1, y: y, width: nameColumns - 1,
            Style(isRest ? .dim : .text), glyphs: context.glyphs)
        let barX = area.x + nameColumns + 1
        buffer.bar(
            share.share, x: barX, y: y, width: valueX - barX - 1, Style(isRest ? .dim : .running),
            glyphs: context.glyphs)
        buffer.write(
            Figure.fixedPlaces(share.share, 2), x: valueX, y: y, limit: area.endX - valueX,
            Style(.text, isRest ? [] : .bold))
        if intervalColumns > 0 {
            buffer.write(interval, x: valueX + 4, y: y, Style(.dim))
        }
    }
}
