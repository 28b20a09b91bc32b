import SweepCore

/// The share of live workers that had runs, over the last five minutes, as columns of blocks.
enum UsePane {
    static func draw(_ context: WorkersContext, into buffer: inout CellBuffer) {
        let model = context.model
        let uses = model.workers.uses
        let cpu = model.shown.workers.filter {
            WorkerCondition(of: $0, now: model.now).mayWork
        }
        let note = uses.last.map { "\(Figure.percent($0.busy)) % busy" } ?? ""
        let inside = context.inside("utilisation  5 min", note: note, into: &buffer)
        guard inside.height >= 2, inside.width >= 12 else { return }
        let hasAxis = inside.height >= 3
        let plot = Rect(
            x: inside.x + 5, y: inside.y, width: inside.width - 5,
            height: inside.height - (hasAxis ? 1 : 0))
        buffer.write("100", x: inside.x + 1, y: plot.y, Style(.dim))
        if plot.height > 1 { buffer.write("  0", x: inside.x + 1, y: plot.endY - 1, Style(.dim)) }
        for y in plot.y..<plot.endY {
            buffer.set(context.glyphs.frame(.vertical), x: plot.x - 1, y: y, Style(.frame))
        }
        if hasAxis {
            buffer.write("-5m", x: plot.x, y: plot.endY, Style(.dim))
            let cores = cores(cpu)
            if !cores.isEmpty, plot.width >= cores.count + 12 {
                buffer.write(
                    cores, x: plot.x + (plot.width - cores.count) / 2, y: plot.endY, Style(.dim))
            }
            buffer.write("now", endX: plot.endX, y: plot.endY, Style(.dim))
        }
        for (x, share) in columns(uses, count: plot.width, now: model.now).enumerated() {
            guard let share else { continue }
            draw(share, x: plot.x + x, in: plot, context.glyphs, into: &buffer)
        }
    }

    /// Cores in use by the processes at work, each counted once.
    private static func cores(_ workers: [WatchedWorker]) -> String {
        var byProcess: [String: Double] = [:]
        for worker in workers {
            if let cpu = worker.cpu, cpu.isFinite {
                byProcess["\(worker.pid)@\(worker.host)"] = cpu
            }
        }
        let sum = byProcess.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
        return byProcess.isEmpty ? "" : "\(Figure.fixedPlaces(sum, 1)) cores"
    }

    /// The mean of each part of the five minutes; a part without a sample has that of the part before it.
    static func columns(
        _ uses: [WorkersState.Use], count: Int, now: SweepInstant
    ) -> [Double?] {
        guard count > 0 else { return [] }
        var sums = [(sum: Double, count: Int)](repeating: (0, 0), count: count)
        for use in uses {
            let age = now.milliseconds - use.time.milliseconds
            guard (0..<WorkersState.useSpan).contains(age) else { continue }
            let part = count - 1 - Int(age * Int64(count) / WorkersState.useSpan)
            sums[part].sum += use.busy
            sums[part].count += 1
        }
        var last: Double?
        return sums.map { sum in
            if sum.count > 0 { last = sum.sum / Double(sum.count) }
            return last
        }
    }

    private static func draw(
        _ share: Double, x: Int, in plot: Rect, _ glyphs: GlyphSet, into buffer: inout CellBuffer
    ) {
        let levels = glyphs.levels
        let eighths = Int((min(max(share, 0), 1) * Double(plot.height * 8)).rounded())
        let role: Role = share >= 0.75 ? .done : share >= 0.4 ? .warning : .failed
        for row in 0..<plot.height {
            let level = min(8, eighths - row * 8)
            // The lowest line shows even nothing at all.
            guard level > 0 || row == 0 else { break }
            buffer.set(
                levels[max(0, level - 1)], x: x, y: plot.endY - 1 - row,
                Style(eighths == 0 ? .dim : role))
        }
    }
}
