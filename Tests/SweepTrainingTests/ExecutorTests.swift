import SweepCore
import SweepTestSupport
import SweepTraining
import Synchronization
import Testing
import TrainingEngine

/// Keeps what an executor does, in order.
private final class Recorder: MetricSink {
    struct State {
        var names: [String] = []
        var points: [RunID: [String: [(step: Int64, value: Double)]]] = [:]
        var began: [RunID] = []
        var ends: [RunID: RunOutcome] = [:]
        var reports: [Double] = []
    }

    let state = Mutex(State())

    func metric(named name: String) throws -> MetricID {
        state.withLock { state in
            if let index = state.names.firstIndex(of: name) { return MetricID(Int64(index)) }
            state.names.append(name)
            return MetricID(Int64(state.names.count - 1))
        }
    }

    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {
        state.withLock { state in
            let name = state.names[Int(metric.rawValue)]
            state.points[attempt.run, default: [:]][name, default: []].append((step, value))
        }
    }

    func context(objective: Objective?, shouldStop: @escaping @Sendable () -> Bool = { false })
        -> ExecutionContext
    {
        ExecutionContext(
            sink: self, objective: objective, sweepSeed: 0, shouldStop: { _ in shouldStop() },
            began: { attempt in self.state.withLock { $0.began.append(attempt.run) } },
            ended: { attempt, outcome in self.state.withLock { $0.ends[attempt.run] = outcome } },
            reported: { _, value, _ in self.state.withLock { $0.reports.append(value) } })
    }
}

@Suite("Executing training runs")
struct ExecutorTests {
    /// Results are compared to the last bit, so the library must not split products over threads.
    init() { BLASRuntime.configure() }

    static let accuracy = Objective(metric: "validation/accuracy", goal: .maximize)

    /// A group with one slot for each configuration; `nil` leaves a slot empty.
    private func group(_ configurations: [[String: Value]?]) -> ClaimedGroup {
        ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: configurations.count, worker: WorkerID(1),
            attempts: configurations.enumerated().compactMap { index, values in
                values.map { values in
                    Attempt(
                        run: RunID(Int64(index + 1)), uid: .random(), name: "run\(index)",
                        number: 1, slot: index,
                        configuration: ParameterTable.resolve(
                            ["epochs": .integer(2), "width": .integer(8)].merging(values) { $1 }),
                        seed: 0, startedAt: SweepInstant(milliseconds: 0))
                }
            })
    }

    /// Executes a group and returns everything that was reported.
    private func execute(_ configurations: [[String: Value]?]) -> Recorder.State {
        let recorder = Recorder()
        TrainingExecutor(dataSets: TrainingDataSets())
            .execute(group(configurations), context: recorder.context(objective: nil))
        return recorder.state.withLock { $0 }
    }

    @Test("each run of a group is begun, recorded and ended once, with all its metrics")
    func wholeGroup() {
        let recorder = Recorder()
        let rates: [[String: Value]] = [
            ["learning_rate": .number(0.1)], ["learning_rate": .number(0.01)],
        ]
        TrainingExecutor(dataSets: TrainingDataSets())
            .execute(group(rates), context: recorder.context(objective: Self.accuracy))
        let state = recorder.state.withLock { $0 }
        #expect(state.began == [RunID(1), RunID(2)])
        #expect(state.ends == [RunID(1): .completed, RunID(2): .completed])
        for run in [RunID(1), RunID(2)] {
            // 1,439 training rows in batches of 128: 12 steps an epoch.
            let points = state.points[run] ?? [:]
            #expect(points["train/loss"]?.map(\.step) == Array(1...24))
            #expect(points["validation/accuracy"]?.map(\.step) == [12, 24])
            #expect(points["test/accuracy"]?.map(\.step) == [24])
            #expect(points["validation/r_squared"] == nil)
        }
        #expect(state.reports.count == 4)
        #expect(!state.names.contains("validation/r_squared"))
    }

    @Test("a lane that diverges, or a slot left empty, leaves the others' numbers untouched")
    func neighbours() {
        let good: [String: Value] = ["learning_rate": .number(0.1)]
        let bad: [String: Value] = ["learning_rate": .number(1e30)]
        let other: [String: Value] = ["learning_rate": .number(0.01)]
        let states = [[bad, good], [other, good], [nil, good]].map(execute)
        guard case .diverged(let step) = states[0].ends[RunID(1)] else {
            Issue.record("the first run ended as \(String(describing: states[0].ends[RunID(1)]))")
            return
        }
        #expect(step > 1)
        let diverged = states[0].points[RunID(1)]?["train/loss"] ?? []
        #expect(diverged.map(\.step) == Array(1...step))
        #expect(diverged.last?.value.isFinite == false)
        for state in states {
            #expect(state.ends[RunID(2)] == .completed)
            for metric in ["train/loss", "validation/loss", "test/accuracy"] {
                let bits = state.points[RunID(2)]?[metric]?.map(\.value.bitPattern)
                #expect(bits == states[0].points[RunID(2)]?[metric]?.map(\.value.bitPattern))
                #expect(bits?.isEmpty == false)
            }
        }
        #expect(states[2].began == [RunID(2)])
    }

    @Test("a constant out of range fails its own run, and the others are trained")
    func invalidLane() {
        let state = execute([["learning_rate": .number(-1)], ["learning_rate": .number(0.1)]])
        #expect(state.began == [RunID(1), RunID(2)])
        #expect(
            state.ends == [
                RunID(1): .failed(
                    .error, message: "learning_rate is -1.0; it must be 0 or more"),
                RunID(2): .completed,
            ])
    }

    @Test("a shape that cannot be trained fails every run of the group")
    func invalidShape() {
        let state = execute([["batch_size": .integer(0)], ["batch_size": .integer(0)]])
        let failed = RunOutcome.failed(
            .error, message: "batch_size is 0; it must be from 1 to 1048576")
        #expect(state.ends == [RunID(1): failed, RunID(2): failed])
    }

    @Test("asked to stop, every run of the group ends interrupted after its step")
    func stop() {
        let recorder = Recorder()
        let reads = Mutex(0)
        TrainingExecutor(dataSets: TrainingDataSets()).execute(
            group([[:], ["learning_rate": .number(0.01)]]),
            context: recorder.context(objective: nil) {
                reads.withLock { reads in
                    reads += 1
                    return reads > 10
                }
            })
        let state = recorder.state.withLock { $0 }
        #expect(state.began == [RunID(1), RunID(2)])
        #expect(state.ends == [RunID(1): .interrupted, RunID(2): .interrupted])
        // One question for each run before the group, then one for each lane and step.
        #expect(state.points[RunID(1)]?["train/loss"]?.count == 4)
        #expect(state.points[RunID(2)]?["train/loss"]?.count == 4)
    }

    @Test("asked to stop before it begins, a group ends interrupted without beginning")
    func stopBefore() {
        let recorder = Recorder()
        TrainingExecutor(dataSets: TrainingDataSets()).execute(
            group([[:], [:]]), context: recorder.context(objective: nil) { true })
        let state = recorder.state.withLock { $0 }
        #expect(state.began.isEmpty)
        #expect(state.ends == [RunID(1): .interrupted, RunID(2): .interrupted])
    }

    @Test("runs of one seed share their data order and initial weights; another seed has its own")
    func seeds() {
        func losses(_ seed: Int) -> [Double] {
            let recorder = Recorder()
            let attempt = Attempt(
                run: RunID(1), uid: .random(), name: "run", number: 1, slot: 0,
                configuration: ParameterTable.resolve(["epochs": .integer(1)]), seed: seed,
                startedAt: SweepInstant(milliseconds: 0))
            TrainingExecutor(dataSets: TrainingDataSets()).execute(
                ClaimedGroup(
                    sweep: SweepID(1), group: 0, slots: 1, worker: WorkerID(1), attempts: [attempt]),
                context: recorder.context(objective: nil))
            return recorder.state.withLock {
                $0.points[RunID(1)]?["train/loss"]?.map(\.value) ?? []
            }
        }
        #expect(losses(0) == losses(0))
        #expect(losses(0) != losses(1))
    }

    @Test("an objective that the data never yield is refused before any run")
    func unmeasured() throws {
        let executor = TrainingExecutor(dataSets: TrainingDataSets())
        let configuration = ParameterTable.resolve([:])
        #expect(throws: UnmeasuredObjective.self) {
            try executor.check(
                configuration,
                objective: Objective(metric: "validation/r_squared", goal: .maximize))
        }
        try executor.check(configuration, objective: Self.accuracy)
        try executor.check(configuration, objective: nil)
    }

    @Test("longer and wider nets cost more")
    func cost() throws {
        let dataSets = TrainingDataSets()
        let executor = TrainingExecutor(dataSets: dataSets)
        func cost(_ values: [String: Value]) -> Double {
            executor.estimatedCost(of: ParameterTable.resolve(values))
        }
        #expect(cost(["epochs": .integer(10)]) > 1.9 * cost(["epochs": .integer(5)]))
        #expect(cost(["width": .integer(128)]) > cost(["width": .integer(64)]))
        #expect(cost(["depth": .integer(4)]) > cost(["depth": .integer(2)]))
    }
}

@Suite("The data sets of a launch")
struct TrainingDataSetsTests {
    @Test("every data set that a sweep varies over is read, and its checksum told by name")
    func varied() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<40).map { "\($0),\($0 % 2 == 0 ? "even" : "odd")" }
        let table = try folder.write("x,kind\n" + rows.joined(separator: "\n"), to: "t.csv")
        let definition = SweepDefinition(
            name: "d", train: ["target": .text("kind")],
            parameters: [
                SweptParameter(
                    name: "dataset",
                    distribution: .categorical([.text("digits"), .text("csv:\(table)")])),
                SweptParameter(
                    name: "learning_rate", distribution: .categorical([.number(0.1), .number(0.2)])),
            ])
        let checksums = try TrainingDataSets().load(for: definition)
        #expect(Set(checksums.keys) == ["digits", "csv:\(table)"])
        #expect(checksums.values.allSatisfy { $0.hasPrefix("crc32:") })
    }

    @Test("data that are not there are an error before anything else")
    func missing() throws {
        let definition = SweepDefinition(
            name: "d", train: ["dataset": .text("fashion-mnist")])
        #expect(throws: TrainingEngineError.self) {
            try TrainingDataSets(directory: "/nowhere").load(for: definition)
        }
    }
}
