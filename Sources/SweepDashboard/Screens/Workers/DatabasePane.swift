import SweepCore

/// The database file, and how reading it goes.
enum DatabasePane {
    static func draw(_ context: WorkersContext, into buffer: inout CellBuffer) {
        let model = context.model
        let inside = context.inside("database", into: &buffer)
        if let trouble = model.data.trouble, inside.height > 0 {
            buffer.write(
                trouble, x: inside.x + 1, y: inside.y, limit: inside.width - 1, Style(.error),
                ellipsis: context.glyphs.ellipsis)
        }
        let offset = model.data.trouble == nil ? 0 : 1
        guard let health = model.shown.health else {
            buffer.write(
                "not read yet", x: inside.x + 1, y: inside.y + offset, limit: inside.width,
                Style(.dim))
            return
        }
        for (row, facts) in lines(health, model).enumerated() {
            let area = Rect(
                x: inside.x + 1, y: inside.y, width: inside.width - 1, height: inside.height)
            var line = TextLine(in: area, row: row + offset, gap: 3)
            for (name, value) in facts {
                line.add(
                    name.isEmpty
                        ? [(cut(value, context, line.room), Style(.text, .bold))]
                        : [(name + " ", Style(.dim)), (value, Style(.text))], into: &buffer)
            }
        }
    }

    private static func cut(_ text: String, _ context: WorkersContext, _ room: Int) -> String {
        let text = text.visible
        guard TextWidth.columns(of: text) > room else { return text }
        // A path is known by its end.
        let sign = context.glyphs.ellipsis
        var kept = Substring(text)
        while !kept.isEmpty, TextWidth.columns(of: kept) > room - 1 { kept.removeFirst() }
        return sign + kept
    }

    private static func lines(
        _ health: DatabaseHealth, _ model: DashboardModel
    ) -> [[(String, String)]] {
        let wal = health.logBytes > 0 ? Figure.bytes(health.logBytes) : "none"
        let rate = model.workers.pointRate?.perSecond
        let lag = health.lagMilliseconds.map { Figure.age(milliseconds: clamped($0)) }
        return [
            [("", health.path)],
            [("size", Figure.bytes(health.fileBytes)), ("wal", wal)],
            [
                ("points", health.pointCount.map(Figure.grouped) ?? "not counted"),
                ("written", rate.map { "\(Figure.short($0)) rows/s" } ?? "-"),
            ],
            [
                ("look", Figure.short(health.readMilliseconds) + " ms"),
                ("looks", Figure.short(health.looksPerSecond) + "/s"), ("lag", lag ?? "-"),
            ],
            [
                ("data_version", Figure.grouped(health.dataVersion)),
                ("schema", String(health.schema)),
            ],
        ]
    }

    private static func clamped(_ value: Double) -> Int64 {
        value.isFinite ? Int64(min(max(value, 0), 1e15)) : 0
    }
}
