package import SweepCore

/// What is known of the selected run, below the list.
enum RunDetails {
    static func draw(
        _ run: WatchedRun, _ model: DashboardModel, _ list: RunList, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        let lines = lines(run, model, list, rows: area.height, columns: area.width - 2)
        for (index, line) in lines.prefix(area.height).enumerated() {
            buffer.write(
                line, x: area.x + 1, y: area.y + index, limit: area.width - 2,
                ellipsis: model.glyphs.ellipsis)
        }
    }

    /// As many lines as there is room for, the most telling ones.
    static func lines(
        _ run: WatchedRun, _ model: DashboardModel, _ list: RunList, rows: Int, columns: Int
    ) -> [[Phrase]] {
        let sweep = model.shown.sweep
        let progress = RunProgress(run, model, list)
        let mark = RunText.mark(of: run)
        let glyph = String(model.glyphs.state(mark))
        // Leaves room for the state.
        let name = TextWidth.cutMiddle(
            run.name.visible, to: max(8, columns - 12), ellipsis: model.glyphs.ellipsis)
        guard rows > 2 else {
            var first = [Phrase(name + " ", Style(.text, .bold)), Phrase(glyph, mark.role)]
            if let worker = RunsText.worker(run, model) { first.append(Phrase(" " + worker)) }
            first += progress.phrases(isShort: true).map { Phrase(" " + $0.text, $0.style) }
            return [first, parameters(run, sweep, separator: "  ")]
        }
        var head = [Phrase(name, Style(.text, .bold))]
        head.append(Phrase("   " + RunText.state(of: run), mark.role))
        if let worker = RunsText.worker(run, model) {
            head.append(Phrase((run.state == .running ? " on " : "  ") + worker, .dim))
        }
        if let seconds = run.seconds(at: model.now) {
            head.append(Phrase("   " + RunText.duration(seconds: seconds), .dim))
        }
        var lines = [head, parameters(run, sweep, separator: "   ")]
        if rows > 4 { lines.append(metrics(run, sweep)) }
        lines.append(best(run, sweep) + progress.remaining)
        if rows > 4 {
            lines.append(progress.bar(columns: columns, model.glyphs))
            lines.append(labels(run))
        } else {
            lines.append(run.message.map { [Phrase($0, .error)] } ?? labels(run))
        }
        return lines
    }

    /// The varied ones, and the seed.
    static func parameters(
        _ run: WatchedRun, _ sweep: WatchedSweep?, separator: String
    ) -> [Phrase] {
        var phrases: [Phrase] = []
        for name in sweep?.variedNames ?? [] {
            guard let place = sweep?.parameterNames.firstIndex(of: name),
                place < run.parameters.count
            else { continue }
            phrases.append(Phrase(RunText.shortName(name) + " ", .dim))
            phrases.append(Phrase(RunText.parameter(run.parameters[place]) + separator))
        }
        return phrases + [Phrase("seed ", .dim), Phrase(String(run.seed))]
    }

    /// The newest values of all but the objective's metric.
    private static func metrics(_ run: WatchedRun, _ sweep: WatchedSweep?) -> [Phrase] {
        let latest = Dictionary(
            zip(sweep?.metricNames ?? [], run.latest), uniquingKeysWith: { first, _ in first })
        return ChartsGrid.ordered(sweep?.metricNames ?? []).flatMap { name -> [Phrase] in
            guard name != sweep?.objective?.metric, let latest = latest[name] ?? nil else {
                return []
            }
            return [
                Phrase(name + " ", .dim),
                Phrase(
                    RunText.value(latest.value) + "   ", latest.value.isFinite ? .text : .failed),
            ]
        }
    }

    private static func best(_ run: WatchedRun, _ sweep: WatchedSweep?) -> [Phrase] {
        if let divergence = RunText.divergence(of: run, sweep: sweep) {
            return [Phrase("diverged ", .failed), Phrase(divergence, .failed)]
                + (run.objective.map { [Phrase("   best before " + RunText.value($0), .dim)] } ?? [])
        }
        guard let objective = sweep?.objective, let value = run.objective else {
            return [Phrase("no objective value" + (run.state.isFinished ? "" : " yet"), .dim)]
        }
        let word = objective.summary == .best ? "best " : "last "
        let step = run.objectiveStep.map { " @ " + RunText.steps($0) } ?? ""
        return [Phrase(word + objective.metric + " ", .dim), Phrase(RunText.value(value) + step)]
    }

    /// What went wrong, else tags and note.
    private static func labels(_ run: WatchedRun) -> [Phrase] {
        if let message = run.message, !message.isEmpty { return [Phrase(message, .error)] }
        let tags = run.tags.isEmpty ? "-" : run.tags.joined(separator: ",")
        return [
            Phrase("tags ", .dim), Phrase(tags + "   "), Phrase("note ", .dim),
            Phrase(run.note ?? "-"),
        ]
    }
}

/// How far a run has come, where its length is known.
package struct RunProgress {
    package let step: Int64?
    /// Steps of the whole run: epochs by steps of an epoch, or as many as its completed siblings took.
    package let total: Int64?
    /// At the pace so far; `nil` when it does not run.
    package let remainingSeconds: Double?
    private let isRunning: Bool

    package init(_ run: WatchedRun, _ model: DashboardModel, _ list: RunList) {
        step = run.furthestStep
        var total = list.fullLength
        if let length = model.shown.epochLengths[run.id], length > 0,
            let place = model.shown.sweep?.parameterNames.firstIndex(of: "epochs"),
            place < run.parameters.count, let epochs = run.parameters[place]?.asInteger
        {
            let (product, isTooLarge) = epochs.multipliedReportingOverflow(by: length)
            if !isTooLarge, product > 0 { total = product }
        }
        if let step, let known = total, known < step { total = nil }
        if run.state == .completed { total = step }
        self.total = total
        isRunning = run.state == .running && !run.isLost
        if isRunning, let step, step > 0, let total, let seconds = run.seconds(at: model.now) {
            remainingSeconds = max(0, seconds) / Double(step) * Double(total - step)
        } else {
            remainingSeconds = nil
        }
    }

    var remaining: [Phrase] {
        remainingSeconds.map {
            [Phrase("   ETA ", .dim), Phrase(RunText.duration(seconds: $0))]
        } ?? []
    }

    private var percent: Int? {
        guard let step, let total, total > 0 else { return nil }
        return Int(Double(step) / Double(total) * 100)
    }

    func phrases(isShort: Bool) -> [Phrase] {
        guard let step else { return [] }
        guard let total, let percent, isRunning else { return [Phrase(RunText.steps(step))] }
        var phrases = [
            Phrase(RunText.steps(step) + "/" + RunText.steps(total)), Phrase("\(percent)%"),
        ]
        if let remainingSeconds {
            phrases.append(Phrase("ETA " + RunText.shortDuration(seconds: remainingSeconds), .dim))
        }
        return phrases
    }

    /// `9,100 / 10,000 ███████░ 91%`.
    package func bar(columns: Int, _ glyphs: GlyphSet) -> [Phrase] {
        guard let step else { return [Phrase("no step yet", .dim)] }
        guard let total, let percent else { return [Phrase(RunText.grouped(step) + " steps")] }
        let numbers = "\(RunText.grouped(step)) / \(RunText.grouped(total)) "
        let end = " \(percent)%"
        let width = min(40, max(0, columns - numbers.utf8.count - end.utf8.count))
        let full = min(width, Int(Double(width) * Double(step) / Double(total)))
        let bar = glyphs.bar
        return [
            Phrase(numbers),
            Phrase(String(repeating: String(bar.full), count: full), .running),
            Phrase(String(repeating: String(bar.empty), count: width - full), .dim), Phrase(end),
        ]
    }
}
