package import SweepCore
import TrainingEngine

/// Executes groups of training runs on the engine.
///
/// The lanes of a group are executed one after the other for now; each is the same model, data order and
/// result as it will be when they are fused, up to rounding.
package struct TrainingExecutor: RunExecutor {
    private let dataSets: TrainingDataSets

    package init(dataSets: TrainingDataSets) { self.dataSets = dataSets }

    /// Refuses a configuration that cannot be trained on its data, before any run starts.
    ///
    /// - Throws: A `TrainingEngineError` that names the setting at fault.
    package func check(_ configuration: Configuration, objective: Objective?) throws {
        let dataSet = try dataSets.dataSet(for: configuration)
        if let metric = objective?.metric, let other = Self.counterpart(of: metric, on: dataSet) {
            throw UnmeasuredObjective(metric: metric, dataSet: dataSet.name, instead: other)
        }
        let plan = TrainingPlan(configuration, objective: objective, sweepSeed: 0, seed: 0)
        try plan.validate(for: dataSet)
    }

    /// What to name instead of a metric that the data set never yields; `nil` when it does.
    private static func counterpart(of metric: String, on dataSet: DataSet) -> String? {
        let part = metric.prefix { $0 != "/" }
        if part == "validation", dataSet.split.validation.isEmpty {
            return TrainingMetricName.trainLoss
        }
        if part == "test", dataSet.split.test.isEmpty { return TrainingMetricName.trainLoss }
        let isClassification = dataSet.loss == .softmaxCrossEntropy
        if isClassification, metric.hasSuffix("/r_squared") { return part + "/accuracy" }
        if !isClassification, metric.hasSuffix("/accuracy") { return part + "/r_squared" }
        return nil
    }

    @available(*, noasync)
    package func execute(_ group: ClaimedGroup, context: ExecutionContext) {
        for attempt in group.attempts {
            guard !context.shouldStop() else {
                context.ended(attempt, .interrupted)
                continue
            }
            context.began(attempt)
            context.ended(attempt, train(attempt, context: context))
        }
    }

    private func train(_ attempt: Attempt, context: ExecutionContext) -> RunOutcome {
        do {
            let plan = TrainingPlan(
                attempt.configuration, objective: context.objective,
                sweepSeed: context.sweepSeed, seed: attempt.seed)
            let trainer = try Trainer(
                plan: plan, dataSet: try dataSets.dataSet(for: attempt.configuration))
            var recorder = PointRecorder(attempt: attempt, context: context)
            switch trainer.run(observer: &recorder) {
            case .completed: return .completed
            case .diverged(let step): return .diverged(step: Int64(step))
            case .stopped: return .interrupted
            }
        } catch {
            return .failed(.error, message: "\(error)")
        }
    }

    package func estimatedCost(of configuration: Configuration) -> Double {
        // `try?`: a data set that cannot be read was refused before; an estimate may be wrong.
        guard let dataSet = try? dataSets.dataSet(for: configuration) else { return 1 }
        let plan = TrainingPlan(configuration, objective: nil, sweepSeed: 0, seed: 0)
        return TrainingCost(plan: plan, dataSet: dataSet).operations
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

/// Carries a run's points from the engine to the sink.
private struct PointRecorder: TrainingObserver {
    private let attempt: Attempt
    private let context: ExecutionContext
    /// Looked up on first use, so that only metrics that a run really has get a name in the database.
    private var keys: [TrainingMetric: MetricID] = [:]
    private var trainLoss: MetricID?

    init(attempt: Attempt, context: ExecutionContext) {
        self.attempt = attempt
        self.context = context
    }

    mutating func record(_ metric: TrainingMetric, step: Int, value: Double) {
        guard let key = key(of: metric) else { return }
        context.sink.record(attempt, metric: key, step: Int64(step), value: value)
        if context.objective?.metric == metric.rawValue {
            context.reported(attempt, value, Int64(step))
        }
    }

    func shouldStop() -> Bool { context.shouldStop() }

    private mutating func key(of metric: TrainingMetric) -> MetricID? {
        // The hot case first: one point per step.
        if metric == .trainLoss, let trainLoss { return trainLoss }
        if let key = keys[metric] { return key }
        // `try?`: it fails only when the store is broken, which ends the launch elsewhere.
        let key = try? context.sink.metric(named: metric.rawValue)
        keys[metric] = key
        if metric == .trainLoss { trainLoss = key }
        return key
    }
}
