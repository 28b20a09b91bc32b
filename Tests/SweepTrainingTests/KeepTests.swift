import SweepCore
import SweepTestSupport
import SweepTraining
import Synchronization
import Testing
import TrainingEngine

/// Keeps what an executor hands on, points and weights, in order.
final class KeptRuns: MetricSink, WeightSink {
    struct Failure: Error, CustomStringConvertible { let description = "no room" }

    struct State {
        var names: [String] = []
        var values: [String: [Double]] = [:]
        var weights: [RunID: [ModelWeights]] = [:]
        var ends: [RunID: RunOutcome] = [:]
        var isFull = false
    }

    let state = Mutex(State())
    private let teachers: TrainingTeachers

    init(teachers: TrainingTeachers = TrainingTeachers()) { self.teachers = teachers }

    func metric(named name: String) throws -> MetricID {
        state.withLock { state in
            state.names.append(name)
            return MetricID(Int64(state.names.count - 1))
        }
    }

    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {
        state.withLock { state in
            let key = "\(attempt.run.rawValue) \(state.names[Int(metric.rawValue)])"
            state.values[key, default: []].append(value)
        }
    }

    func keep(_ weights: ModelWeights, of attempt: Attempt) throws {
        try state.withLock { state in
            if state.isFull { throw Failure() }
            #expect(state.ends[attempt.run] == nil, "weights after the end of their run")
            state.weights[attempt.run, default: []].append(weights)
        }
    }

    /// Trains configurations side by side and keeps by this policy.
    func train(
        _ policy: WeightPolicy, _ configurations: [[String: Value]], objective: Objective? = nil,
        stopAfter steps: Int = .max
    ) -> State {
        BLASRuntime.configure()
        let asked = Mutex(0)
        let group = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: configurations.count, worker: WorkerID(1),
            attempts: configurations.enumerated().map { index, values in
                Attempt(
                    run: RunID(Int64(index + 1)), uid: UID(stored: "run\(index + 1)"),
                    name: "name\(index + 1)", number: 1, slot: index,
                    configuration: ParameterTable.resolve(
                        ["epochs": .integer(3), "width": .integer(8)].merging(values) { $1 }),
                    seed: 0, startedAt: SweepInstant(milliseconds: 0))
            })
        TrainingExecutor(dataSets: TrainingDataSets(), teachers: teachers)
            .keeping(WeightKeeping(policy: policy, sink: self, sweepName: "test"))
            .execute(
                group,
                context: ExecutionContext(
                    sink: self, objective: objective, sweepSeed: 0,
                    shouldStop: { _ in
                        asked.withLock { count in
                            count += 1
                            return count > steps
                        }
                    }, began: { _ in },
                    ended: { attempt, end in self.state.withLock { $0.ends[attempt.run] = end } },
                    reported: { _, _, _ in }))
        return state.withLock { $0 }
    }
}

@Suite("Weights that stay")
struct KeepTests {
    private static let accuracy = Objective(metric: "validation/accuracy", goal: .maximize)

    private func kinds(_ weights: [ModelWeights]?) -> [String] {
        (weights ?? []).map { "\($0.kind.rawValue) \($0.epoch)" }
    }

    private func testAccuracy(of weights: ModelWeights) throws -> Double {
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let model = try ModelFile(weights.content).model
        let rows = digits.split.test
        var correct = 0
        guard case .classes(let labels, _) = digits.targets else { return .nan }
        model.forEachBatch(on: digits, rows: rows) { range, outputs in
            for (place, index) in range.enumerated() {
                let answer = model.answer(outputs[(place * 10)..<(place * 10 + 10)])
                correct += answer.label == Int(labels[Int(rows[index])]) ? 1 : 0
            }
        }
        return Double(correct) / Double(rows.count)
    }

    @Test(
        "none, the best, the last or all of them, each run its own, before its end",
        arguments: WeightPolicy.allCases)
    func policies(policy: WeightPolicy) throws {
        let state = KeptRuns().train(
            policy,
            [["learning_rate": .number(0.1)], ["learning_rate": .number(0.01)]],
            objective: Self.accuracy)
        #expect(state.ends == [RunID(1): .completed, RunID(2): .completed])
        for run in [RunID(1), RunID(2)] {
            // Which epoch is the best is another test's business.
            let kept = kinds(state.weights[run]).map { $0.hasPrefix("best") ? "best" : $0 }
            switch policy {
            case .none: #expect(kept == [])
            case .best: #expect(kept == ["best"])
            case .last: #expect(kept == ["last 3"])
            case .all: #expect(kept == ["epoch 1", "epoch 2", "epoch 3", "best", "last 3"])
            }
            for weights in state.weights[run] ?? [] {
                #expect(weights.step == Int64(weights.epoch) * 12)
            }
        }
    }

    @Test("the best weights are those that the test part was measured on")
    func best() throws {
        // So large a rate that the last epoch is not the best one.
        let state = KeptRuns().train(
            .all,
            [["learning_rate": .number(0.9), "epochs": .integer(8), "batch_size": .integer(16)]],
            objective: Self.accuracy)
        let weights = try #require(state.weights[RunID(1)])
        let accuracies = try #require(state.values["1 validation/accuracy"])
        let highest = try #require(accuracies.max())
        let best = try #require(weights.first { $0.kind == .best })
        let last = try #require(weights.first { $0.kind == .last })
        #expect(best.epoch == (accuracies.firstIndex(of: highest) ?? -1) + 1)
        #expect(best.epoch < last.epoch)
        #expect(try [testAccuracy(of: best)] == state.values["1 test/accuracy"])
        let sameEpoch = try #require(
            weights.first { $0.kind == .epoch && $0.epoch == best.epoch })
        #expect(
            try ModelFile(sameEpoch.content).model.outputs(on: digits, rows: [1, 2, 3])
                == ModelFile(best.content).model.outputs(on: digits, rows: [1, 2, 3]))
    }

    private var digits: DataSet {
        get throws { try DataSetCatalog().load(DataSetRequest(name: "digits")) }
    }

    @Test(
        "without a validation metric as objective: by validation loss, or the last without such rows",
        arguments: [
            (nil, 0.1, true), (Objective(metric: "train/loss", goal: .minimize), 0.1, true),
            (nil, 0, false),
            (Objective(metric: "validation/loss", goal: .minimize, summary: .last), 0.1, false),
        ] as [(Objective?, Double, Bool)])
    func otherObjectives(objective: Objective?, validation: Double, isByLoss: Bool) throws {
        let state = KeptRuns().train(
            .best,
            [
                [
                    "learning_rate": .number(0.9), "epochs": .integer(8),
                    "batch_size": .integer(16), "validation": .number(validation),
                ]
            ], objective: objective)
        let best = try #require(state.weights[RunID(1)]?.first)
        guard isByLoss else { return #expect(best.epoch == 8) }
        let losses = try #require(state.values["1 validation/loss"])
        #expect(best.epoch == (losses.firstIndex(of: losses.min() ?? .nan) ?? -1) + 1)
        #expect(best.epoch < 8)
    }

    @Test("a run that ends out of patience keeps its last epoch and its best")
    func patience() throws {
        let state = KeptRuns().train(
            .all,
            [
                [
                    "learning_rate": .number(0.9), "epochs": .integer(60),
                    "batch_size": .integer(16), "patience": .integer(2),
                ]
            ], objective: Self.accuracy)
        #expect(state.ends == [RunID(1): .outOfPatience])
        let weights = try #require(state.weights[RunID(1)])
        let accuracies = try #require(state.values["1 validation/accuracy"])
        let best = try #require(weights.first { $0.kind == .best })
        #expect(weights.first { $0.kind == .last }?.epoch == accuracies.count)
        #expect(best.epoch == accuracies.count - 2)
        #expect(weights.filter { $0.kind == .epoch }.map(\.epoch) == Array(1...accuracies.count))
        #expect(try [testAccuracy(of: best)] == state.values["1 test/accuracy"])
    }

    @Test("what is kept of a pruned run is pruned, and the best is the last")
    func pruned() throws {
        let state = KeptRuns().train(
            .all,
            [
                [
                    "sparsity": .number(0.5), "prune_after": .integer(2),
                    "learning_rate": .number(0.1),
                ]
            ], objective: Objective(metric: "train/loss", goal: .minimize))
        let weights = try #require(state.weights[RunID(1)])
        func zeros(_ kind: WeightKind) throws -> Int {
            let content = try #require(weights.last { $0.kind == kind }?.content)
            let values = content.suffix(4 * 682)
            return stride(from: values.startIndex, to: values.endIndex, by: 4).count { start in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(values[start + $1]) << (8 * $1) }
                return Float(bitPattern: bits) == 0
            }
        }
        #expect(kinds(weights).suffix(3) == ["epoch 3", "best 3", "last 3"])
        // Half of the 656 weights, and whatever else is 0.
        for kind in WeightKind.allCases { #expect(try zeros(kind) >= 320) }
        #expect(
            try [testAccuracy(of: weights[weights.count - 1])] == state.values["1 test/accuracy"])
    }

    @Test("keeping counts in the memory that a group is said to take")
    func memory() {
        let executor = TrainingExecutor(dataSets: TrainingDataSets())
        let configuration = ParameterTable.resolve([:])
        let bytes = WeightPolicy.allCases.map {
            executor.estimatedMemory(of: configuration, lanes: 4, keep: $0)
        }
        // 64 × 64 + 64 × 64 + 64 × 10 weights and 138 biases.
        let weights = 4 * (8_832 + 138)
        #expect(executor.weightBytes(of: configuration) == weights)
        #expect(bytes.map { $0 - bytes[0] } == [0, 7 * weights, 7 * weights, 11 * weights])
    }

    @Test("a run that diverges or is stopped keeps nothing at its end; its neighbour does")
    func ends() {
        let diverged = KeptRuns().train(
            .best, [["learning_rate": .number(1e30)], ["learning_rate": .number(0.1)]])
        #expect(diverged.weights[RunID(1)] == nil)
        #expect(kinds(diverged.weights[RunID(2)]) == ["best 3"])
        let stopped = KeptRuns().train(.all, [["learning_rate": .number(0.1)]], stopAfter: 15)
        #expect(stopped.ends == [RunID(1): .interrupted])
        #expect(kinds(stopped.weights[RunID(1)]) == ["epoch 1"])
    }

    @Test("keeping changes no number, and a run whose weights cannot be stored has failed")
    func failure() {
        let rate: [String: Value] = ["learning_rate": .number(0.1)]
        let kept = KeptRuns().train(.all, [rate]).values.filter { !$0.key.contains("throughput") }
        let plain = KeptRuns().train(.none, [rate]).values.filter { !$0.key.contains("throughput") }
        #expect(kept == plain)
        let full = KeptRuns()
        full.state.withLock { $0.isFull = true }
        #expect(
            full.train(.last, [rate]).ends == [
                RunID(1): .failed(
                    .error, message: "its weights could not be stored: no room")
            ])
    }
}
