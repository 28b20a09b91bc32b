import Testing
import TrainingEngine

/// Batches that go through the model in parts.
@Suite("Gradient accumulation")
struct AccumulationTests {
    init() { _ = blasRuntime }

    /// The losses of some steps and the parameters after them, with everything that draws or sums.
    private func train(
        parts: Int, rows: Int, loss: Loss, normalization: Normalization = .none
    ) throws -> (losses: [Double], parameters: [Double]) {
        var model = MLP(inputWidth: 4, outputWidth: 3, depth: 3, width: 9, activation: .silu)
        model.normalization = normalization
        model.isResidual = true
        var lane = LanePlan(optimizer: .adam(learningRate: 0.01))
        lane.dropout = 0.4
        lane.labelSmoothing = 0.1
        lane.clipNorm = 0.5
        let other = LanePlan(optimizer: .sgd(learningRate: 0.1))
        let session = try TrainingSession<Double>(
            layers: model.layers(laneCount: 2, dropout: [0.4, 0]), loss: loss,
            lanes: [lane, other], batchSize: 12, accumulation: parts)
        session.initialize(sweepSeed: 3, runSeed: 4)
        if loss == .softmaxCrossEntropy {
            session.batch.fill(
                inputs: noise(4 * rows, seed: 71), labels: (0..<rows).map { Int32($0 * $0 % 3) })
        } else {
            session.batch.fill(
                inputs: noise(4 * rows, seed: 71),
                targets: noise(3 * rows, seed: 72).map { ($0 + 1) / 2 })
        }
        let losses = (0..<6).flatMap { _ in
            session.step()
            return session.losses
        }
        return (losses, session.network.parameters(of: 0) + session.network.parameters(of: 1))
    }

    @Test(
        "N parts give the losses and updates of one batch, with dropout, for batches of any size",
        arguments: [2, 3, 5, 12], [12, 7, 1])
    func parts(parts: Int, rows: Int) throws {
        for loss in GradientTests.losses {
            for normalization in [Normalization.none, .layer] {
                let whole = try train(
                    parts: 1, rows: rows, loss: loss, normalization: normalization)
                let split = try train(
                    parts: parts, rows: rows, loss: loss, normalization: normalization)
                #expect(zip(whole.losses, split.losses).allSatisfy { abs($0 - $1) < 1e-10 })
                #expect(
                    zip(whole.parameters, split.parameters).allSatisfy { abs($0 - $1) < 1e-8 })
            }
        }
    }

    @Test("each part has its own batch normalization")
    func batchNormalization() throws {
        let whole = try train(
            parts: 1, rows: 12, loss: .softmaxCrossEntropy, normalization: .batch)
        let split = try train(
            parts: 2, rows: 12, loss: .softmaxCrossEntropy, normalization: .batch)
        #expect(abs(whole.losses[0] - split.losses[0]) > 1e-4)
    }

    @Test("a run in parts has the points of a run in whole batches, to rounding")
    func run() throws {
        let dataSet = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        var plan = TrainingPlan(depth: 2, width: 16, batchSize: 100, epochs: 1, sweepSeed: 1)
        var lane = LanePlan(optimizer: .sgd(learningRate: 0.1))
        lane.dropout = 0.2
        let whole = try TrainingEngineTests.train(plan, lanes: [lane, lane], on: dataSet)
        plan.accumulation = 7
        let split = try TrainingEngineTests.train(plan, lanes: [lane, lane], on: dataSet)
        #expect(whole[1].steps(.trainLoss) == split[1].steps(.trainLoss))
        for (one, other) in zip(whole[1].values(.trainLoss), split[1].values(.trainLoss)) {
            #expect(abs(one - other) < 1e-4)
        }
        #expect(split[1].ends == [.completed])
    }

    @Test("more parts than rows of a batch are refused")
    func refusal() throws {
        var plan = TrainingPlan(depth: 1, width: 4, batchSize: 8, epochs: 1)
        plan.accumulation = 9
        expectFailure("accumulation is 9; it must be from 1 to batch_size (8)") {
            try plan.validate(for: try signDataSet())
        }
        plan.accumulation = 0
        expectFailure("accumulation is 0; it must be from 1 to batch_size (8)") {
            try plan.validate(for: try signDataSet())
        }
        // Fewer rows than the batch size: every row is a part.
        plan.batchSize = 500
        plan.accumulation = 400
        #expect(
            try TrainingEngineTests.train(
                plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 0.1))], on: signDataSet())[0]
                .ends == [.completed])
    }
}
