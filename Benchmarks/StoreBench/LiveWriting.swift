import Foundation
import SweepCore
import SweepStore
import Synchronization

/// A sweep at work at a chosen pace: what a dashboard has to follow.
struct LiveWriting {
    private static let clock: SweepClock = {
        SweepInstant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
    private static let ticksPerSecond = 100

    let path: String

    /// Adds a sweep of queued runs with ten parameters, of which three are varied.
    func addSweep(_ name: String, runCount: Int) throws {
        let writer = try StoreWriter(path: path, clock: Self.clock)
        let sweep = try writer.createSweep(
            NewSweep(
                name: name, identity: .map(["name": .text(name)]),
                objective: Objective(metric: "train/loss", goal: .minimize),
                variedNames: ["learning_rate", "width", "depth"], plannedRunCount: runCount))
        let runs = (0..<runCount).map { index in
            NewRun(
                name: "lr\(index)-w\(32 << (index % 4))-d\(index % 5)-s0",
                configuration: Configuration([
                    "learning_rate": .number(1 / Double(index + 2)),
                    "width": .integer(32 << Int64(index % 4)), "depth": .integer(Int64(index % 5)),
                    "optimizer": .text("sgd"), "batch_size": .integer(128),
                    "epochs": .integer(10), "momentum": .number(0.9), "dropout": .number(0),
                    "activation": .text("relu"), "weight_decay": .number(0.0001),
                ]), seed: 0,
                place: RunGrouping.Place(group: index, slot: 0, slots: 1))
        }
        try writer.insertRuns(runs, into: sweep.id, firstNumber: 1)
        try writer.finishExpanding(sweep.id)
        try writer.close()
    }

    /// Executes some queued runs of the newest sweep for some seconds, so many points a second in all; returns
    /// the figures as JSON.
    func run(pointsPerSecond: Int, seconds: Int, runCount: Int) throws -> String {
        let writer = try StoreWriter(path: path, clock: Self.clock)
        let reader = try StoreReader(path: path, clock: Self.clock)
        let worker = try writer.registerWorkers(
            [NewWorker(name: "worker 1", thread: 1)], programVersion: "bench")
        guard let sweep = try reader.sweeps().first?.sweep else { return "{}" }
        var attempts: [Attempt] = []
        for group in try reader.queuedGroups(of: sweep.id).prefix(runCount) {
            let answer = try wait {
                writer.claim(sweep: sweep.id, group: group.number, worker: worker[0], answer: $0)
            }
            attempts += answer.group?.attempts ?? []
        }
        let loss = try writer.metric(named: "train/loss")
        let validation = try writer.metric(named: "validation/loss")
        let start = ContinuousClock.now
        var step: Int64 = 0
        var count = 0
        for tick in 0..<(seconds * Self.ticksPerSecond) {
            while count < (tick + 1) * pointsPerSecond / Self.ticksPerSecond {
                let attempt = attempts[count % attempts.count]
                if count % attempts.count == 0 { step += 1 }
                let value = 1 / Double(step + Int64(count % attempts.count))
                writer.record(attempt, metric: loss, step: step, value: value)
                if step % 100 == 0 {
                    writer.record(attempt, metric: validation, step: step, value: value)
                }
                count += 1
            }
            if tick % 500 == 499 { try wait { writer.renewLeases(of: worker, answer: $0) } }
            let next = start + .milliseconds((tick + 1) * 1_000 / Self.ticksPerSecond)
            let rest = (next - .now) / .seconds(1)
            if rest > 0 { Thread.sleep(forTimeInterval: rest) }
        }
        for attempt in attempts {
            _ = try wait {
                writer.end(attempt, outcome: .completed, retries: false, answer: $0)
            }
        }
        try writer.endWorkers(worker)
        let took = (ContinuousClock.now - start) / .seconds(1)
        try writer.close()
        return "{\"points\": \(count), \"seconds\": \(took)}"
    }

    /// Waits for what the store says.
    private func wait<T: Sendable>(
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
