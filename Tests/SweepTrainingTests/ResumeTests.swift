import SweepCore
import SweepTraining
import Synchronization
import Testing
import TrainingEngine

/// Takes what an executor hands on, and stops runs when it is told to.
private final class Interrupter: MetricSink, WeightSink, CheckpointSink {
    struct State {
        var names: [String] = []
        /// `RUN metric` to `step bits`.
        var points: [String: [String]] = [:]
        var weights: [String] = []
        var checkpoints: [RunID: Checkpoint] = [:]
        var ends: [RunID: RunOutcome] = [:]
        var questions: [RunID: Int] = [:]
    }

    struct Full: Error, CustomStringConvertible { let description = "no room" }

    let state = Mutex(State())
    private let steps: [RunID: Int]
    private let isFull: Bool

    /// Each run stops after so many steps of this execution; a run that is not named goes on to its end.
    init(stopping steps: [RunID: Int] = [:], isFull: Bool = false) {
        self.steps = steps
        self.isFull = isFull
    }

    func metric(named name: String) throws -> MetricID {
        state.withLock { state in
            state.names.append(name)
            return MetricID(Int64(state.names.count - 1))
        }
    }

    func record(_ attempt: Attempt, metric: MetricID, step: Int64, value: Double) {
        state.withLock { state in
            let name = state.names[Int(metric.rawValue)]
            // Measurements differ from one execution to the next.
            guard !name.hasPrefix("throughput/"), !name.hasPrefix("time/"),
                !name.hasPrefix("system/")
            else { return }
            state.points["\(attempt.run.rawValue) \(name)", default: []]
                .append("\(step) \(value.bitPattern)")
        }
    }

    func keep(_ weights: ModelWeights, of attempt: Attempt) throws {
        state.withLock {
            // The name of the attempt is in the file; nothing else may differ.
            $0.weights.append(
                "\(attempt.run.rawValue) \(weights.kind) \(weights.epoch) \(weights.content.hashValue)"
            )
        }
    }

    func save(_ checkpoint: Checkpoint, of attempt: Attempt) throws {
        if isFull { throw Full() }
        state.withLock { $0.checkpoints[attempt.run] = checkpoint }
    }

    var context: ExecutionContext {
        ExecutionContext(
            sink: self, checkpoints: self,
            objective: Objective(metric: "validation/accuracy", goal: .maximize), sweepSeed: 3,
            shouldStop: { attempt in
                self.state.withLock { state in
                    state.questions[attempt.run, default: 0] += 1
                    guard let steps = self.steps[attempt.run] else { return false }
                    // The first question comes before the group begins.
                    return (state.questions[attempt.run] ?? 0) > steps + 1
                }
            },
            began: { _ in },
            ended: { attempt, end in self.state.withLock { $0.ends[attempt.run] = end } },
            reported: { _, _, _ in })
    }
}

@Suite("Going on from a checkpoint")
struct ResumeTests {
    init() { BLASRuntime.configure() }

    /// 100 rows in batches of 32: four steps an epoch, the last of 4 rows; 12 in all.
    private static let common: [String: Value] = [
        "training_rows": .integer(100), "batch_size": .integer(32), "epochs": .integer(3),
        "width": .integer(8), "depth": .integer(2),
    ]
    private static let stepCount = 12

    private func execute(
        _ configurations: [[String: Value]?], _ interrupter: Interrupter,
        from checkpoints: [RunID: Checkpoint] = [:], keep: WeightPolicy = .all
    ) -> Interrupter.State {
        let attempts = configurations.enumerated().compactMap { index, values in
            values.map { values in
                Attempt(
                    run: RunID(Int64(index + 1)), uid: UID(stored: "run\(index)"),
                    name: "run\(index)", number: 1, slot: index,
                    configuration: ParameterTable.resolve(
                        Self.common.merging(values) { $1 }), seed: 1,
                    startedAt: SweepInstant(milliseconds: 0))
            }
        }
        let group = ClaimedGroup(
            sweep: SweepID(1), group: 0, slots: configurations.count, worker: WorkerID(1),
            attempts: attempts, checkpoints: checkpoints)
        TrainingExecutor(dataSets: TrainingDataSets())
            .keeping(WeightKeeping(policy: keep, sink: interrupter, sweepName: "test"))
            .execute(group, context: interrupter.context)
        return interrupter.state.withLock { $0 }
    }

    /// Techniques whose state must survive, each for two lanes.
    static let techniques: [(name: String, values: [String: Value])] = [
        ("plain", [:]),
        ("momentum", ["momentum": .number(0.9)]),
        (
            "nesterov and schedule",
            [
                "momentum": .number(0.9), "optimizer": .text("nesterov"),
                "schedule": .text("cosine"),
                "warmup_steps": .integer(5),
            ]
        ),
        ("adam", ["optimizer": .text("adam"), "clip_norm": .number(1)]),
        ("adamw", ["optimizer": .text("adamw"), "weight_decay": .number(0.1)]),
        ("amsgrad", ["optimizer": .text("amsgrad")]),
        ("rmsprop", ["optimizer": .text("rmsprop"), "l2": .number(0.01)]),
        ("adagrad", ["optimizer": .text("adagrad"), "l1": .number(0.001)]),
        ("dropout", ["dropout": .number(0.3), "label_smoothing": .number(0.1)]),
        ("batch norm", ["normalization": .text("batch"), "residual": .flag(true)]),
        ("layer norm", ["normalization": .text("layer"), "accumulation": .integer(3)]),
        ("patience", ["patience": .integer(1), "learning_rate": .number(1e-5)]),
        (
            "pruning",
            [
                "sparsity": .number(0.7), "prune_after": .integer(0), "prune_epochs": .integer(1),
                "prune_every": .integer(2), "momentum": .number(0.9),
            ]
        ),
        (
            "lottery",
            [
                "sparsity": .number(0.5), "prune_after": .integer(1), "rewind": .flag(true),
                "optimizer": .text("adam"),
            ]
        ),
        (
            "many metrics",
            [
                "metrics": .list(
                    ["macro_f1", "dead_units", "gradient_norm", "weight_norm", "learning_rate"].map(
                        Value.text)),
                "log_every": .integer(3),
            ]
        ),
        (
            "mup",
            [
                "parametrization": .text("mup"), "base_width": .integer(4),
                "optimizer": .text("adam"),
            ]
        ),
    ]

    @Test(
        "from every step, a run goes on to the same points and weights, bit for bit",
        arguments: techniques.map(\.name))
    func everyStep(technique: String) throws {
        let values = try #require(Self.techniques.first { $0.name == technique }).values
        let lanes = [
            values,
            values.merging(["learning_rate": .number(0.03)]) { old, new in
                technique == "patience" ? old : new
            },
        ]
        let whole = execute(lanes, Interrupter())
        #expect(whole.points.count >= 2 * 5)
        #expect(whole.weights.count >= 4)
        let last = whole.ends[RunID(1)] == .outOfPatience ? 8 : Self.stepCount
        for step in 1..<last {
            let cut = execute(
                lanes, Interrupter(stopping: [RunID(1): step, RunID(2): step]))
            #expect(cut.ends == [RunID(1): .interrupted, RunID(2): .interrupted], "step \(step)")
            #expect(
                cut.checkpoints.mapValues(\.step) == [RunID(1): Int64(step), RunID(2): Int64(step)])
            #expect(cut.checkpoints[RunID(1)]?.epoch == step / 4)
            let rest = execute(lanes, Interrupter(), from: cut.checkpoints)
            #expect(rest.ends == whole.ends)
            #expect(
                cut.points.merging(rest.points, uniquingKeysWith: +) == whole.points, "step \(step)"
            )
            #expect(cut.weights + rest.weights == whole.weights, "step \(step)")
        }
    }

    @Test("one run of a group goes on alone, whatever the others did")
    func alone() {
        let lanes: [[String: Value]?] = [
            ["learning_rate": .number(0.1)], ["learning_rate": .number(0.03)],
            ["learning_rate": .number(0.01)],
        ]
        let whole = execute(lanes, Interrupter())
        let cut = execute(lanes, Interrupter(stopping: [RunID(2): 5]))
        #expect(cut.ends[RunID(2)] == .interrupted)
        #expect(cut.ends[RunID(1)] == .completed)
        let rest = execute(
            [nil, lanes[1], nil], Interrupter(), from: cut.checkpoints.filter { $0.key == RunID(2) }
        )
        #expect(cut.points.merging(rest.points, uniquingKeysWith: +) == whole.points)
    }

    @Test("the best model so far survives, also with `keep: best`")
    func best() {
        let lanes: [[String: Value]?] = [["learning_rate": .number(0.5)]]
        let whole = execute(lanes, Interrupter(), keep: .best)
        for step in 1..<Self.stepCount {
            let cut = execute(lanes, Interrupter(stopping: [RunID(1): step]), keep: .best)
            let rest = execute(lanes, Interrupter(), from: cut.checkpoints, keep: .best)
            #expect(cut.weights + rest.weights == whole.weights, "step \(step)")
        }
    }

    @Test("stopped before its first step a run has no checkpoint and begins anew")
    func beforeTheFirst() {
        let cut = execute([[:]], Interrupter(stopping: [RunID(1): 0]))
        #expect(cut.checkpoints.isEmpty)
        #expect(cut.ends == [RunID(1): .interrupted])
    }

    @Test("a checkpoint that cannot be used fails the run, and says what to do")
    func unusable() throws {
        let good = execute([[:]], Interrupter(stopping: [RunID(1): 5])).checkpoints
        let checkpoint = try #require(good[RunID(1)])
        var generator = SystemRandomNumberGenerator()
        for count in [0, 1, 8, 15, 16, checkpoint.content.count / 2, checkpoint.content.count - 8] {
            expectFailure([[:]], Array(checkpoint.content.prefix(count)), says: "damaged")
        }
        for _ in 0..<50 {
            var bytes = checkpoint.content
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            expectFailure([[:]], bytes, says: "damaged")
        }
        expectFailure([["width": .integer(9)]], checkpoint.content, says: "another run")
        expectFailure([["optimizer": .text("adam")]], checkpoint.content, says: "another run")
        expectFailure([["patience": .integer(3)]], checkpoint.content, says: "another run")
    }

    private func expectFailure(
        _ configurations: [[String: Value]?], _ content: [UInt8], says: String
    ) {
        let checkpoint = Checkpoint(step: 5, epoch: 1, content: content)
        let state = execute(configurations, Interrupter(), from: [RunID(1): checkpoint])
        guard case .failed(.error, let message) = state.ends[RunID(1)] else {
            Issue.record("ended \(String(describing: state.ends[RunID(1)]))")
            return
        }
        #expect(message.contains(says) && message.contains("sweep retry"), "\(message)")
        #expect(state.points.isEmpty)
    }

    @Test("a checkpoint that cannot be stored fails its run aloud")
    func full() {
        let state = execute([[:]], Interrupter(stopping: [RunID(1): 3], isFull: true))
        #expect(
            state.ends == [
                RunID(1): .failed(.error, message: "its checkpoint could not be stored: no room")
            ])
    }
}

@Suite("When checkpoints are written")
struct CheckpointRuleTests {
    private let millisecond: UInt64 = 1_000_000

    @Test("at an epoch's end after 100 ms, or 20 times the last one's cost")
    func epochEnd() {
        var rule = CheckpointRule(step: 0, at: 0)
        #expect(!rule.isDue(at: .epochEnd, step: 10, now: 99 * millisecond))
        #expect(rule.isDue(at: .epochEnd, step: 10, now: 100 * millisecond))
        rule.taken(at: 10, from: 100 * millisecond, to: 110 * millisecond)
        #expect(!rule.isDue(at: .epochEnd, step: 20, now: 309 * millisecond))
        #expect(rule.isDue(at: .epochEnd, step: 20, now: 310 * millisecond))
    }

    @Test("in the middle of an epoch after ten seconds, and only when there is something new")
    func midEpoch() {
        let rule = CheckpointRule(step: 7, at: 0)
        #expect(!rule.isDue(at: .midEpoch, step: 8, now: 9_999 * millisecond))
        #expect(rule.isDue(at: .midEpoch, step: 8, now: 10_000 * millisecond))
        #expect(!rule.isDue(at: .midEpoch, step: 7, now: 60_000 * millisecond))
    }

    @Test("at once when a run is stopped, but not before its first step")
    func stop() {
        let rule = CheckpointRule(step: 0, at: 0)
        #expect(rule.isDue(at: .stop, step: 1, now: 0))
        #expect(!rule.isDue(at: .stop, step: 0, now: 0))
    }
}
