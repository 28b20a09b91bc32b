import Testing
import TrainingEngine

/// What surrounds the update rules: clipping, decay, dropout, smoothing.
@Suite("Techniques")
struct TechniqueTests {
    init() { _ = blasRuntime }

    /// Makes one update of these weights by these gradients.
    private func updated(
        _ weights: [Double], gradients: [Double], factor: Double = 1,
        rule: OptimizerSettings = .sgd(learningRate: 1), _ change: (inout LanePlan) -> Void
    ) -> [Double] {
        var plan = LanePlan(optimizer: rule)
        change(&plan)
        var weights = weights
        let block = ParameterBlock(role: .weight, offset: 0, count: weights.count)
        let optimizer = Optimizer<Double>(
            [plan], blocks: [[block]], parameterCount: weights.count)
        optimizer.update(lane: 0, &weights, gradients: gradients, factor: factor)
        return weights
    }

    // MARK: Clipping

    @Test(
        "the gradient is scaled down to its largest length, and not up",
        arguments: ["0.5", "1", "2.16598571", "10"])
    func clipNorm(limit: String) throws {
        let reference = try Reference()
        let entry = try reference.object("clipping").object("max_norm_\(limit)")
        let gradients =
            try reference.fill(44, count: 12, amplitude: 1)
            + reference.fill(45, count: 5, amplitude: 1)
        let zeros = [Double](repeating: 0, count: 17)
        let moved = updated(zeros, gradients: gradients) { $0.clipNorm = Double(limit) }
        try entry.object("clipped").expectChecksums(of: moved.map { -$0 }, within: 1e-8)
        if limit == "10" { #expect(moved == gradients.map { -$0 }) }
    }

    @Test("each entry of the gradient is limited in magnitude, before λ times the weights is added")
    func clipValue() {
        let moved = updated([10, 0, 0], gradients: [3, -3, 0.1]) {
            $0.clipValue = 0.5
            $0.l2 = 0.01
        }
        #expect(moved == [10 - 0.5 - 0.1, 0.5, -0.1])
    }

    @Test("weights are limited in magnitude after the update")
    func weightClip() throws {
        let reference = try Reference()
        let weights = try reference.fill(42, count: 30, amplitude: 1)
        let clipped = updated(weights, gradients: weights.map { _ in 0 }) { $0.weightClip = 0.25 }
        try reference.object("weight_clipping").object("fill(42,[6,5],1) clamped to 0.25")
            .expectChecksums(of: clipped, within: 1e-8)
    }

    @Test("limits that are never reached change no bit")
    func idleLimits() {
        let (weights, gradients) = ([0.3, -0.7, 0.1], [0.01, -2, 1e-9])
        let adam = OptimizerSettings.adam(learningRate: 0.1)
        let plain = updated(weights, gradients: gradients, rule: adam) { _ in }
        let limited = updated(weights, gradients: gradients, rule: adam) {
            $0.clipNorm = 1e9
            $0.clipValue = 1e9
            $0.weightClip = 1e9
        }
        #expect(plain == limited)
    }

    @Test("a gradient whose limited length is not finite is not used, and that is recorded")
    func skippedStep() throws {
        // Rows of 1e30 make a gradient whose square overflows while the loss stays finite.
        let values = (0..<40).map { $0 < 20 ? 0.5 as Float : 1e30 }
        let dataSet = DataSet(
            name: "huge", featureCount: 1, features: .scalars(values),
            targets: .classes((0..<40).map { Int32($0 % 2) }, names: ["a", "b"]),
            split: try DataSplit(rowCount: 40, validation: 0), checksum: "none")
        let plan = TrainingPlan(depth: 0, width: 1, batchSize: 40, epochs: 2)
        var lane = LanePlan(optimizer: .sgd(learningRate: 1e-3))
        lane.clipNorm = 1
        let record = try train(plan, lanes: [lane], on: dataSet)[0]
        #expect(record.ends == [.completed])
        #expect(record.values(.skippedSteps) == [1, 2])
        #expect(Set(record.values(.trainLoss)).count == 1)
    }

    // MARK: Decay

    @Test("without a gradient decoupled decay shrinks a weight by exactly 1 − η λ, η as scheduled")
    func weightDecay() {
        let adam = OptimizerSettings.adam(learningRate: 0.5)
        let decayed = updated([2, -4], gradients: [0, 0], factor: 0.5, rule: adam) {
            $0.weightDecay = 0.1
        }
        #expect(decayed == [2 * (1 - 0.25 * 0.1), -4 * (1 - 0.25 * 0.1)])
    }

    @Test("l1 pulls towards zero by the same amount from any distance, and leaves zero alone")
    func l1() {
        #expect(updated([3, -0.5, 0], gradients: [0, 0, 0]) { $0.l1 = 0.25 } == [2.75, -0.25, 0])
    }

    // MARK: Dropout

    private func dropout(
        _ rates: [Double], width: Int, step: TrainingStep?, input: [Double]
    ) -> (layer: DropoutLayer<Double>, output: [Double], mask: [Double]) {
        let layer = DropoutLayer<Double>(width: width, rates: rates, index: 0)
        let parameters = [0.0]
        var output = [Double](repeating: .nan, count: input.count)
        var mask = output
        output.withUnsafeMutableBufferPointer { output in
            mask.withUnsafeMutableBufferPointer { mask in
                guard let y = output.baseAddress, let k = mask.baseAddress else { return }
                layer.forward(
                    rowCount: input.count / (width * rates.count), lanes: LaneSet(rates.indices),
                    step: step,
                    LayerTensors(parameters: parameters, input: input, output: y, kept: k))
            }
        }
        return (layer, output, mask)
    }

    private let first = TrainingStep(sweepSeed: 1, runSeed: 2, index: 0)

    @Test("dropout leaves out its part of the units and keeps the mean", arguments: [0.1, 0.5])
    func dropoutMean(rate: Double) {
        let ones = [Double](repeating: 1, count: 30 * 1001)
        let (_, output, _) = dropout([rate], width: 1001, step: first, input: ones)
        let left = Double(output.count { $0 == 0 }) / Double(ones.count)
        let deviation = (rate * (1 - rate) / Double(ones.count)).squareRoot()
        #expect(abs(left - rate) < 3 * deviation)
        #expect(output.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    }

    @Test("evaluation leaves out nothing, and nor does a rate of 0")
    func dropoutOff() {
        let input = (0..<24).map { 0.1 + Double($0) }
        #expect(dropout([0.5, 0.5], width: 6, step: nil, input: input).output == input)
        #expect(dropout([0, 0], width: 6, step: first, input: input).output == input)
    }

    @Test("masks differ between steps and seeds, and a lane's is the same beside any others")
    func dropoutStreams() {
        let ones = [Double](repeating: 1, count: 80)
        func mask(_ step: TrainingStep) -> [Double] {
            dropout([0.5], width: 10, step: step, input: ones).mask
        }
        var other = first
        other.index = 1
        #expect(mask(first) == mask(first))
        #expect(mask(first) != mask(other))
        other = TrainingStep(sweepSeed: 1, runSeed: 3, index: 0)
        #expect(mask(first) != mask(other))

        let pair = dropout([0.9, 0.5], width: 10, step: first, input: ones + ones).mask
        let second = (0..<8).flatMap { row in Array(pair[20 * row + 10..<20 * row + 20]) }
        #expect(second == mask(first))
    }

    @Test("the gradients of a model with dropout and smoothing are slopes")
    func slopes() throws {
        var lane = LanePlan(optimizer: .sgd(learningRate: 0))
        lane.dropout = 0.4
        lane.labelSmoothing = 0.2
        let session = try TrainingSession<Double>(
            layers: MLP(
                inputWidth: 3, outputWidth: 4, depth: 2, width: 9, activation: .tanh
            ).layers(laneCount: 2, dropout: [0.4, 0]),
            loss: .softmaxCrossEntropy, lanes: [lane, LanePlan(optimizer: .sgd(learningRate: 0))],
            batchSize: 5)
        session.initialize(sweepSeed: 1, runSeed: 2)
        session.batch.fill(
            inputs: (0..<15).map { 0.3 * Double($0 % 7) - 1 }, labels: [0, 1, 2, 3, 1])
        session.computeGradients()
        let gradients = (0..<2).map { session.network.gradients(of: $0) }
        #expect(gradients[0] != gradients[1])
        for slot in 0..<2 {
            let point = session.network.parameters(of: slot)
            for i in stride(from: 0, to: point.count, by: 5) {
                func loss(_ change: Double) -> Double {
                    var moved = point
                    moved[i] += change
                    session.network.setParameters(of: slot, to: moved)
                    session.computeGradients()
                    return session.losses[slot]
                }
                let slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
                let scale = max(abs(slope), abs(gradients[slot][i]), 1e-3)
                #expect(abs(slope - gradients[slot][i]) / scale < 1e-6, "parameter \(i)")
            }
            session.network.setParameters(of: slot, to: point)
        }
    }

    // MARK: Lanes

    @Test("lanes with every technique keep their bits beside empty and diverged slots")
    func lanes() throws {
        let dataSet = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let plan = TrainingPlan(
            depth: 2, width: 11, activation: .silu, schedule: .cosine(final: 0.1), batchSize: 100,
            epochs: 2, sweepSeed: 3, runSeed: 4)
        var lane = LanePlan(optimizer: .adam(learningRate: 0.01, amsgrad: true))
        lane.warmupSteps = 4
        lane.weightDecay = 0.01
        lane.l1 = 1e-4
        lane.l2 = 1e-4
        lane.clipNorm = 0.5
        lane.clipValue = 0.2
        lane.weightClip = 3
        lane.labelSmoothing = 0.1
        lane.dropout = 0.2
        var other = LanePlan(optimizer: .rmsProp(learningRate: 0.003))
        other.dropout = 0.5
        let broken = LanePlan(optimizer: .sgd(learningRate: 1e38))
        let full = try train(plan, lanes: [other, lane, other], on: dataSet)
        let beside = try train(plan, lanes: [broken, lane, nil], on: dataSet)
        #expect(full[1].bits == beside[1].bits)
        #expect(full[1].ends == [.completed])
        #expect(full[0].bits != full[1].bits)
        // Dropout beside a lane that has none changes nothing for it.
        let plain = LanePlan(optimizer: .adagrad(learningRate: 0.05))
        #expect(
            try train(plan, lanes: [plain, other], on: dataSet)[0].bits
                == train(plan, lanes: [plain, nil], on: dataSet)[0].bits)
    }

    @Test("settings out of range are refused by name")
    func ranges() {
        func expect(_ message: String, _ change: (inout LanePlan) -> Void) {
            var lane = LanePlan(optimizer: .sgd(learningRate: 1))
            change(&lane)
            expectFailure(message) { try lane.validate() }
        }
        expect("warmup_steps is -1; it must be 0 or more") { $0.warmupSteps = -1 }
        expect("weight_decay is -1.0; it must be 0 or more") { $0.weightDecay = -1 }
        expect("l1 is nan; it must be 0 or more") { $0.l1 = .nan }
        expect("l2 is inf; it must be 0 or more") { $0.l2 = .infinity }
        expect("clip_norm is 0.0; it must be above 0") { $0.clipNorm = 0 }
        expect("clip_value is -1.0; it must be above 0") { $0.clipValue = -1 }
        expect("weight_clip is 0.0; it must be above 0") { $0.weightClip = 0 }
        expect("dropout is 1.0; it must be from 0 to below 1") { $0.dropout = 1 }
        expect("label_smoothing is 1.0; it must be from 0 to below 1") { $0.labelSmoothing = 1 }
        expectFailure("decay_rate is 0.0; it must be above 0 and at most 1") {
            try Schedule.exponential(rate: 0).validate()
        }
        expectFailure("decay_steps is 0.0; it must be 1 or more") {
            try Schedule.step(size: 0, rate: 0.5).validate()
        }
        expectFailure("final_factor is 2.0; it must be from 0 to 1") {
            try Schedule.cosine(final: 2).validate()
        }
    }
}
