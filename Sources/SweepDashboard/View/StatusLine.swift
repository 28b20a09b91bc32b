import SweepCore

/// The line above the footer when there is nothing else to say: the filter, what charts left out, what is
/// still being read, what happened last.
enum StatusLine {
    /// `report` is of the large chart, where there is one.
    static func draw(
        _ model: DashboardModel, _ report: ChartReport?, y: Int, into buffer: inout CellBuffer
    ) {
        let width = buffer.size.columns
        let left = left(model)
        // What to do counts more than what a chart left out.
        let isLeftFirst = WorkerCall.lostNote(model) != nil
        let least =
            isLeftFirst ? left.reduce(3) { $0 + TextWidth.columns(of: $1.text.visible) } : 12
        var end = width - 1
        for note in notes(model, report) {
            let columns = TextWidth.columns(of: note.text.visible)
            guard end - columns > least else { continue }
            end -= columns
            buffer.write(note.text, x: end, y: y, note.style)
            end -= 3
        }
        buffer.write(
            left, x: 1, y: y, limit: max(0, end - 1), ellipsis: model.glyphs.ellipsis)
    }

    /// The filter, a range that was begun, a new best run, runs that wait for a worker.
    private static func left(_ model: DashboardModel) -> [Phrase] {
        if model.runs.rangeStart != nil, model.context == .runs {
            return [Phrase("range: move, v plots it, Esc ends it", .keyHint)]
        }
        var phrases: [Phrase] = []
        let list = model.runs.list
        if !model.runs.filterText.isEmpty {
            phrases = [Phrase("/ ", .keyHint), Phrase(model.runs.filterText)]
            if let problem = list.problem {
                phrases.append(Phrase("   " + problem, .error))
            } else {
                phrases.append(
                    Phrase("   \(list.matchCount) / \(list.totalCount)   Esc clears it", .dim))
            }
        }
        let blank = phrases.isEmpty ? "" : "   "
        if let note = WorkerCall.lostNote(model) {
            phrases.append(Phrase(blank + note, .warning))
        } else if let news = model.runs.news,
            model.now.milliseconds - news.time.milliseconds < newsMilliseconds
        {
            phrases.append(Phrase(blank + news.text, Style(.best, .bold)))
        }
        return phrases
    }

    /// How long a new best run is spoken of.
    static let newsMilliseconds: Int64 = 20_000

    /// From the right end leftwards: the most important first.
    private static func notes(_ model: DashboardModel, _ report: ChartReport?) -> [Phrase] {
        var notes: [Phrase] = []
        if model.frozen != nil { notes.append(Phrase("frozen: Z goes on", .warning)) }
        let runs = model.data.runs
        if let sweep = model.data.sweep, !runs.isComplete, sweep.runCount > runs.count {
            let read = RunText.grouped(Int64(runs.count))
            let all = RunText.grouped(Int64(sweep.runCount))
            notes.append(Phrase("reading runs \(read) / \(all)", .dim))
        }
        notes += chartNotes(report, model)
        if let missing = missingColumns(model) { notes.append(Phrase(missing, .dim)) }
        return notes
    }

    /// Columns of the configuration that the sweep does not have. Which metrics there are is known once runs have ended.
    private static func missingColumns(_ model: DashboardModel) -> String? {
        guard model.context == .runs, let sweep = model.shown.sweep,
            sweep.counts.contains(where: { $0.key.isFinished && $0.value > 0 })
        else { return nil }
        let missing = (model.runs.columns ?? []).filter { !$0.exists(in: sweep) }.map(\.text)
        return missing.isEmpty ? nil : "no column \(missing.joined(separator: ", ")) here"
    }

    /// What the large chart could not show.
    static func chartNotes(_ report: ChartReport?, _ model: DashboardModel) -> [Phrase] {
        guard let report else { return [] }
        var notes: [Phrase] = []
        let clipped = report.clippedAbove + report.clippedBelow
        if clipped > 0 {
            let arrow = report.clippedAbove > 0 ? model.glyphs.up : model.glyphs.down
            let furthest = report.furthest.map { " (\(RunText.value($0)))" } ?? ""
            notes.append(
                Phrase(
                    "\(arrow) \(points(clipped)) clipped\(furthest)  o shows all", .warning))
        }
        if report.hiddenCount > 0 {
            let sign = model.glyphs.isASCII ? "<=" : "≤"
            notes.append(Phrase("\(points(report.hiddenCount)) \(sign) 0 hidden", .warning))
        }
        if let first = report.lacking.first {
            let more = report.lacking.count > 1 ? " and \(report.lacking.count - 1) more" : ""
            let axis = model.chart.xAxis.rawValue
            notes.append(Phrase("\(first)\(more): no axis in \(axis)", .warning))
        }
        return notes
    }

    private static func points(_ count: Int) -> String {
        count == 1 ? "1 point" : "\(RunText.grouped(Int64(count))) points"
    }
}
