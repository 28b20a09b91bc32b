import SweepCore

/// The left pane of a run's page: its parameters, its fate, and what it was executed with.
enum RunFacts {
    static func draw(
        _ state: RunPageState, _ model: DashboardModel, in area: Rect, isFocused: Bool,
        into buffer: inout CellBuffer
    ) {
        let inside = buffer.frame(
            area, title: state.showsAllParameters ? "parameters" : "varied parameters",
            note: "* unusual", isFocused: isFocused, glyphs: model.glyphs)
        let lines = lines(state, model)
        let first = min(state.firstFact, max(0, lines.count - inside.height))
        let below = lines.count - first - inside.height
        for (index, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
            if below > 0, index == inside.height - 1 {
                let more = "\(model.glyphs.ellipsis) \(below + 1) more"
                buffer.write(more, x: inside.x + 1, y: inside.y + index, Style(.dim))
                break
            }
            buffer.write(
                line, x: inside.x + 1, y: inside.y + index, limit: inside.width - 1,
                ellipsis: model.glyphs.ellipsis)
        }
    }

    static func lines(_ state: RunPageState, _ model: DashboardModel) -> [[Phrase]] {
        guard let run = model.shown.runs[state.run] else { return [] }
        let sweep = model.shown.sweep
        let portrait = model.shown.portraits[state.run]
        let parameters = parameters(run, state, model)
        let rest =
            [(String, Phrase, Bool)]()
            + fate(run, portrait, model) + execution(run, portrait, model)
        let labels = (parameters + rest).map { TextWidth.columns(of: $0.0.visible) }
        let width = min(18, max(8, labels.max() ?? 8))
        func line(_ name: String, _ value: Phrase, _ isUnusual: Bool) -> [Phrase] {
            let name = TextWidth.cut(name.visible, to: width, ellipsis: model.glyphs.ellipsis)
            let blanks = String(repeating: " ", count: width - TextWidth.columns(of: name) + 2)
            return [Phrase(name + blanks, .dim), value]
                + (isUnusual ? [Phrase("  *", Style(.keyHint, .bold))] : [])
        }
        var lines = parameters.map(line)
        if !lines.isEmpty { lines.append([]) }
        lines += fate(run, portrait, model).map(line)
        let facts = execution(run, portrait, model)
        if !facts.isEmpty { lines.append([]) }
        lines += facts.map(line)
        let numbers = numbers(portrait, sweep)
        if !numbers.isEmpty { lines.append([]) }
        return lines + numbers
    }

    private static func parameters(
        _ run: WatchedRun, _ state: RunPageState, _ model: DashboardModel
    ) -> [(String, Phrase, Bool)] {
        guard let sweep = model.shown.sweep else { return [] }
        var lines: [(String, Phrase, Bool)] = []
        for (place, name) in sweep.parameterNames.enumerated() where place < run.parameters.count {
            let isVaried = sweep.variedNames.contains(name)
            guard isVaried || state.showsAllParameters, let value = run.parameters[place] else {
                continue
            }
            let isUnusual =
                (isVaried || sweep.variedNames.isEmpty)
                && !model.runs.typical.isTypical(value, place)
            lines.append((name, Phrase(RunText.parameter(value)), isUnusual))
        }
        lines.append(("seed", Phrase(String(run.seed)), false))
        return lines
    }

    private static func fate(
        _ run: WatchedRun, _ portrait: RunPortrait?, _ model: DashboardModel
    ) -> [(String, Phrase, Bool)] {
        let sweep = model.shown.sweep
        let mark = RunText.mark(of: run)
        let glyph = String(model.glyphs.state(mark))
        var lines: [(String, Phrase, Bool)] = [
            ("state", Phrase("\(glyph) \(RunText.state(of: run))", mark.role), false)
        ]
        if let message = run.message { lines.append(("message", Phrase(message, .error), false)) }
        let objective = RunText.objective(of: run, sweep: sweep)
        let step = run.objectiveStep.map { " @ " + RunText.grouped($0) } ?? ""
        lines.append((sweep?.objective?.metric ?? "objective", Phrase(objective + step), false))
        let progress = RunProgress(run, model, model.runList)
        let text = progress.phrases(isShort: false).map(\.text).joined(separator: "  ")
        if !text.isEmpty { lines.append(("steps", Phrase(text), false)) }
        if !run.tags.isEmpty {
            lines.append(("tags", Phrase(run.tags.joined(separator: ",")), false))
        }
        if let note = run.note { lines.append(("note", Phrase(note), false)) }
        if run.isArchived { lines.append(("archived", Phrase("yes"), false)) }
        return lines
    }

    private static func execution(
        _ run: WatchedRun, _ portrait: RunPortrait?, _ model: DashboardModel
    ) -> [(String, Phrase, Bool)] {
        var lines: [(String, Phrase, Bool)] = []
        if let worker = portrait?.workerName ?? RunsText.worker(run, model) {
            lines.append(("worker", Phrase(worker), false))
        }
        if let started = run.startedAt {
            let offset = model.chart.clockOffset
            let text =
                RunText.day(started, offset: offset) + " "
                + RunText.timeOfDay(started, offset: offset) + (offset == 0 ? " UTC" : "")
            lines.append(("started", Phrase(text), false))
        }
        if let seconds = run.seconds(at: model.now) {
            lines.append(("elapsed", Phrase(RunText.duration(seconds: seconds)), false))
        }
        if run.attempt > 1 || (portrait?.failureCount ?? 0) > 0 {
            let failures = portrait?.failureCount ?? 0
            let interruptions = portrait?.interruptionCount ?? 0
            lines.append(
                (
                    "attempts",
                    Phrase("\(run.attempt)  (\(failures) failed, \(interruptions) interrupted)"),
                    false
                ))
        }
        lines.append(("uid", Phrase(run.uid.description), false))
        for fact in portrait?.environment ?? [] {
            lines.append((fact.name, Phrase(fact.text), false))
        }
        return lines
    }

    /// Each metric's newest value and extremes.
    private static func numbers(
        _ portrait: RunPortrait?, _ sweep: WatchedSweep?
    ) -> [[Phrase]] {
        guard let portrait, !portrait.metrics.isEmpty else { return [] }
        return portrait.metrics.flatMap { metric -> [[Phrase]] in
            let range =
                "min \(RunText.value(metric.minimum)) @ \(RunText.steps(metric.minimumStep))"
                + "  max \(RunText.value(metric.maximum)) @ \(RunText.steps(metric.maximumStep))"
            var head = [Phrase(metric.name + "  ", .dim), Phrase(RunText.value(metric.last))]
            if metric.nanCount > 0 { head.append(Phrase("  \(metric.nanCount) NaN", .failed)) }
            if metric.infiniteCount > 0 {
                head.append(Phrase("  \(metric.infiniteCount) Inf", .failed))
            }
            return [head, [Phrase("  " + range, .dim)]]
        }
    }
}
