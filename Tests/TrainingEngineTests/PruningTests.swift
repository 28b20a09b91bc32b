import Foundation
import Testing
import TrainingEngine

@Suite("Pruning")
struct PruningTests {
    // MARK: Which weights

    @Test(
        "the weights of least magnitude go, as many as recorded",
        arguments: ["0.0", "0.3", "0.5", "0.9", "1.0"])
    func reference(fraction: String) throws {
        let reference = try Reference()
        let cases = try reference.object("pruning").object("cases")
        let first = try reference.fill(42, count: 30, amplitude: 1)
        let second = try reference.fill(43, count: 24, amplitude: 0.5)
        for (name, weights) in [
            ("layer_w1", first), ("layer_w2", second), ("global", first + second),
        ] {
            let entry = try cases.object("\(name)/\(fraction)")
            let amount = try #require(Double(fraction))
            let count = PruningPlan.prunedCount(amount, of: weights.count)
            #expect(count == Int(try entry.number("zeroed")))
            let pruned = smallest(count, of: weights.map { Float($0.magnitude) })
            let largest = pruned.map { weights[$0].magnitude }.max() ?? 0
            #expect(abs(largest - (try entry.number("largest_zeroed_abs"))) < 1e-8)
            var kept = weights
            for index in pruned { kept[index] = 0 }
            let summary = try entry.object("kept")
            #expect(abs(kept.reduce(0, +) - (try summary.number("s"))) < 1e-7)
            #expect(abs(kept.reduce(0) { $0 + $1 * $1 } - (try summary.number("q"))) < 1e-7)
            if name == "global" {
                #expect(pruned.count { $0 < 30 } == Int(try entry.number("zeroed_in_w1")))
            }
        }
    }

    @Test("of equal magnitudes the first go, and NaN last")
    func ties() {
        #expect(smallest(2, of: [1, 0, 1, 0]) == [1, 3])
        #expect(smallest(3, of: [.nan, 1, -1, 1, .infinity]) == [2, 1, 3])
        #expect(smallest(0, of: []).isEmpty)
    }

    // MARK: When

    @Test("all at once, after the epochs before it")
    func oneShot() {
        let plan = PruningPlan(sparsity: 0.9, startEpoch: 2)
        let events = (0...40).compactMap { step in
            plan.event(afterStep: step, stepsPerEpoch: 10).map { (step, $0) }
        }
        #expect(events.map(\.0) == [20])
        #expect(events[0].1.sparsity == 0.9)
        #expect(events[0].1.isLast)
    }

    @Test("gradually along the cubic rule, ending at the whole sparsity")
    func gradual() {
        var plan = PruningPlan(sparsity: 0.8, startEpoch: 1)
        plan.epochs = 2
        plan.interval = 8
        let events = (0...40).compactMap { step in
            plan.event(afterStep: step, stepsPerEpoch: 10).map { (step, $0) }
        }
        // 20 steps in prunings of 8: after 8, 16 and, at the end, 20.
        #expect(events.map(\.0) == [18, 26, 30])
        #expect(events.map(\.1.isLast) == [false, false, true])
        for (index, rest) in [2.0 / 3, 1.0 / 3, 0].enumerated() {
            #expect(abs(events[index].1.sparsity - 0.8 * (1 - rest * rest * rest)) < 1e-12)
        }
    }

    @Test("a plan that does not fit into the run is refused")
    func refusals() {
        func refused(_ description: String, _ change: (inout PruningPlan) -> Void) {
            var plan = PruningPlan(sparsity: 0.5, startEpoch: 1)
            change(&plan)
            expectFailure(description) { try plan.validate(epochs: 3) }
        }
        refused("sparsity is 1.5; it must be from 0 to 1") { $0.sparsity = 1.5 }
        refused("prune_after is 3; it must be below the 3 epochs, so that one of them follows") {
            $0.startEpoch = 3
        }
        refused(
            "prune_epochs is 2; it must be below the 2 epochs after prune_after, so that one of them "
                + "follows"
        ) { $0.epochs = 2 }
        refused("prune_every is 0; it must be 1 or more") { $0.interval = 0 }
    }

    // MARK: In training

    private func plan(
        sparsity: Double = 0.5, scope: PruningPlan.Scope = .global, rewinds: Bool = false
    ) -> TrainingPlan {
        var plan = TrainingPlan(
            depth: 2, width: 8, activation: .tanh, batchSize: 16, epochs: 4, sweepSeed: 5)
        var pruning = PruningPlan(sparsity: sparsity, startEpoch: 2)
        pruning.scope = scope
        pruning.rewinds = rewinds
        plan.pruning = pruning
        return plan
    }

    private func trained(
        _ plan: TrainingPlan,
        rule: OptimizerSettings = .sgd(learningRate: 0.1, momentum: 0.9)
    ) throws -> (trainer: GroupTrainer, record: LaneRecord) {
        _ = blasRuntime
        var observer = GroupObserver(slots: 1)
        let trainer = try GroupTrainer(
            plan: plan, lanes: [LanePlan(optimizer: rule)], dataSet: try signDataSet())
        trainer.run(observer: &observer, clock: { 0 })
        return (trainer, observer.lanes[0])
    }

    private func weights(_ trainer: GroupTrainer) -> [[Float]] {
        let network = trainer.session.network
        return network.blocks[0].filter { $0.role == .weight }.map { block in
            (block.offset..<block.offset + block.count).map { network.parameters[$0] }
        }
    }

    @Test(
        "a pruned weight never moves again, whatever the optimizer has gathered",
        arguments: [
            OptimizerSettings.sgd(learningRate: 0.1), .sgd(learningRate: 0.1, momentum: 0.9),
            .sgd(learningRate: 0.1, momentum: 0.9, nesterov: true),
            .rmsProp(learningRate: 0.01), .adagrad(learningRate: 0.01),
            .adam(learningRate: 0.01), .adam(learningRate: 0.01, amsgrad: true),
        ])
    func masked(rule: OptimizerSettings) throws {
        let (trainer, record) = try trained(plan(), rule: rule)
        #expect(record.values(.sparsity) == [0.5])
        #expect(record.steps(.sparsity) == [10])
        // 2 × 8 + 8 × 8 + 8 × 2 weights.
        #expect(weights(trainer).joined().count { $0 == 0 } == 48)
        let biases = trainer.session.network.blocks[0].filter { $0.role == .bias }
        for block in biases {
            #expect(trainer.session.network.parameters[block.offset] != 0)
        }
    }

    @Test("by layer, each loses its own share")
    func byLayer() throws {
        let (trainer, _) = try trained(plan(sparsity: 0.25, scope: .layer))
        #expect(weights(trainer).map { $0.count { $0 == 0 } } == [4, 16, 4])
    }

    @Test("sparsity 0 changes nothing, and 1 leaves no weight")
    func extremes() throws {
        var dense = plan(sparsity: 0)
        let (_, none) = try trained(dense)
        dense.pruning = nil
        let (_, without) = try trained(dense)
        #expect(none.points[.trainLoss] == without.points[.trainLoss])
        let (trainer, _) = try trained(plan(sparsity: 1))
        #expect(weights(trainer).joined().allSatisfy { $0 == 0 })
    }

    @Test("the quality right after pruning is recorded, before any fine-tuning")
    func pruned() throws {
        let (_, record) = try trained(plan(sparsity: 0.9))
        #expect(record.steps(.prunedLoss) == [10])
        #expect(record.steps(.prunedAccuracy) == [10])
        #expect(record.values(.prunedLoss)[0] != record.values(.validationLoss)[1])
        #expect(record.steps(.validationLoss) == [5, 10, 15, 20])
    }

    @Test("rewinding puts the weights that are left back to where they began, with the same mask")
    func rewinding() throws {
        // No step moves anything after the rewind.
        var still = plan(rewinds: true)
        still.schedule = .step(size: 10, rate: 1e-30)
        let (trainer, _) = try trained(still)
        let initial = try GroupTrainer(
            plan: still, lanes: [LanePlan(optimizer: .sgd(learningRate: 0.1))],
            dataSet: try signDataSet())
        let (after, before) = (weights(trainer).joined(), weights(initial).joined())
        #expect(after.count { $0 == 0 } == 48)
        #expect(zip(after, before).allSatisfy { $0 == 0 || $0 == $1 })
    }

    @Test("the other lanes of a group do not matter to a pruned one")
    func lanes() throws {
        let lane = LanePlan(optimizer: .sgd(learningRate: 0.1, momentum: 0.9))
        let other = LanePlan(optimizer: .sgd(learningRate: 1e30))  // Spoils its own numbers.
        let dataSet = try signDataSet()
        let alone = try train(plan(), lanes: [nil, lane], on: dataSet)
        let beside = try train(plan(), lanes: [other, lane], on: dataSet)
        #expect(alone[1].bits == beside[1].bits)
    }
}
