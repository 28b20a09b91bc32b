package import SweepCore
import TrainingEngine

/// Executes groups of training runs on the engine, all runs of a group at once.
///
/// The runs of a group are lanes of one model: each keeps its own points and its own end.
package struct TrainingExecutor: RunExecutor {
    private let dataSets: TrainingDataSets
    private let teachers: TrainingTeachers
    private var keeping: WeightKeeping?

    package init(
        dataSets: TrainingDataSets, teachers: TrainingTeachers = TrainingTeachers()
    ) {
        self.dataSets = dataSets
        self.teachers = teachers
    }

    /// Returns an executor that hands on the weights that stay.
    package func keeping(_ keeping: WeightKeeping) -> TrainingExecutor {
        var executor = self
        executor.keeping = keeping.policy == .none ? nil : keeping
        return executor
    }

    /// Refuses a configuration that cannot be trained on its data, before any run starts.
    ///
    /// - Throws: A `TrainingEngineError` that names the setting at fault, or a `TeacherProblem`.
    package func check(_ configuration: Configuration, objective: Objective?) throws {
        let dataSet = try dataSets.dataSet(for: configuration)
        if let metric = objective?.metric, let other = Self.counterpart(of: metric, on: dataSet) {
            throw UnmeasuredObjective(metric: metric, dataSet: dataSet.name, instead: other)
        }
        let plan = TrainingPlan(configuration, objective: objective, sweepSeed: 0, seed: 0)
        try plan.validate(for: dataSet)
        try LanePlan(configuration).validate()
        if let settings = plan.distillation {
            try teachers.check(settings.teacher, on: dataSet)
        }
    }

    /// What to name instead of a metric that the data set never yields; `nil` when it does.
    private static func counterpart(of metric: String, on dataSet: DataSet) -> String? {
        let part = metric.prefix { $0 != "/" }
        if part == "validation", dataSet.split.validation.isEmpty {
            return TrainingMetricName.trainLoss
        }
        if part == "test", dataSet.split.test.isEmpty { return TrainingMetricName.trainLoss }
        let isClassification = dataSet.isClassification
        if isClassification, metric.hasSuffix("/r_squared") { return part + "/accuracy" }
        if !isClassification, metric.hasSuffix("/accuracy") { return part + "/r_squared" }
        return nil
    }

    /// The name and checksum of the data that a configuration is trained on.
    package func checksum(
        of configuration: Configuration
    ) throws -> (name: String, checksum: String) {
        let dataSet = try dataSets.dataSet(for: configuration)
        return (dataSet.name, dataSet.checksum)
    }

    /// Trains the attempts side by side, each in its slot of the group's stored layout.
    ///
    /// All of them begin together; slots without an attempt stay empty.
    @available(*, noasync)
    package func execute(_ group: ClaimedGroup, context: ExecutionContext) {
        var lanes = [LanePlan?](repeating: nil, count: group.slots)
        var trained: [Attempt] = []
        for attempt in group.attempts {
            guard !context.shouldStop(attempt) else {
                context.ended(attempt, .interrupted)
                continue
            }
            context.began(attempt)
            let lane = LanePlan(attempt.configuration)
            do {
                try lane.validate()
                lanes[attempt.slot] = lane
                trained.append(attempt)
            } catch {
                context.ended(attempt, .failed(.error, message: "\(error)"))
            }
        }
        do {
            try train(
                trained, lanes: lanes, checkpoints: group.checkpoints, context: context)
        } catch {
            // What is left is common to the runs of a group: the shape and the data.
            for attempt in trained {
                context.ended(attempt, .failed(.error, message: "\(error)"))
            }
        }
    }

    /// Trains lanes that are valid by themselves; when it throws, none of them has ended.
    private func train(
        _ attempts: [Attempt], lanes: [LanePlan?], checkpoints: [RunID: Checkpoint],
        context: ExecutionContext
    ) throws {
        guard let first = attempts.first else { return }
        let plan = TrainingPlan(
            first.configuration, objective: context.objective, sweepSeed: context.sweepSeed,
            seed: first.seed)
        let dataSet = try dataSets.dataSet(for: first.configuration)
        let teacher = try plan.distillation.map { settings in
            TeacherTargets(
                logits: try teachers.outputs(of: settings.teacher, on: dataSet),
                settings: settings)
        }
        let trainer = try GroupTrainer(
            plan: plan, lanes: lanes, dataSet: dataSet, teacher: teacher)
        var keeper = keeping.map {
            WeightKeeper(
                $0, attempts: attempts, plan: plan, objective: context.objective, dataSet: dataSet)
        }
        let step = try restore(trainer, &keeper, attempts, from: checkpoints)
        var recorder = GroupRecorder(
            attempts, slots: lanes.count, context: context, step: step, keeper: keeper)
        trainer.run(observer: &recorder)
    }

    /// Puts the runs where their checkpoints were taken and returns their step; 0 without any.
    private func restore(
        _ trainer: GroupTrainer, _ keeper: inout WeightKeeper?, _ attempts: [Attempt],
        from checkpoints: [RunID: Checkpoint]
    ) throws -> Int {
        guard !checkpoints.isEmpty else { return 0 }
        do {
            var states: [Int: [UInt8]] = [:]
            for attempt in attempts {
                guard let checkpoint = checkpoints[attempt.run] else {
                    throw CheckpointProblem.other
                }
                var reader = try StateReader(checkpoint.content)
                states[attempt.slot] = try reader.list()
                try keeper?.restore(attempt.slot, from: try reader.list())
            }
            try trainer.restore(states)
        } catch {
            throw UnusableCheckpoint(problem: "\(error)")
        }
        return Int(checkpoints.values.first?.step ?? 0)
    }

    /// Bytes that a group of so many runs like this one will take, the data not counted.
    package func estimatedMemory(
        of configuration: Configuration, lanes: Int, keep: WeightPolicy = .none
    ) -> Int {
        // The objective decides only whether a copy of the best weights is kept: count it.
        let objective = Objective(metric: TrainingMetricName.validationLoss, goal: .minimize)
        guard let cost = cost(of: configuration, lanes: lanes, objective: objective) else {
            return 0
        }
        // One set on its way exists as tensors, as a file and as the store's copy of it.
        let kept = keep == .none ? 0 : lanes * (keep == .all ? 2 : 1) + 3
        return cost.memoryBytes + kept * cost.weightBytes
    }

    /// Bytes of the weights of one run, about as many as a file of them takes.
    package func weightBytes(of configuration: Configuration) -> Int {
        cost(of: configuration)?.weightBytes ?? 0
    }

    package func estimatedCost(of configuration: Configuration) -> Double {
        cost(of: configuration)?.operations ?? 1
    }

    private func cost(
        of configuration: Configuration, lanes: Int = 1, objective: Objective? = nil
    ) -> TrainingCost? {
        // `try?`: a data set that cannot be read was refused before; an estimate may be wrong.
        guard let dataSet = try? dataSets.dataSet(for: configuration) else { return nil }
        let plan = TrainingPlan(configuration, objective: objective, sweepSeed: 0, seed: 0)
        let lane = LanePlan(configuration)
        return TrainingCost(
            plan: plan, lanes: [LanePlan?](repeating: lane, count: lanes), dataSet: dataSet)
    }
}

/// A run that cannot go on from where it was.
struct UnusableCheckpoint: Error, CustomStringConvertible {
    let problem: String

    var description: String {
        "it cannot go on: \(problem); `sweep retry` begins it anew"
    }
}

/// An objective whose metric the data never yield.
package struct UnmeasuredObjective: Error, CustomStringConvertible {
    let metric: String
    let dataSet: String
    let instead: String

    package var description: String {
        "\"\(metric)\" is never measured on \(dataSet.visible); name another metric, such as \"\(instead)\""
    }
}
