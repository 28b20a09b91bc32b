import Testing
import TrainingEngine

@Suite("Early stopping and series on request")
struct EarlyStoppingTests {
    private func plan(epochs: Int = 50, patience: Int? = 3) -> TrainingPlan {
        var plan = TrainingPlan(
            depth: 1, width: 8, activation: .relu, batchSize: 16, epochs: epochs, sweepSeed: 5)
        plan.earlyStopping = patience.map { EarlyStopping(metric: .validationLoss, patience: $0) }
        return plan
    }

    private let fast = LanePlan(optimizer: .sgd(learningRate: 0.5))
    /// Learns nothing, so that no epoch improves on the first.
    private let still = LanePlan(optimizer: .sgd(learningRate: 0))

    @Test("a run ends after so many epochs without an improvement, and its test part is measured")
    func patience() throws {
        let record = try train(plan(), lanes: [still], on: try signDataSet())[0]
        #expect(record.ends == [.outOfPatience])
        #expect(record.steps(.validationLoss) == [5, 10, 15, 20])
        #expect(record.steps(.testLoss) == [20])
    }

    @Test("a lane that ends early leaves the others' numbers as they are")
    func lanes() throws {
        let dataSet = try signDataSet()
        let both = try train(plan(epochs: 12), lanes: [still, fast], on: dataSet)
        let alone = try train(plan(epochs: 12), lanes: [nil, fast], on: dataSet)
        #expect(both[0].ends == [.outOfPatience])
        #expect(both[1].ends == [.completed])
        #expect(both[1].bits == alone[1].bits)
    }

    @Test("an improvement must be larger than the least one asked for")
    func minimumImprovement() throws {
        var demanding = plan()
        demanding.earlyStopping?.minimumImprovement = 100
        let record = try train(demanding, lanes: [fast], on: try signDataSet())[0]
        #expect(record.steps(.validationLoss).count == 4)
    }

    @Test("the best epoch's weights are those that are tested")
    func best() throws {
        var best = plan()
        best.bestEpochBy = .validationLoss
        let record = try train(best, lanes: [still], on: try signDataSet())[0]
        #expect(record.ends == [.outOfPatience])
        #expect(record.values(.testLoss).count == 1)
    }

    @Test("patience without validation rows is refused")
    func refused() throws {
        let dataSet = try signDataSet(validation: 0)
        #expect(throws: TrainingEngineError.self) { try plan().validate(for: dataSet) }
    }

    // MARK: Series on request

    private func requested(_ metrics: RequestedMetric...) throws -> LaneRecord {
        var plan = plan(epochs: 2, patience: nil)
        plan.requestedMetrics = Set(metrics)
        plan.logEvery = 2
        return try train(plan, lanes: [fast], on: try signDataSet())[0]
    }

    @Test("nothing is recorded that was not asked for")
    func nothing() throws {
        #expect(
            Set(try requested().points.keys) == [
                .trainLoss, .validationLoss, .validationAccuracy, .testLoss, .testAccuracy,
            ])
    }

    @Test("the gradient's length comes at the logged steps, that of all above each layer's")
    func gradientNorm() throws {
        let record = try requested(.gradientNorm, .learningRate)
        for layer in 1...2 {
            #expect(record.steps(.gradientNorm(layer: layer)) == [2, 4, 6, 8, 10])
        }
        let layers = (1...2).map { record.values(.gradientNorm(layer: $0))[0] }
        let all = record.values(.gradientNorm)[0]
        #expect(layers.allSatisfy { $0 > 0 && $0 < all })
        #expect(record.values(.learningRate) == [0.5, 0.5, 0.5, 0.5, 0.5])
    }

    @Test("weight norms and dead units come after each epoch, by layer")
    func epochs() throws {
        let record = try requested(.weightNorm, .deadUnits)
        #expect(record.steps(.weightNorm(layer: 2)) == [5, 10])
        #expect(record.values(.weightNorm(layer: 1)).allSatisfy { $0 > 0 })
        #expect(record.steps(.deadUnits(layer: 1)) == [5, 10])
        #expect(record.values(.deadUnits(layer: 1)).allSatisfy { (0...1).contains($0) })
        #expect(record.points[.deadUnits(layer: 2)] == nil)
    }

    @Test("a unit whose bias keeps it below zero is dead")
    func deadUnit() throws {
        _ = blasRuntime
        var plan = plan(epochs: 1, patience: nil)
        plan.requestedMetrics = [.deadUnits]
        let trainer = try GroupTrainer(plan: plan, lanes: [still], dataSet: try signDataSet())
        let bias = trainer.session.network.blocks[0][1]
        for unit in 0..<3 { trainer.session.network.parameters[bias.offset + unit] = -1e6 }
        var observer = GroupObserver(slots: 1)
        trainer.run(observer: &observer, clock: { 0 })
        #expect(observer.lanes[0].values(.deadUnits(layer: 1)) == [3.0 / 8])
    }

    @Test("the confusion matrix of the test part adds up to its rows, its diagonal to the accuracy")
    func confusion() throws {
        let record = try requested(.confusionMatrix, .macroF1)
        func count(_ actual: String, _ predicted: String) throws -> Double {
            try #require(
                record.values(.confusion(actual: actual, predicted: predicted)).first)
        }
        let right = try count("negative", "negative") + count("positive", "positive")
        let wrong = try count("negative", "positive") + count("positive", "negative")
        #expect(right + wrong == 10)
        #expect(right / 10 == record.values(.testAccuracy)[0])
        #expect(record.steps(.validationMacroF1) == [5, 10])
        #expect(record.steps(.testMacroF1) == [10])
    }

    @Test("macro-F1 is the recorded one")
    func macroF1() throws {
        let entry = try Reference().object("metrics")
        var matrix = ConfusionMatrix(classCount: 3)
        let (actual, predicted) = (try entry.numbers("y"), try entry.numbers("pred"))
        for (a, p) in zip(actual, predicted) { matrix.add(actual: Int(a), predicted: Int(p)) }
        #expect(abs(matrix.macroF1 - (try entry.number("macro_f1"))) < 1e-8)
        #expect(matrix.count(actual: 0, predicted: 1) == 1)
        #expect(matrix.count(actual: 2, predicted: 0) == 1)
    }

    @Test("a class without rows that nobody predicted does not count")
    func absentClass() {
        var matrix = ConfusionMatrix(classCount: 3)
        #expect(matrix.macroF1 == 0)
        matrix.add(actual: 0, predicted: 0)
        #expect(matrix.macroF1 == 1)
    }

    @Test("counts of classes are refused where the data have none")
    func regression() throws {
        var plan = plan(patience: nil)
        plan.requestedMetrics = [.macroF1]
        expectFailure(
            "metrics is with macro_f1; it must be without it: \"plane\" has no classes"
        ) { try plan.validate(for: try planeDataSet()) }
    }
}
