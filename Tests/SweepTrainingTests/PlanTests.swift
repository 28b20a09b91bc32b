import SweepCore
import SweepTraining
import Testing
import TrainingEngine

@Suite("From a configuration to a training plan")
struct PlanTests {
    private func plan(
        _ values: [String: Value], objective: Objective? = nil, seed: Int = 0
    ) -> TrainingPlan {
        TrainingPlan(
            ParameterTable.resolve(values), objective: objective, sweepSeed: 7, seed: seed)
    }

    private func optimizer(_ values: [String: Value]) -> OptimizerSettings {
        LanePlan(ParameterTable.resolve(values)).optimizer
    }

    @Test("the table's defaults make a plan")
    func defaults() {
        let plan = plan([:], seed: 3)
        #expect(plan.depth == 2)
        #expect(plan.width == 64)
        #expect(plan.batchSize == 128)
        #expect(plan.epochs == 5)
        #expect(plan.logEvery == 1)
        #expect(plan.activation == .relu)
        #expect(optimizer([:]) == .sgd(learningRate: 0.1))
        #expect(plan.sweepSeed == 7)
        #expect(plan.runSeed == 3)
        #expect(plan.bestEpochBy == nil)
    }

    @Test("every optimizer of the table is one of the engine's, with its own constants")
    func optimizers() {
        #expect(
            optimizer(["optimizer": .text("sgd"), "momentum": .number(0.5)])
                == .sgd(learningRate: 0.1, momentum: 0.5))
        #expect(
            optimizer(["optimizer": .text("momentum")])
                == .sgd(learningRate: 0.01, momentum: 0.9))
        #expect(
            optimizer(["optimizer": .text("nesterov"), "learning_rate": .number(0.2)])
                == .sgd(learningRate: 0.2, momentum: 0.9, nesterov: true))
        #expect(
            optimizer(["optimizer": .text("adam"), "beta2": .number(0.99)])
                == .adam(learningRate: 0.001, beta1: 0.9, beta2: 0.99, epsilon: 1e-8))
    }

    @Test("every choice in the table of parameters is known to the engine")
    func choices() throws {
        func choices(_ name: String) throws -> [String] {
            guard case .choice(let names) = try #require(ParameterTable.named(name)).kind else {
                return []
            }
            return names
        }
        #expect(try Set(choices("activation")) == Set(Activation.allCases.map(\.rawValue)))
        #expect(try Set(choices("initialization")) == Set(Initialization.allCases.map(\.rawValue)))
        #expect(try Set(choices("task")) == Set(DataSetTask.allCases.map(\.rawValue)))
    }

    @Test("the metric names of the core are those of the engine")
    func metricNames() {
        #expect(Set(TrainingMetricName.all) == Set(TrainingMetric.allCases.map(\.rawValue)))
    }

    @Test("the best epoch is the objective's, when its better end is the metric's better end")
    func bestEpoch() {
        func best(_ metric: String, _ goal: Objective.Goal, _ summary: Objective.Summary = .best)
            -> TrainingPlan.BestEpoch?
        {
            plan([:], objective: Objective(metric: metric, goal: goal, summary: summary))
                .bestEpochBy
        }
        #expect(best("validation/loss", .minimize) == .validationLoss)
        #expect(best("validation/accuracy", .maximize) == .validationAccuracy)
        #expect(best("validation/r_squared", .maximize) == .validationRSquared)
        #expect(best("validation/accuracy", .maximize, .last) == nil)
        #expect(best("validation/loss", .maximize) == nil)
        #expect(best("train/loss", .minimize) == nil)
    }

    @Test("a data set is asked for with everything that decides what it holds")
    func dataSetRequest() {
        let configuration = ParameterTable.resolve([
            "dataset": .text("csv:a.csv"), "target": .text("y"), "ignore": .list([.text("id")]),
            "task": .text("regression"), "validation": .number(0.2),
        ])
        let request = DataSetRequest(configuration, directory: "data")
        #expect(
            request
                == DataSetRequest(
                    name: "csv:a.csv", directory: "data", validation: 0.2, target: "y",
                    ignoredColumns: ["id"], task: .regression))
    }
}
