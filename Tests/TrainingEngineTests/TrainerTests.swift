import Foundation
import Synchronization
import Testing
import TrainingEngine

@Suite("Trainer")
struct TrainerTests {
    private func plan(
        depth: Int = 1, width: Int = 8, learningRate: Double = 0.1, batchSize: Int = 16,
        epochs: Int = 3, logEvery: Int = 1, runSeed: UInt32 = 0,
        bestEpochBy: TrainingPlan.BestEpoch? = nil
    ) -> RunPlan {
        RunPlan(
            shape: TrainingPlan(
                depth: depth, width: width, activation: .tanh, batchSize: batchSize,
                epochs: epochs, logEvery: logEvery, sweepSeed: 5, runSeed: runSeed,
                bestEpochBy: bestEpochBy),
            lane: LanePlan(optimizer: .sgd(learningRate: learningRate)))
    }

    // MARK: What is recorded

    @Test("each metric appears at its steps")
    func steps() throws {
        // 80 training rows in batches of 16: five steps an epoch.
        let (end, observer) = try train(plan(), on: try signDataSet())
        #expect(end == .completed)
        #expect(observer.steps(.trainLoss) == Array(1...15))
        #expect(observer.steps(.validationLoss) == [5, 10, 15])
        #expect(observer.steps(.validationAccuracy) == [5, 10, 15])
        #expect(observer.steps(.testLoss) == [15])
        #expect(observer.steps(.testAccuracy) == [15])
        #expect(observer.points[.validationRSquared] == nil)
    }

    @Test("regression yields R² in place of accuracy")
    func regression() throws {
        let (_, observer) = try train(
            plan(depth: 0, learningRate: 0.2, epochs: 60), on: try planeDataSet())
        #expect(observer.points[.validationAccuracy] == nil)
        #expect(observer.points[.testAccuracy] == nil)
        #expect(observer.values(.validationRSquared).count == 60)
        #expect(try #require(observer.values(.testRSquared).last) > 0.999)
    }

    @Test("the last batch of an epoch is kept when it is smaller, and may be all of it")
    func partialBatch() throws {
        let dataSet = try signDataSet()
        #expect(
            try train(plan(batchSize: 30), on: dataSet).observer.steps(.validationLoss) == [
                3, 6, 9,
            ])
        #expect(
            try train(plan(batchSize: 500), on: dataSet).observer.steps(.trainLoss) == [1, 2, 3])
        #expect(plan(batchSize: 30).shape.stepCount(trainingRows: 80) == 9)
    }

    @Test("logEvery keeps the training points at its multiples, and nothing else changes")
    func logEvery() throws {
        let dataSet = try signDataSet()
        let all = try train(plan(), on: dataSet).observer
        let some = try train(plan(logEvery: 4), on: dataSet).observer
        #expect(some.steps(.trainLoss) == [4, 8, 12])
        #expect(some.points[.trainLoss] == all.points[.trainLoss]?.filter { $0.step % 4 == 0 })
        #expect(some.points[.validationLoss] == all.points[.validationLoss])
    }

    @Test("the first training loss is that of the untrained model")
    func firstLoss() throws {
        let slow = try train(plan(learningRate: 0.001), on: try signDataSet()).observer
        let fast = try train(plan(learningRate: 1), on: try signDataSet()).observer
        #expect(slow.values(.trainLoss)[0] == fast.values(.trainLoss)[0])
        #expect(slow.values(.trainLoss)[1] != fast.values(.trainLoss)[1])
    }

    @Test("without validation rows no validation metric appears")
    func noValidation() throws {
        let (end, observer) = try train(plan(), on: try signDataSet(validation: 0))
        #expect(end == .completed)
        #expect(observer.points[.validationLoss] == nil)
        #expect(observer.points[.validationAccuracy] == nil)
        #expect(observer.steps(.testLoss) == [18])
    }

    @Test("throughput counts training rows by the clock, which is read around the steps alone")
    func throughput() throws {
        _ = blasRuntime
        var observer = GroupObserver(slots: 3)
        var now: UInt64 = 0
        let lane = plan().lane
        let trainer = try GroupTrainer(
            plan: plan().shape, lanes: [lane, nil, lane], dataSet: try signDataSet())
        trainer.run(observer: &observer) {
            now += 250_000_000
            return now
        }
        // The rows of the pass, whatever the number of lanes that see them.
        for lane in [0, 2] {
            #expect(observer.lanes[lane].values(.samplesPerSecond) == [320, 320, 320])
            #expect(observer.lanes[lane].steps(.samplesPerSecond) == [5, 10, 15])
        }
    }

    @Test("a clock that stands still yields no throughput")
    func stoppedClock() throws {
        let (_, observer) = try train(plan(), on: try signDataSet())
        #expect(observer.points[.samplesPerSecond] == nil)
    }

    // MARK: How a run ends

    @Test("a loss that is not finite ends the run as diverged, recorded at its step")
    func divergence() throws {
        let (end, observer) = try train(
            plan(depth: 0, learningRate: 1e30, epochs: 50, logEvery: 1_000_000),
            on: try planeDataSet())
        guard case .diverged(let step) = end else {
            Issue.record("ended as \(end)")
            return
        }
        #expect(observer.steps(.trainLoss) == [step])
        #expect(observer.values(.trainLoss).allSatisfy { !$0.isFinite })
        #expect(observer.points[.testLoss] == nil)
    }

    @Test("a divergent step does not touch the weights")
    func divergentStep() throws {
        _ = blasRuntime
        let session = try TrainingSession<Float>(
            layers: MLP(
                inputWidth: 1, outputWidth: 2, depth: 0, width: 1, activation: .relu
            ).layers(),
            loss: .softmaxCrossEntropy, optimizer: .sgd(learningRate: 1), batchSize: 1)
        session.initialize(sweepSeed: 1, runSeed: 1)
        let before = Array(session.network.parameters)
        session.batch.fill(inputs: [.nan], labels: [0])
        session.step()
        #expect(session.losses[0].isNaN)
        #expect(Array(session.network.parameters) == before)
    }

    @Test("a run stops after the step at which it is asked to", arguments: [0, 1, 7, 15])
    func stop(after step: Int) throws {
        let (end, observer) = try train(plan(), on: try signDataSet(), stopAfter: step)
        #expect(end == (step == 15 ? .completed : .stopped(step: step)))
        #expect(observer.values(.trainLoss).count == step)
        #expect((observer.points[.testLoss] == nil) == (step < 15))
    }

    // MARK: The best epoch

    @Test("the test part is measured on the weights of the best epoch when asked")
    func bestEpoch() throws {
        // A rate so large that validation gets worse again after its best.
        var unstable = plan(width: 32, learningRate: 6, epochs: 12)
        unstable.bestEpochBy = .validationLoss
        let dataSet = try signDataSet()
        let losses = try train(unstable, on: dataSet).observer.values(.validationLoss)
        let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
        try #require(best < 11, "the last epoch is the best: choose another rate")

        var short = unstable
        short.epochs = best + 1
        short.bestEpochBy = nil
        let expected = try train(short, on: dataSet).observer
        let chosen = try train(unstable, on: dataSet).observer
        #expect(chosen.values(.testLoss) == expected.values(.testLoss))
        unstable.bestEpochBy = nil
        let final = try train(unstable, on: dataSet).observer
        #expect(chosen.values(.testLoss) != final.values(.testLoss))
    }

    @Test("of epochs with equal accuracy the earliest is the best")
    func bestEpochTie() throws {
        // With ten validation rows and a tiny rate the accuracy does not change.
        var slow = plan(learningRate: 1e-6, epochs: 3)
        slow.bestEpochBy = .validationAccuracy
        let dataSet = try signDataSet()
        let chosen = try train(slow, on: dataSet).observer
        try #require(Set(chosen.values(.validationAccuracy)).count == 1)
        slow.epochs = 1
        #expect(try train(slow, on: dataSet).observer.values(.testLoss) == chosen.values(.testLoss))
    }

    // MARK: Reproducibility

    @Test("the same plan gives the same bits, also on another thread")
    func reproducible() throws {
        let dataSet = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let plan = RunPlan(
            shape: TrainingPlan(depth: 2, width: 16, batchSize: 64, epochs: 2),
            lane: LanePlan(optimizer: .adam(learningRate: 0.01)))
        let first = try train(plan, on: dataSet).observer.bits
        #expect(try train(plan, on: dataSet).observer.bits == first)

        let elsewhere = Elsewhere()
        let thread = Thread {
            elsewhere.finish((try? train(plan, on: dataSet).observer.bits) ?? [:])
        }
        thread.start()
        #expect(elsewhere.wait() == first)
    }

    @Test("another seed of the run gives other values")
    func seeds() throws {
        let dataSet = try signDataSet()
        let first = try train(plan(), on: dataSet).observer
        let other = try train(plan(runSeed: 1), on: dataSet).observer
        #expect(first.values(.trainLoss) != other.values(.trainLoss))
    }

    @Test("an epoch's order depends on the epoch and not on those before it")
    func epochOrder() throws {
        // With rate 0 the loss of a batch tells which rows it holds.
        let losses = try train(plan(learningRate: 0), on: try signDataSet()).observer.values(
            .trainLoss)
        #expect(Set(losses).count == losses.count)
    }

    // MARK: Learning

    @Test("a network learns one batch by heart", arguments: Activation.allCases)
    func overfit(activation: Activation) throws {
        _ = blasRuntime
        let dataSet = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let session = try TrainingSession<Float>(
            layers: MLP(
                inputWidth: 64, outputWidth: 10, depth: 1, width: 32, activation: activation
            ).layers(),
            loss: .softmaxCrossEntropy, optimizer: .adam(learningRate: 0.01), batchSize: 24)
        session.initialize(sweepSeed: 1, runSeed: 1)
        dataSet.split.training[..<24].withUnsafeBufferPointer { rows in
            for _ in 0..<300 { session.step(dataSet, rows: rows) }
        }
        #expect(session.losses[0] < 0.01)
    }

    @Test("the digits are learned to 95 % in ten epochs")
    func digits() throws {
        let dataSet = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let plan = RunPlan(
            shape: TrainingPlan(depth: 1, width: 64, batchSize: 32, epochs: 10),
            lane: LanePlan(optimizer: .adam(learningRate: 3e-3)))
        let accuracy = try train(plan, on: dataSet).observer.values(.testAccuracy)
        #expect(try #require(accuracy.first) > 0.95)
    }

    @Test("evaluation in several batches equals evaluation in one")
    func evaluationBatches() throws {
        _ = blasRuntime
        let dataSet = try planeDataSet()
        func evaluate(capacity: Int) throws -> Evaluation {
            let session = try TrainingSession<Double>(
                layers: MLP(
                    inputWidth: 2, outputWidth: 1, depth: 1, width: 3, activation: .tanh
                ).layers(),
                loss: .meanSquaredError, optimizer: .sgd(learningRate: 0.1), batchSize: 1,
                evaluationSize: capacity)
            session.initialize(sweepSeed: 1, runSeed: 1)
            return try #require(session.evaluate(dataSet, rows: dataSet.split.training)[0])
        }
        let (one, many) = (try evaluate(capacity: 80), try evaluate(capacity: 7))
        #expect(abs(one.loss - many.loss) < 1e-12)
        #expect(abs(one.score - many.score) < 1e-12)
    }

    // MARK: Plans

    @Test(
        "settings out of range are refused by name",
        arguments: [
            (-1, 1, 1, 1, 1, "depth is -1; it must be from 0 to 1000"),
            (1, 0, 1, 1, 1, "width is 0; it must be from 1 to 65536"),
            (1, 1, 0, 1, 1, "batch_size is 0; it must be from 1 to 1048576"),
            (1, 1, 1, 0, 1, "epochs is 0; it must be 1 or more"),
            (1, 1, 1, 1, 0, "log_every is 0; it must be 1 or more"),
        ])
    func ranges(
        depth: Int, width: Int, batchSize: Int, epochs: Int, logEvery: Int, message: String
    ) {
        expectFailure(message) {
            _ = try train(
                plan(
                    depth: depth, width: width, batchSize: batchSize, epochs: epochs,
                    logEvery: logEvery),
                on: try signDataSet())
        }
    }

    @Test("a criterion for the best epoch that the data do not yield is refused")
    func criterion() {
        expectFailure(
            "cannot choose the best epoch by validation/r_squared: data set \"sign\" does not yield it; "
                + "choose a metric of its task"
        ) {
            _ = try train(plan(bestEpochBy: .validationRSquared), on: try signDataSet())
        }
        expectFailure(
            "cannot choose the best epoch by validation/loss: data set \"sign\" has no validation rows; "
                + "set validation above 0 or keep the last epoch"
        ) {
            _ = try train(
                plan(bestEpochBy: .validationLoss), on: try signDataSet(validation: 0))
        }
    }

    // MARK: Cost

    @Test("the estimate counts the products of training and evaluation")
    func cost() throws {
        let dataSet = try signDataSet()
        let cost = cost(plan(depth: 1, width: 8, epochs: 3), on: dataSet)
        // 2·8 + 8·2 weights: 64 operations a row forward, as much for dW, and 32 for dX of the
        // second.
        let epoch = 160 * 80 + 64 * 10
        #expect(cost.operations == Double(3 * epoch + 64 * 10))
        #expect(cost.memoryBytes > 0)
    }

    @Test("deeper, wider, longer and stateful plans are estimated to cost more")
    func costGrows() throws {
        let dataSet = try signDataSet()
        let base = cost(plan(), on: dataSet)
        #expect(cost(plan(depth: 2), on: dataSet).operations > base.operations)
        #expect(cost(plan(width: 9), on: dataSet).operations > base.operations)
        #expect(cost(plan(epochs: 4), on: dataSet).operations > base.operations)
        var adam = plan()
        adam.lane.optimizer = .adam(learningRate: 0.1)
        #expect(cost(adam, on: dataSet).memoryBytes > base.memoryBytes)
    }

    @Test("an empty slot costs memory and no operations")
    func costOfSlots() throws {
        let (dataSet, plan) = (try signDataSet(), plan())
        let one = TrainingCost(plan: plan.shape, lanes: [plan.lane], dataSet: dataSet)
        let two = TrainingCost(plan: plan.shape, lanes: [plan.lane, nil], dataSet: dataSet)
        #expect(two.operations == one.operations)
        #expect(two.memoryBytes > one.memoryBytes)
    }

    private func cost(_ plan: RunPlan, on dataSet: DataSet) -> TrainingCost {
        TrainingCost(plan: plan.shape, lanes: [plan.lane], dataSet: dataSet)
    }
}

/// Carries the result of a thread back.
private final class Elsewhere: Sendable {
    private let condition = NSCondition()
    private let result = Mutex<[String: [UInt64]]?>(nil)

    func finish(_ bits: [String: [UInt64]]) {
        condition.lock()
        result.withLock { $0 = bits }
        condition.signal()
        condition.unlock()
    }

    func wait() -> [String: [UInt64]] {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let bits = result.withLock({ $0 }) { return bits }
            condition.wait()
        }
    }
}
