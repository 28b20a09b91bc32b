import SweepCore

/// What is around a chart: a frame or a line with the title, and the words where there is no curve.
enum ChartFrame {
    /// Draws it and returns what is left for the chart.
    static func draw(
        _ spec: ChartSpec, in area: Rect, glyphs: GlyphSet, into buffer: inout CellBuffer
    ) -> Rect {
        let title = spec.title
        let room = area.width - TextWidth.columns(of: title) - 8
        let note = notes(spec).first { TextWidth.columns(of: $0) <= room } ?? ""
        if spec.isFramed, area.width >= 6, area.height >= 4 {
            return buffer.frame(
                area, title: title, note: note, isFocused: spec.isFocused, glyphs: glyphs)
        }
        guard area.height >= 4, area.width >= 6 else { return area }
        let style = Style(.title, spec.isFocused ? .bold : [])
        buffer.write(
            title, x: area.x + 1, y: area.y, limit: area.width - 1, style,
            ellipsis: glyphs.ellipsis)
        if !note.isEmpty { buffer.write(note, endX: area.endX - 1, y: area.y, Style(.dim)) }
        return area.split(top: 1).bottom
    }

    /// How it is drawn, in words; the longest first.
    private static func notes(_ spec: ChartSpec) -> [String] {
        let options = spec.options
        var parts: [String] = []
        if options.smoothing > 0 {
            let weight = NumberText.fixed(options.smoothing, decimals: 2)
            parts.append("smooth " + weight.dropFirst(weight.hasPrefix("0") ? 1 : 0))
        }
        if options.isLogY { parts.append("y:log") }
        let x = "x:" + (spec.xName ?? options.xAxis.rawValue) + (options.isLogX ? " log" : "")
        let all = (parts + [x]).joined(separator: "  ")
        let hasPlainX = spec.xName == nil && options.xAxis == .step && !options.isLogX
        let short = hasPlainX ? parts.joined(separator: "  ") : x
        return (spec.note.isEmpty ? [] : [spec.note + "   " + all, spec.note]) + [all, short]
    }

    /// What is not shown, in the lower edge of the frame or, without one, on the line of the x axis.
    static func drawLeftOut(
        _ report: ChartReport, _ spec: ChartSpec, in area: Rect, glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        let hasFrame = spec.isFramed && area.width >= 6 && area.height >= 4
        let y = hasFrame ? area.endY - 1 : report.plot.endY
        guard y < area.endY, area.height >= 5 else { return }
        let room = area.width - 6
        guard let text = leftOut(report, glyphs).first(where: { TextWidth.columns(of: $0) <= room })
        else { return }
        buffer.write(" " + text + " ", endX: area.endX - 1, y: y, Style(.warning))
    }

    /// `▲ 1 clipped (50.0)   2 at or below 0 hidden`; the longest first.
    private static func leftOut(_ report: ChartReport, _ glyphs: GlyphSet) -> [String] {
        var parts: [String] = []
        let marks = [(report.clippedAbove, glyphs.up), (report.clippedBelow, glyphs.down)]
        let clipped = marks.filter { $0.0 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: " ")
        if !clipped.isEmpty { parts.append(clipped + " clipped") }
        let hidden =
            report.hiddenCount > 0
            ? "\(report.hiddenCount) \(glyphs.isASCII ? "<=" : "≤") 0 hidden" : ""
        guard !parts.isEmpty || !hidden.isEmpty else { return [] }
        if !hidden.isEmpty { parts.append(hidden) }
        var longest = parts
        if let furthest = report.furthest, !clipped.isEmpty {
            longest[0] += " (\(NumberText.short(furthest)))"
        }
        return [longest.joined(separator: "   "), parts.joined(separator: "   "), parts[0]]
    }

    static func say(
        _ text: String, in area: Rect, glyphs: GlyphSet, into buffer: inout CellBuffer
    ) {
        let columns = min(TextWidth.columns(of: text.visible), area.width)
        buffer.write(
            text, x: area.x + (area.width - columns) / 2, y: area.y + area.height / 2,
            limit: area.width, Style(.dim), ellipsis: glyphs.ellipsis)
    }

    /// What a run must have for an x axis.
    static func need(_ axis: XAxis) -> String {
        switch axis {
        case .step: "steps"
        case .epoch: "epochs"
        case .elapsed: "times"
        case .clock: "a start time"
        case .samples: "a batch size"
        }
    }
}
