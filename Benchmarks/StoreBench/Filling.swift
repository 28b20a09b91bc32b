import Foundation
import SweepCore
import SweepStore
import Synchronization

/// Sweeps of training runs, recorded by two threads: four lanes each, one loss a step, and three metrics
/// at the end of an epoch of 1,000 steps.
///
/// The time counts from the first point until the last one is committed, claims and ends of runs included;
/// runs are inserted before. `Benchmarks/store/floor.c` inserts the same rows.
struct Filling {
    static let producerCount = 2
    static let laneCount = 4
    static let epochSteps: Int64 = 1_000
    /// A database of 10,000 runs holds ten sweeps.
    static let sweepSize = 1_000

    private let path: String
    private let writer: StoreWriter
    private let workers: [WorkerID]
    private let groups: [(sweep: SweepID, group: Int)]
    private let stepCount: Int64
    private let epochMetrics: [MetricID]
    private let loss: MetricID

    init(path: String, runCount: Int, stepCount: Int64) throws {
        self.path = path
        self.stepCount = stepCount
        writer = try StoreWriter(path: path, clock: Self.clock)
        loss = try writer.metric(named: "train/loss")
        epochMetrics = try ["validation/accuracy", "validation/loss", "train/accuracy"].map {
            [writer] in try writer.metric(named: $0)
        }
        workers = try writer.registerWorkers(
            (0..<Self.producerCount).map { NewWorker(name: "bench", thread: $0) },
            programVersion: "bench")
        var groups: [(sweep: SweepID, group: Int)] = []
        for first in stride(from: 0, to: runCount, by: Self.sweepSize) {
            let size = min(Self.sweepSize, runCount - first)
            let sweep = try Self.sweep(
                "bench-\(first / Self.sweepSize + 1)", runCount: size, in: writer)
            groups += (0..<(size + Self.laneCount - 1) / Self.laneCount).map { (sweep, $0) }
        }
        self.groups = groups
    }

    private static let clock: SweepClock = {
        SweepInstant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    private static func sweep(
        _ name: String, runCount: Int, in writer: StoreWriter
    ) throws -> SweepID {
        let sweep = try writer.createSweep(
            NewSweep(
                name: name, identity: .map(["name": .text(name)]),
                objective: Objective(metric: "validation/accuracy", goal: .maximize),
                variedNames: ["learning_rate", "width"], plannedRunCount: runCount))
        let runs = (0..<runCount).map { index in
            NewRun(
                name: "lr\(index)-w64-s0",
                configuration: Configuration([
                    "learning_rate": .number(1 / Double(index + 2)), "width": .integer(64),
                    "depth": .integer(2), "optimizer": .text("sgd"),
                ]), seed: 0,
                place: RunGrouping.Place(
                    group: index / laneCount, slot: index % laneCount, slots: laneCount))
        }
        for first in stride(from: 0, to: runs.count, by: 1_000) {
            try writer.insertRuns(
                Array(runs[first..<min(first + 1_000, runs.count)]), into: sweep.id,
                firstNumber: first + 1)
        }
        try writer.finishExpanding(sweep.id)
        return sweep.id
    }

    /// Records everything and closes; returns the figures as JSON.
    func run() throws -> String {
        let next = Mutex(0)
        let failure = Mutex<(any Error)?>(nil)
        let done = DispatchGroup()
        let start = ContinuousClock.now
        for worker in workers {
            let thread = Thread {
                do {
                    while let place = next.withLock({ next -> Int? in
                        defer { next += 1 }
                        return next < groups.count ? next : nil
                    }) {
                        try record(groups[place], worker: worker)
                    }
                } catch {
                    failure.withLock { $0 = error }
                }
                done.leave()
            }
            done.enter()
            thread.start()
        }
        done.wait()
        if let error = failure.withLock({ $0 }) { throw error }
        try writer.flush()
        let written = ContinuousClock.now - start
        let figures = writer.statistics
        try writer.close()
        let closed = ContinuousClock.now - start
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        return """
            {"points": \(figures.pointCount), "seconds": \(written / .seconds(1)), \
            "closed_seconds": \(closed / .seconds(1)), "bytes": \(size), \
            "commits": \(figures.commitCount), "longest_commit": \(figures.longestCommit / .seconds(1)), \
            "blocked": \(figures.blockedTime / .seconds(1))}
            """
    }

    private func record(_ place: (sweep: SweepID, group: Int), worker: WorkerID) throws {
        let claimed = try answer {
            writer.claim(sweep: place.sweep, group: place.group, worker: worker, answer: $0)
        }
        guard let attempts = claimed.group?.attempts else { return }
        for step in 1...stepCount {
            for attempt in attempts {
                let number = Double(attempt.run.rawValue + step)
                writer.record(attempt, metric: loss, step: step, value: 1 / number)
                guard step % Self.epochSteps == 0 else { continue }
                for (index, metric) in epochMetrics.enumerated() {
                    writer.record(
                        attempt, metric: metric, step: step, value: 1 / (number + Double(index)))
                }
            }
        }
        for attempt in attempts {
            _ = try answer { writer.end(attempt, outcome: .completed, retries: false, answer: $0) }
        }
    }

    /// Waits for what the store says.
    private func answer<T: Sendable>(
        _ request: (@escaping @Sendable (Result<T, any Error>) -> Void) -> Void
    ) throws -> T {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<T, any Error>?>(nil)
        request { answer in
            result.withLock { $0 = answer }
            done.signal()
        }
        done.wait()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("no answer") }
        return try result.get()
    }
}
