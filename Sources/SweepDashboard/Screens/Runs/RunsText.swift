import SweepCore

/// What the Runs screen says in words.
enum RunsText {
    /// `200`, or `12 / 200` where a filter leaves some out.
    static func count(_ list: RunList) -> String {
        let total = RunText.grouped(Int64(list.totalCount))
        let isFiltered = !list.key.filter.isEmpty
        return isFiltered ? "\(RunText.grouped(Int64(list.matchCount))) / \(total)" : total
    }

    static func sorting(_ model: DashboardModel) -> String {
        let sweep = model.shown.sweep
        let sort = model.runs.sort
        let title =
            if case .named(let name) = sort.column { name } else { sort.column.title(sweep) }
        let isAscending = sort.isAscending(sweep)
        let arrow =
            model.glyphs.isASCII
            ? (isAscending ? "^" : "v") : (isAscending ? "↑" : "↓")
        return "sort \(title.visible) \(arrow)"
    }

    /// `0.0871±0.0003`; how many count stands in the column of seeds and in the details.
    static func mean(of group: RepeatGroup, _ glyphs: GlyphSet) -> String {
        guard let mean = group.mean else { return group.divergedCount > 0 ? "diverged" : "-" }
        // A mean of what is left would hide that seeds diverged.
        if group.divergedCount > 0 {
            return "\(RunText.value(mean)) \(glyphs.state(.failed))\(group.divergedCount)"
        }
        let sign = glyphs.isASCII ? "+-" : "±"
        let error = group.standardError.map { sign + shortError($0) } ?? ""
        return RunText.value(mean) + error
    }

    /// Two digits that count, without the zero in front: `.0021`.
    private static func shortError(_ error: Double) -> String {
        let decimals = error < 0.0095 ? 4 : error < 0.095 ? 3 : error < 10 ? 2 : 0
        let isFar = error < 0.000_05 && error > 0 || error >= 1_000
        let text = isFar ? RunText.value(error) : RunText.fixed(error, decimals: decimals)
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text
    }

    /// The worker's name where it is known, and whether a run has one at all.
    static func worker(_ run: WatchedRun, _ model: DashboardModel) -> String? {
        guard let id = run.worker else { return nil }
        return model.shown.workers.first { $0.id == id }?.name ?? "w\(id.rawValue)"
    }

    /// Cut at the front: what tells metrics apart stands at their names' ends.
    static func cutFront(_ text: String, to room: Int, _ glyphs: GlyphSet) -> String {
        guard room > 0 else { return "" }
        var width = TextWidth.columns(of: text)
        guard width > room else { return text }
        var rest = Substring(text).unicodeScalars
        while width > room - 1, let first = rest.popFirst() {
            width -= TextWidth.columns(of: first)
        }
        return glyphs.ellipsis + String(rest)
    }

    // MARK: Nothing to list

    /// Says what to do next where there is no run to show.
    static func drawEmpty(
        _ model: DashboardModel, _ list: RunList, in area: Rect, into buffer: inout CellBuffer
    ) {
        let lines = emptyLines(model, list)
        var y = area.y + min(2, max(0, area.height - lines.count) / 2)
        for line in lines where y < area.endY {
            let style = line.hasPrefix("  ") ? Style(.keyHint) : Style(.text)
            for part in wrapped(line, to: area.width - 2) where y < area.endY {
                buffer.write(
                    part, x: area.x + 1, y: y, limit: area.width - 2, style,
                    ellipsis: model.glyphs.ellipsis)
                y += 1
            }
        }
    }

    static func emptyLines(_ model: DashboardModel, _ list: RunList) -> [String] {
        let data = model.shown
        guard data.hasBegun else { return ["reading the database" + dots(model)] }
        guard data.sweep != nil else {
            return [
                "There is no sweep in this database yet.", "", "Start one in another terminal:",
                "  sweep launch sweeps/quickstart.yaml", "", "It appears here by itself.",
            ]
        }
        if list.totalCount > 0 {
            if let problem = list.problem { return ["The filter does not fit: \(problem)"] }
            return [
                "None of \(RunText.grouped(Int64(list.totalCount))) runs matches the filter.", "",
                "Esc shows all of them again, / changes it.",
            ]
        }
        if !data.runs.isComplete { return ["reading the runs" + dots(model)] }
        if data.runs.count > 0 {
            return ["All runs are archived.", "", "/ archived:yes shows them."]
        }
        return [
            "This sweep has no runs yet.", "", "They come with",
            "  sweep launch sweeps/quickstart.yaml", "", "or another sweep file.",
        ]
    }

    private static func dots(_ model: DashboardModel) -> String {
        model.glyphs.isASCII ? "..." : " …"
    }

    /// Cut into lines at blanks.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        guard width > 0, TextWidth.columns(of: text) > width else { return [text] }
        var (lines, line) = ([String](), "")
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if TextWidth.columns(of: longer) > width, !line.isEmpty {
                lines.append(line)
                line = String(word)
            } else {
                line = longer
            }
        }
        return lines + [line]
    }
}
