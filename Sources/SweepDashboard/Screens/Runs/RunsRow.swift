import SweepCore

/// Draws the lines of the list.
struct RunsRow {
    let model: DashboardModel
    let list: RunList
    let table: RunsTable
    let trends: Trend
    let selectedLine: Int?
    private let rangeLines: ClosedRange<Int>?

    init(
        _ model: DashboardModel, _ list: RunList, _ table: RunsTable, trends: Trend,
        selectedLine: Int?
    ) {
        self.model = model
        self.list = list
        self.table = table
        self.trends = trends
        self.selectedLine = selectedLine
        let start = model.runs.rangeStart.flatMap { list.line(of: $0, model.shown.runs) }
        if let start, let selectedLine {
            rangeLines = min(start, selectedLine)...max(start, selectedLine)
        } else {
            rangeLines = nil
        }
    }

    func draw(_ index: Int, y: Int, in area: Rect, into buffer: inout CellBuffer) {
        let line = list.lines[index]
        let run = model.shown.runs.rows[line.place]
        let glyphs = model.glyphs
        let isSelected = index == selectedLine
        let mark = RunText.mark(of: run)
        if isSelected {
            buffer.set(glyphs.pointer, x: area.x, y: y, Style(.text, .bold))
        } else if rangeLines?.contains(index) == true {
            buffer.set(glyphs.isASCII ? "|" : "┃", x: area.x, y: y, Style(.keyHint))
        }
        let group = line.group.map { list.groups[$0] }
        let isPinned =
            group?.members.contains(where: model.runs.pinned.contains)
            ?? model.runs.pinned.contains(run.id)
        // The column between letter and name is blank otherwise.
        if isPinned { buffer.set(glyphs.pin, x: table.letterX + 1, y: y, Style(.keyHint)) }
        if let group {
            let isOpen = model.runs.unfolded.contains(group.id)
            let sign = glyphs.isASCII ? (isOpen ? "v" : "&") : (isOpen ? "▾" : "▸")
            buffer.write(sign, x: area.x + 1, y: y, Style(.keyHint))
        } else {
            buffer.set(glyphs.state(mark), x: area.x + 1, y: y, Style(mark.role))
        }
        let plotted = group?.members.first(where: model.plots.contains) ?? run.id
        if let letter = model.plots.letter(of: plotted) {
            buffer.set(
                letter, x: table.letterX, y: y, Style(model.plots.role(of: plotted), .bold))
        }
        var name = group == nil ? run.name : RunText.nameWithoutSeed(run)
        let indent = line.isMember ? "  " : ""
        name =
            indent
            + table.nameCut.cut(
                name.visible, to: table.name.width - indent.count, ellipsis: glyphs.ellipsis)
        let isBright = run.state.isFinished && !run.hasDiverged || run.state == .running
        let style = Style(
            isBright ? .text : .dim, isSelected || line.rank == 1 && !line.isMember ? .bold : [])
        buffer.write(name, x: table.name.x, y: y, limit: table.name.width, style)
        for place in table.columns {
            draw(place, run, line, group, y: y, into: &buffer)
        }
        if isSelected {
            buffer.restyle(Rect(x: area.x, y: y, width: area.width, height: 1)) {
                $0.with(.selected)
            }
        }
    }

    private func draw(
        _ place: RunsTable.Place, _ run: WatchedRun, _ line: RunList.Line, _ group: RepeatGroup?,
        y: Int, into buffer: inout CellBuffer
    ) {
        if place.column == .trend {
            let area = Rect(x: place.x, y: y, width: place.width, height: 1)
            trends.draw(run, in: area, into: &buffer)
            return
        }
        let cell = cell(place.column, run, line, group)
        if place.column.isNumeric(in: model.shown.sweep), cell.isNumber {
            let text = TextWidth.cut(
                cell.text.visible, to: place.width, ellipsis: model.glyphs.ellipsis)
            buffer.write(text, endX: place.x + place.width, y: y, cell.style)
        } else {
            buffer.write(
                cell.text, x: place.x, y: y, limit: place.width, cell.style,
                ellipsis: model.glyphs.ellipsis)
        }
    }

    private func cell(
        _ column: RunColumn, _ run: WatchedRun, _ line: RunList.Line, _ group: RepeatGroup?
    ) -> (text: String, style: Style, isNumber: Bool) {
        let sweep = model.shown.sweep
        switch column {
        case .objective:
            if let group { return (RunsText.mean(of: group, model.glyphs), Style(.text), true) }
            let text = RunText.objective(of: run, sweep: sweep)
            let isBest = line.rank == 1 && !run.hasDiverged && run.objective != nil
            let role: Role = run.hasDiverged ? .failed : isBest ? .best : .text
            return (text, Style(role, isBest ? .bold : []), true)
        case .rank: return (line.rank.map(String.init) ?? "-", Style(.dim), true)
        case .number: return (String(run.number), Style(.dim), true)
        case .step:
            let step = run.furthestStep
            return (step.map(RunText.steps) ?? "-", Style(.dim), true)
        case .seed:
            return (group.map { "n=\($0.runCount)" } ?? String(run.seed), Style(.text), true)
        case .attempts: return (String(run.attempt), Style(.dim), true)
        case .seconds:
            let seconds = run.seconds(at: model.now)
            return (seconds.map(RunText.shortDuration) ?? "-", Style(.dim), true)
        case .worker: return (RunsText.worker(run, model) ?? "", Style(.dim), false)
        case .state: return (RunText.state(of: run), Style(RunText.mark(of: run).role), false)
        case .tags: return (run.tags.joined(separator: ","), Style(.text), false)
        case .note: return (run.note ?? "", Style(.dim), false)
        case .trend, .name: return ("", Style(.text), false)
        case .named(let name):
            if let place = sweep?.parameterNames.firstIndex(of: name) {
                let value = place < run.parameters.count ? run.parameters[place] : nil
                let isNumber = value?.asNumber != nil || value == nil
                return (RunText.parameter(value), Style(.text), isNumber)
            }
            let place = sweep?.metricNames.firstIndex(of: name) ?? .max
            let latest = place < run.latest.count ? run.latest[place] : nil
            return (latest.map { RunText.value($0.value) } ?? "-", Style(.text), true)
        }
    }
}
