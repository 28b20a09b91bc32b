package import SweepCore

/// How fast a worker trains: steps between looks.
///
/// A rate is measured over at least a second of the dashboard's clock, and only while the worker is at the
/// same runs; the runs of one group take a step together, so it is steps of the group.
package struct WorkerPace: Sendable, Equatable {
    package struct Sample: Sendable, Equatable {
        package var time: SweepInstant
        package var stepsPerSecond: Double
    }

    /// The oldest first; over `span`.
    package private(set) var samples: [Sample] = []
    private var base: Base?

    private struct Base: Sendable, Equatable {
        var runs: [RunID]
        var step: Int64
        var time: SweepInstant
    }

    package static let span: Int64 = 60_000
    package static let pause: Int64 = 1_000
    /// A rate older than this says nothing about now.
    package static let memory: Int64 = 5_000

    package init() {}

    package mutating func take(_ worker: WatchedWorker, now: SweepInstant) {
        samples.removeAll { now.milliseconds - $0.time.milliseconds > Self.span }
        guard let step = worker.step, !worker.runs.isEmpty, worker.endedAt == nil else {
            base = nil
            return
        }
        guard let base, base.runs == worker.runs, step >= base.step else {
            base = Base(runs: worker.runs, step: step, time: now)
            return
        }
        let elapsed = now.milliseconds - base.time.milliseconds
        guard elapsed >= Self.pause else { return }
        let rate = Double(step - base.step) * 1_000 / Double(elapsed)
        samples.append(Sample(time: now, stepsPerSecond: rate))
        self.base = Base(runs: worker.runs, step: step, time: now)
    }

    /// Mean of the newest samples; `nil` when there is none of the last seconds.
    package func rate(now: SweepInstant) -> Double? {
        let recent = samples.filter { now.milliseconds - $0.time.milliseconds <= Self.memory }
        guard !recent.isEmpty else { return nil }
        return recent.reduce(0) { $0 + $1.stepsPerSecond } / Double(recent.count)
    }

    /// The last minute in so many equal parts, each the mean of its samples; `nil` where nothing was measured.
    package func minute(in parts: Int, now: SweepInstant) -> [Double?] {
        guard parts > 0 else { return [] }
        var sums = [(sum: Double, count: Int)](repeating: (0, 0), count: parts)
        for sample in samples {
            let age = now.milliseconds - sample.time.milliseconds
            guard (0..<Self.span).contains(age) else { continue }
            let part = parts - 1 - Int(age * Int64(parts) / Self.span)
            sums[part].sum += sample.stepsPerSecond
            sums[part].count += 1
        }
        return sums.map { $0.count > 0 ? $0.sum / Double($0.count) : nil }
    }
}
