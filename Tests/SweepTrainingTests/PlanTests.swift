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
        #expect(optimizer(["optimizer": .text("adamw")]) == .adam(learningRate: 0.001))
        #expect(
            optimizer(["optimizer": .text("amsgrad")])
                == .adam(learningRate: 0.001, amsgrad: true))
        #expect(optimizer(["optimizer": .text("rmsprop")]) == .rmsProp(learningRate: 0.01))
        #expect(
            optimizer(["optimizer": .text("adagrad"), "epsilon": .number(1e-10)])
                == .adagrad(learningRate: 0.01, epsilon: 1e-10))
    }

    @Test("every schedule of the table is one of the engine's, with its own constants")
    func schedules() {
        func schedule(_ name: String, _ more: [String: Value] = [:]) -> Schedule {
            plan(["schedule": .text(name)].merging(more) { $1 }).schedule
        }
        #expect(plan([:]).schedule == .constant)
        #expect(schedule("constant") == .constant)
        #expect(schedule("step", ["decay_steps": .integer(7)]) == .step(size: 7, rate: 0.5))
        #expect(schedule("exponential") == .exponential(rate: 0.999))
        #expect(schedule("inverse_time", ["decay_rate": .number(0.2)]) == .inverseTime(rate: 0.2))
        #expect(schedule("polynomial") == .polynomial(power: 2))
        #expect(schedule("linear", ["final_factor": .number(0.1)]) == .linear(final: 0.1))
        #expect(schedule("cosine") == .cosine())
        #expect(schedule("one_cycle") == .oneCycle)
        #expect(schedule("inverse_sqrt") == .inverseSquareRoot)
    }

    @Test("every loss of the table is one of the engine's, and the blocks of a model its settings")
    func lossesAndBlocks() {
        let plain = plan([:])
        #expect(plain.loss == .auto)
        #expect(plain.normalization == .none && !plain.isResidual && plain.accumulation == 1)
        #expect(plain.distillation == nil)
        func loss(_ name: String, _ more: [String: Value] = [:]) -> TrainingPlan.LossChoice {
            plan(["loss": .text(name)].merging(more) { $1 }).loss
        }
        #expect(loss("auto") == .auto)
        #expect(loss("cross_entropy") == .named(.softmaxCrossEntropy))
        #expect(loss("binary_cross_entropy") == .named(.binaryCrossEntropy))
        #expect(loss("mse") == .named(.meanSquaredError))
        #expect(loss("huber") == .named(.huber(delta: 1)))
        #expect(loss("huber", ["huber_delta": .number(2)]) == .named(.huber(delta: 2)))
        let blocks = plan([
            "normalization": .text("batch"), "residual": .flag(true), "accumulation": .integer(4),
        ])
        #expect(blocks.normalization == .batch && blocks.isResidual && blocks.accumulation == 4)
        #expect(
            plan(["teacher": .text("big/1")]).distillation
                == Distillation(teacher: "big/1", weight: 0.7, temperature: 4))
        #expect(
            plan([
                "teacher": .text("big/1"), "distill_weight": .number(0.5),
                "temperature": .number(2),
            ]).distillation == Distillation(teacher: "big/1", weight: 0.5, temperature: 2))
        #expect(plan(["initialization": .text("pattern")]).initialization == .pattern)
        let request = DataSetRequest(
            ParameterTable.resolve([
                "dataset": .text("csv:a.csv"), "soft_targets": .list([.text("p"), .text("q")]),
            ]), directory: nil)
        #expect(request.softTargets == ["p", "q"])
    }

    @Test("what may differ between lanes comes from the parameters of the same names")
    func lane() {
        let plain = LanePlan(ParameterTable.resolve([:]))
        #expect(plain == LanePlan(optimizer: .sgd(learningRate: 0.1)))
        let lane = LanePlan(
            ParameterTable.resolve([
                "warmup_steps": .integer(3), "weight_decay": .number(0.1), "l1": .number(0.2),
                "l2": .number(0.3), "clip_norm": .number(0.4), "clip_value": .number(0.5),
                "weight_clip": .number(0.6), "label_smoothing": .number(0.7),
                "dropout": .number(0.8),
            ]))
        var expected = plain
        expected.warmupSteps = 3
        expected.weightDecay = 0.1
        expected.l1 = 0.2
        expected.l2 = 0.3
        expected.clipNorm = 0.4
        expected.clipValue = 0.5
        expected.weightClip = 0.6
        expected.labelSmoothing = 0.7
        expected.dropout = 0.8
        #expect(lane == expected)
        #expect(LanePlan(ParameterTable.resolve(["optimizer": .text("adamw")])).weightDecay == 0.01)
    }

    @Test("pruning begins after half of the epochs unless the configuration says when")
    func pruning() {
        #expect(plan([:]).pruning == nil)
        #expect(plan(["sparsity": .number(0)]).pruning == nil)
        var expected = PruningPlan(sparsity: 0.9, startEpoch: 2)
        #expect(plan(["sparsity": .number(0.9)]).pruning == expected)
        expected.startEpoch = 1
        expected.scope = .layer
        expected.epochs = 3
        expected.interval = 7
        expected.rewinds = true
        #expect(
            plan([
                "sparsity": .number(0.9), "prune_after": .integer(1),
                "prune_scope": .text("layer"), "prune_epochs": .integer(3),
                "prune_every": .integer(7), "rewind": .flag(true),
            ]).pruning == expected)
    }

    @Test("patience watches the objective's metric, or the validation loss where it cannot")
    func patience() {
        let values: [String: Value] = ["patience": .integer(4), "min_delta": .number(0.5)]
        let accuracy = Objective(metric: "validation/accuracy", goal: .maximize, summary: .last)
        #expect(plan([:], objective: accuracy).earlyStopping == nil)
        #expect(
            plan(values, objective: accuracy).earlyStopping
                == EarlyStopping(metric: .validationAccuracy, patience: 4, minimumImprovement: 0.5))
        let loss = Objective(metric: "train/loss", goal: .minimize)
        #expect(plan(values, objective: loss).earlyStopping?.metric == .validationLoss)
    }

    @Test("the maximal update parametrization has a base width, the standard one none")
    func parametrization() {
        #expect(plan([:]).mupBaseWidth == nil)
        let mup: [String: Value] = ["parametrization": .text("mup")]
        #expect(plan(mup).mupBaseWidth == 64)
        #expect(plan(mup.merging(["base_width": .integer(8)]) { $1 }).mupBaseWidth == 8)
    }

    @Test("what may be asked for is what the engine records")
    func requestedMetrics() {
        #expect(
            Set(TrainingMetricName.requestable) == Set(RequestedMetric.allCases.map(\.rawValue)))
        #expect(
            plan(["metrics": .list([.text("macro_f1"), .text("dead_units")])]).requestedMetrics
                == [.macroF1, .deadUnits])
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
        #expect(try Set(choices("normalization")) == Set(Normalization.allCases.map(\.rawValue)))
        #expect(try Set(choices("task")) == Set(DataSetTask.allCases.map(\.rawValue)))
    }

    @Test("the metric names of the core are those of the engine")
    func metricNames() {
        #expect(Set(TrainingMetricName.all) == Set(TrainingMetric.all.map(\.rawValue)))
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
        #expect(best("validation/macro_f1", .maximize) == .validationMacroF1)
    }

    @Test("a data set is asked for with everything that decides what it holds")
    func dataSetRequest() {
        let configuration = ParameterTable.resolve([
            "dataset": .text("csv:a.csv"), "target": .text("y"), "ignore": .list([.text("id")]),
            "task": .text("regression"), "validation": .number(0.2),
            "training_rows": .integer(50),
        ])
        let request = DataSetRequest(configuration, directory: "data")
        #expect(
            request
                == DataSetRequest(
                    name: "csv:a.csv", directory: "data", validation: 0.2, target: "y",
                    ignoredColumns: ["id"], task: .regression, trainingRows: 50))
    }
}
