import SweepCore

/// Which columns the table of workers has at a width, and what stands in them.
struct WorkerColumns {
    enum Kind: CaseIterable {
        case name, process, state, run, rate, cpu, memory, beat, done, failed, minute
    }

    private(set) var columns: [(kind: Kind, x: Int, width: Int)] = []
    private let hasHosts: Bool

    private static let minuteWidths = 12...30

    /// As many columns as fit, the most telling ones first; a wide screen gives the rest to the run's name and to
    /// the last minute.
    init(_ workers: [WatchedWorker], width: Int) {
        hasHosts = Set(workers.map(\.host)).count > 1
        var widths: [Kind: Int] = [:]
        let names = workers.prefix(500).map { TextWidth.columns(of: $0.name.visible) }
        widths[.name] = min(max(6, names.max() ?? 0), 16)
        let processes = workers.prefix(500).map {
            TextWidth.columns(of: Self.process($0, hasHosts).visible)
        }
        widths[.process] = min(max(3, processes.max() ?? 0), 24)
        widths[.state] = 10
        widths[.run] = 14
        widths[.rate] = 6
        widths[.cpu] = 5
        widths[.memory] = 8
        widths[.beat] = 5
        widths[.done] = 5
        widths[.failed] = 4
        widths[.minute] = Self.minuteWidths.lowerBound
        var kept: Set<Kind> = []
        var room = width - 2
        let order: [Kind] = [
            .name, .state, .run, .rate, .beat, .done, .failed, .cpu, .minute, .memory, .process,
        ]
        for kind in order {
            guard let needed = widths[kind], needed + 1 <= room else { continue }
            kept.insert(kind)
            room -= needed + 1
        }
        if kept.contains(.run) {
            let more = min(room, 26)
            widths[.run, default: 0] += more
            room -= more
        }
        if kept.contains(.minute) {
            widths[.minute, default: 0] += min(
                room, Self.minuteWidths.upperBound - Self.minuteWidths.lowerBound)
        }
        var x = 2
        for kind in Kind.allCases where kept.contains(kind) {
            let width = widths[kind] ?? 0
            columns.append((kind, x, width))
            x += width + 1
        }
    }

    func drawHead(in line: Rect, _ context: WorkersContext, into buffer: inout CellBuffer) {
        for (kind, x, width) in columns {
            buffer.field(
                Self.title(kind), x: line.x + x, y: line.y, width: width,
                isRight: Self.isRight(kind),
                Style(.title), glyphs: context.glyphs)
        }
    }

    func draw(
        _ worker: WatchedWorker, _ condition: WorkerCondition, in line: Rect,
        _ context: WorkersContext, into buffer: inout CellBuffer
    ) {
        for (kind, x, width) in columns {
            if kind == .minute {
                guard condition.mayWork else {
                    buffer.write("-", x: line.x + x, y: line.y, Style(.dim))
                    continue
                }
                drawMinute(worker, x: line.x + x, y: line.y, width, context, into: &buffer)
                continue
            }
            let (text, style) = content(kind, worker, condition, width, context)
            buffer.field(
                text, x: line.x + x, y: line.y, width: width, isRight: Self.isRight(kind), style,
                glyphs: context.glyphs)
        }
    }

    private static func title(_ kind: Kind) -> String {
        switch kind {
        case .name: "worker"
        case .process: "pid"
        case .state: "state"
        case .run: "run"
        case .rate: "step/s"
        case .cpu: "CPU"
        case .memory: "RSS"
        case .beat: "seen"
        case .done: "done"
        case .failed: "fail"
        case .minute: "last 60 s"
        }
    }

    private static func isRight(_ kind: Kind) -> Bool {
        switch kind {
        case .name, .process, .state, .run, .minute: false
        case .rate, .cpu, .memory, .beat, .done, .failed: true
        }
    }

    private static func process(_ worker: WatchedWorker, _ hasHosts: Bool) -> String {
        hasHosts ? "\(worker.pid)@\(worker.host)" : String(worker.pid)
    }

    private func content(
        _ kind: Kind, _ worker: WatchedWorker, _ condition: WorkerCondition, _ width: Int,
        _ context: WorkersContext
    ) -> (String, Style) {
        let now = context.model.now
        let isOver = !condition.mayWork
        let plain = Style(isOver ? .dim : .text)
        switch kind {
        case .name: return (worker.name, plain)
        case .process: return (Self.process(worker, hasHosts), Style(.dim))
        case .state:
            return (
                "\(context.glyphs.state(condition.mark)) \(condition.rawValue)",
                Style(condition.mark.role)
            )
        case .run: return (runText(worker, width, context), plain)
        case .rate:
            let rate = isOver ? nil : context.model.workers.paces[worker.id]?.rate(now: now)
            return (rate.map { Figure.short($0, columns: 6) } ?? "-", plain)
        case .cpu:
            let cpu = isOver ? nil : worker.cpu
            return (cpu.map { Figure.percent($0) + "%" } ?? "-", plain)
        case .memory:
            let memory = isOver ? nil : worker.memory
            return (memory.map(Figure.bytes) ?? "-", plain)
        case .beat:
            let age = now.milliseconds - worker.seenAt.milliseconds
            let isLate = condition == .silent || condition == .expired || condition == .gone
            return (Figure.age(milliseconds: age), isLate ? Style(.warning, .bold) : plain)
        case .done: return (Figure.count(worker.doneCount), plain)
        case .failed:
            return (
                Figure.count(worker.failedCount), worker.failedCount > 0 ? Style(.failed) : plain
            )
        case .minute: return ("", plain)
        }
    }

    /// The first run's name, and how many more the worker trains beside it.
    private func runText(
        _ worker: WatchedWorker, _ width: Int, _ context: WorkersContext
    ) -> String {
        guard let first = worker.runs.first else { return "-" }
        let name = context.model.shown.runs[first]?.name ?? "of another sweep"
        let more = worker.runs.count > 1 ? " +\(worker.runs.count - 1)" : ""
        return TextWidth.cutMiddle(
            name.visible, to: max(0, width - more.utf8.count), ellipsis: context.glyphs.ellipsis)
            + more
    }

    private func drawMinute(
        _ worker: WatchedWorker, x: Int, y: Int, _ width: Int, _ context: WorkersContext,
        into buffer: inout CellBuffer
    ) {
        let pace = context.model.workers.paces[worker.id]
        let parts = pace?.minute(in: width, now: context.model.now) ?? []
        let highest = parts.compactMap { $0 }.max() ?? 0
        let levels = context.glyphs.levels
        for (index, part) in parts.enumerated() {
            guard let part else { continue }
            let level = highest > 0 ? Int((part / highest * 7).rounded()) : 0
            buffer.set(
                levels[min(max(0, level), 7)], x: x + index, y: y,
                Style(part > 0 ? .running : .dim))
        }
    }
}
