import SweepCore

/// How far the sweep is: counts, time, rate, the best run.
enum ProgressPane {
    static func draw(
        _ sweep: WatchedSweep, _ analysis: SweepAnalysis, _ model: DashboardModel, in area: Rect,
        hasFrame: Bool, into buffer: inout CellBuffer
    ) {
        let glyphs = model.glyphs
        var inside = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
        if hasFrame {
            let goal =
                sweep.objective.map { "\($0.goal.rawValue) \($0.metric)" } ?? "no objective"
            inside = buffer.frame(
                area, title: "sweep \(sweep.name)", note: goal, glyphs: glyphs
            ).inset(columns: 1, rows: 0)
        }
        drawProgress(analysis.progress, model, in: inside, into: &buffer)
        drawBest(sweep, analysis, model, in: inside, into: &buffer)
        drawCounts(sweep, analysis, model, in: inside, into: &buffer)
    }

    // MARK: First line

    private static func drawProgress(
        _ progress: SweepProgress, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        guard area.height > 0 else { return }
        let counts =
            "\(Figure.grouped(Int64(progress.finishedCount)))"
            + " / \(Figure.grouped(Int64(progress.plannedCount))) runs"
        let elapsed = progress.elapsed(now: model.now).map(Figure.duration(milliseconds:))
        let remaining = progress.remaining(now: model.now).map(Figure.duration(milliseconds:))
        var facts = ["\(Figure.percent(progress.fraction)) %"]
        if let elapsed { facts.append("\(elapsed) elapsed") }
        if let remaining { facts.append("ETA \(remaining)") }
        let columns = facts.reduce(0) { $0 + $1.count + 3 }
        let barRoom = min(60, area.width - counts.count - columns - 3)
        var line = TextLine(in: area, row: 0)
        line.add(counts, Style(.text, .bold), into: &buffer)
        if barRoom >= 6 {
            // Written as blanks to keep its place in the line.
            line.add(String(repeating: " ", count: barRoom), into: &buffer)
            buffer.bar(
                progress.fraction, x: line.x - barRoom, y: line.y, width: barRoom, Style(.done),
                glyphs: model.glyphs)
        }
        for fact in facts { line.add(fact, into: &buffer) }
    }

    // MARK: Second line

    private static func drawBest(
        _ sweep: WatchedSweep, _ analysis: SweepAnalysis, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        var line = TextLine(in: area, row: 1)
        let rows = model.shown.runs.rows
        if let first = analysis.ranking.first, Int(first) < rows.count {
            let run = rows[Int(first)]
            let number = " (run \(run.number))"
            let value = Figure.short(run.objective ?? .nan)
            let nameRoom = max(6, min(36, line.room - value.count - number.count - 8))
            let name = TextWidth.cutMiddle(
                run.name.visible, to: nameRoom, ellipsis: model.glyphs.ellipsis)
            line.add(
                [
                    ("best ", Style(.dim)), (value, Style(.best, .bold)),
                    (" " + name, Style(.text)), (number, Style(.dim)),
                ], into: &buffer)
        } else {
            line.add(
                sweep.objective == nil
                    ? "no objective"
                    : model.hasEmptiedSweep ? "no run matches the filter" : "no value yet",
                Style(.dim), into: &buffer)
        }
        if let rate = analysis.progress.rate { line.add(rateText(rate), into: &buffer) }
        let workers = model.shown.workers.map { WorkerCondition(of: $0, now: model.now) }
        let known = workers.filter { $0 != .ended }.count
        let live = workers.filter(\.isLive).count
        if known > 0 {
            line.add(
                "\(live)/\(known) workers", Style(live < known ? .warning : .text), into: &buffer)
        }
        if analysis.seedCount > 1 { line.add("\(analysis.seedCount) seeds", into: &buffer) }
    }

    /// Runs a minute, or an hour where that is less than one.
    private static func rateText(_ rate: Double) -> String {
        let perMinute = rate * 60_000
        return perMinute >= 0.95
            ? Figure.short(perMinute, columns: 4) + " runs/min"
            : Figure.short(perMinute * 60, columns: 4) + " runs/h"
    }

    // MARK: Third line

    private static func drawCounts(
        _ sweep: WatchedSweep, _ analysis: SweepAnalysis, _ model: DashboardModel, in area: Rect,
        into buffer: inout CellBuffer
    ) {
        var line = TextLine(in: area, row: 2)
        line.add(stateText(sweep), Style(stateRole(sweep.state)), into: &buffer)
        let failed = max(0, (sweep.counts[.failed] ?? 0) - sweep.divergedCount)
        let facts: [(StateMark, String, Int)] = [
            (.running, "running", (sweep.counts[.running] ?? 0) - sweep.lostCount),
            (.lost, "lost", sweep.lostCount),
            (.paused, "paused", sweep.counts[.paused] ?? 0),
            (.done, "completed", sweep.counts[.completed] ?? 0),
            // Rungs of a pruner would stand here; as yet there is only their result.
            (.pruned, "pruned", sweep.counts[.pruned] ?? 0),
            (.failed, "diverged", sweep.divergedCount),
            (.failed, "failed", failed),
            (.cancelled, "cancelled", sweep.counts[.cancelled] ?? 0),
            (.queued, "queued", sweep.counts[.queued] ?? 0),
        ]
        for (mark, word, count) in facts where count > 0 {
            let style = Style(mark.role)
            line.add(
                [
                    (String(model.glyphs.state(mark)) + " ", style),
                    ("\(word) ", Style(.dim)), (Figure.grouped(Int64(count)), style),
                ], into: &buffer)
        }
    }

    private static func stateText(_ sweep: WatchedSweep) -> String {
        // That nobody works on it is shown, not stored.
        let isIdle = sweep.state == .active && (sweep.counts[.running] ?? 0) <= sweep.lostCount
        return isIdle ? "active, idle" : sweep.state.rawValue
    }

    private static func stateRole(_ state: SweepState) -> Role {
        switch state {
        case .active, .expanding: .running
        case .paused: .paused
        case .completed: .done
        case .stopping, .stopped, .cancelled: .warning
        }
    }
}
