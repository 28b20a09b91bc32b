import Testing
import TrainingEngine

/// Batch and layer normalization, alone and in models.
@Suite("Normalization")
struct NormalizationTests {
    private let step = TrainingStep(sweepSeed: 1, runSeed: 2, index: 0)

    init() { _ = blasRuntime }

    private func layer<S: Scalar>(
        _ kind: Normalization, width: Int, activation: Activation = .identity
    ) -> any Layer<S> {
        kind == .batch
            ? BatchNormalizationLayer<S>(width: width, activation: activation)
            : LayerNormalizationLayer<S>(width: width, activation: activation)
    }

    // MARK: Reference numbers

    @Test("layer normalization gives the recorded output and gradients, in both precisions")
    func layerReference() throws {
        try checkLayer(Double.self, within: 5e-9)
        try checkLayer(Float.self, within: 2e-6)
    }

    private func checkLayer<S: Scalar>(_: S.Type, within tolerance: Double) throws {
        let reference = try Reference()
        let entry = try reference.object("layers").object("layernorm")
        func values(_ seed: Int, _ count: Int, _ amplitude: Double = 1) throws -> [S] {
            try reference.fill(seed, count: count, amplitude: amplitude).map { S($0) }
        }
        let pass = LayerPass<S>(
            layer(.layer, width: 6), input: try values(20, 24),
            parameters: try values(23, 6) + values(24, 6, 0.5), step: step)
        try entry.object("out").expectChecksums(
            of: pass.output.map { Double($0) }, within: tolerance)
        let (parameters, input) = pass.gradients(upstream: try values(29, 24))
        let expected = try entry.object("grads")
        try expected.object("x").expectChecksums(
            of: input.map { Double($0) }, within: 2 * tolerance)
        try expected.object("g").expectChecksums(
            of: parameters[..<6].map { Double($0) }, within: 2 * tolerance)
        try expected.object("b").expectChecksums(
            of: parameters[6...].map { Double($0) }, within: 2 * tolerance)
    }

    @Test(
        "batch normalization gives the recorded output, gradients and running values, in training and then in evaluation"
    )
    func batchReference() throws {
        try checkBatch(Double.self, within: 5e-9)
        try checkBatch(Float.self, within: 2e-6)
    }

    private func checkBatch<S: Scalar>(_: S.Type, within tolerance: Double) throws {
        let reference = try Reference()
        let layers = try reference.object("layers")
        let training = try layers.object("batchnorm_train")
        // Channels of images: each place of each image is a row here.
        let sides = [4, 3, 3, 2]
        func rows(_ values: [Double]) -> [S] {
            let place = sides[2] * sides[3]
            return (0..<sides[0]).flatMap { image in
                (0..<place).flatMap { p in
                    (0..<sides[1]).map { S(values[(image * sides[1] + $0) * place + p]) }
                }
            }
        }
        func images(_ values: [S]) -> [Double] {
            let place = sides[2] * sides[3]
            return (0..<sides[0]).flatMap { image in
                (0..<sides[1]).flatMap { channel in
                    (0..<place).map { Double(values[(image * place + $0) * sides[1] + channel]) }
                }
            }
        }
        let x = rows(try reference.fill(20, count: 72, amplitude: 1))
        let upstream = rows(try reference.fill(29, count: 72, amplitude: 1))
        let start =
            try reference.fill(23, count: 3, amplitude: 1)
            + reference.fill(24, count: 3, amplitude: 0.5) + [0, 0, 0, 1, 1, 1]
        func check(_ pass: LayerPass<S>, _ entry: Reference) throws {
            try entry.object("out").expectChecksums(of: images(pass.output), within: tolerance)
            let (parameters, input) = pass.gradients(upstream: upstream)
            let expected = try entry.object("grads")
            // Nine digits are recorded, of numbers above 100 too.
            let sums = max(4 * tolerance, 1e-7)
            try expected.object("x").expectChecksums(of: images(input), within: 2 * tolerance)
            try expected.object("g").expectChecksums(
                of: parameters[..<3].map { Double($0) }, within: sums)
            try expected.object("b").expectChecksums(
                of: parameters[3..<6].map { Double($0) }, within: sums)
            #expect(parameters[6...].allSatisfy { $0 == 0 })
        }
        let layer: any Layer<S> = layer(.batch, width: 3)
        let pass = LayerPass<S>(layer, input: x, parameters: start.map { S($0) }, step: step)
        try check(pass, training)
        let running =
            try training.numbers("running_mean_after") + training.numbers("running_var_after")
        for (value, expected) in zip(pass.moved[6...], running) {
            #expect(abs(Double(value) - expected) < tolerance)
        }
        let evaluation = LayerPass<S>(layer, input: x, parameters: pass.moved)
        #expect(evaluation.moved == pass.moved)
        try check(evaluation, try layers.object("batchnorm_eval_after_that"))
    }

    @Test("a linear layer gives the recorded output and gradients, in both precisions")
    func linearReference() throws {
        try checkLinear(Double.self, within: 5e-9)
        try checkLinear(Float.self, within: 2e-6)
    }

    private func checkLinear<S: Scalar>(_: S.Type, within tolerance: Double) throws {
        let reference = try Reference()
        let entry = try reference.object("layers").object("linear")
        let x = try reference.fill(20, count: 24, amplitude: 1).map { S($0) }
        let w = try reference.fill(21, count: 30, amplitude: 0.5)
        let b = try reference.fill(22, count: 5, amplitude: 0.5)
        // Stored out × in there, in × out here.
        let turned = (0..<6).flatMap { i in (0..<5).map { w[$0 * 6 + i] } }
        let pass = LayerPass(
            LinearLayer<S>(inputWidth: 6, outputWidth: 5, activation: .identity), input: x,
            parameters: (turned + b).map { S($0) })
        try entry.object("out").expectChecksums(
            of: pass.output.map { Double($0) }, within: tolerance)
        let (parameters, input) = pass.gradients(
            upstream: try reference.fill(29, count: 20, amplitude: 1).map { S($0) })
        let expected = try entry.object("grads")
        try expected.object("x").expectChecksums(
            of: input.map { Double($0) }, within: 2 * tolerance)
        let dW = (0..<5).flatMap { o in (0..<6).map { Double(parameters[$0 * 5 + o]) } }
        try expected.object("w").expectChecksums(of: dW, within: 2 * tolerance)
        try expected.object("b").expectChecksums(
            of: parameters[30...].map { Double($0) }, within: 2 * tolerance)
    }

    // MARK: What it does

    @Test("each row, or each unit over the batch, comes out with mean 0 and variance 1")
    func moments() {
        let x = noise(9 * 13, seed: 3, scale: 50).map { $0 + 20 }
        let ones = [Double](repeating: 1, count: 13)
        let zeros = [Double](repeating: 0, count: 13)
        let rows = LayerPass<Double>(layer(.layer, width: 13), input: x, parameters: ones + zeros)
        let units = LayerPass<Double>(
            layer(.batch, width: 13), input: x, parameters: ones + zeros + zeros + ones, step: step)
        func expect(_ values: [Double]) {
            let mean = values.reduce(0, +) / Double(values.count)
            let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
            #expect(abs(mean) < 1e-12)
            #expect(abs(square - 1) < 1e-6)
        }
        for row in 0..<9 { expect(Array(rows.output[13 * row..<13 * (row + 1)])) }
        for unit in 0..<13 { expect((0..<9).map { units.output[13 * $0 + unit] }) }
    }

    @Test("the activation is applied after gain and shift", arguments: Activation.allCases)
    func activation(activation: Activation) {
        let x = noise(5 * 9, seed: 4)
        for kind in [Normalization.batch, .layer] {
            let parameters = noise(kind == .batch ? 36 : 18, seed: 5)
            let plain = LayerPass<Double>(
                layer(kind, width: 9), input: x, parameters: parameters, step: step)
            let fused = LayerPass<Double>(
                layer(kind, width: 9, activation: activation), input: x, parameters: parameters,
                step: step)
            let apart = LayerPass(
                LinearLayer<Double>(inputWidth: 1, outputWidth: 1, activation: activation),
                input: plain.output, parameters: [1, 0])
            #expect(zip(fused.output, apart.output).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    @Test(
        "the gradients of a normalization are slopes", arguments: Activation.allCases,
        [(Normalization.batch, true), (.batch, false), (.layer, true)])
    func slopes(activation: Activation, mode: (kind: Normalization, isTraining: Bool)) {
        let (rows, width) = (5, 9)
        let x = noise(rows * width, seed: 11)
        let layer: any Layer<Double> = layer(mode.kind, width: width, activation: activation)
        var parameters = noise(layer.parameterCount, seed: 13)
        for index in parameters.indices.dropFirst(3 * width) { parameters[index] += 1.5 }
        let upstream = noise(rows * width, seed: 14)
        let step = mode.isTraining ? step : nil
        func pass(_ x: [Double], _ parameters: [Double]) -> LayerPass<Double> {
            LayerPass(layer, input: x, parameters: parameters, step: step)
        }
        func weighted(_ pass: LayerPass<Double>) -> Double {
            zip(pass.output, upstream).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let plain = LayerPass<Double>(
            self.layer(mode.kind, width: width), input: x, parameters: parameters, step: step)
        let nearest = plain.output.map { abs($0) }.min() ?? 0
        #expect(nearest > 1e-3, "a unit too near the kink of ReLU: choose another seed")
        let gradients = pass(x, parameters).gradients(upstream: upstream)
        let trained = 2 * width
        expectSlopes(
            Array(gradients.parameters[..<trained]), at: Array(parameters[..<trained]),
            of: "parameter"
        ) { weighted(pass(x, $0 + parameters[trained...])) }
        #expect(gradients.parameters[trained...].allSatisfy { $0 == 0 })
        expectSlopes(gradients.input, at: x, of: "input") { weighted(pass($0, parameters)) }
    }

    @Test("NaN in a row stays in it with layer normalization, and reaches every row of a batch")
    func nan() {
        var x = noise(4 * 8, seed: 6)
        x[3] = .nan
        let rows = LayerPass<Double>(
            layer(.layer, width: 8), input: x, parameters: noise(16, seed: 7))
        #expect(rows.output[..<8].allSatisfy { $0.isNaN })
        #expect(rows.output[8...].allSatisfy { $0.isFinite })
        let batch = LayerPass<Double>(
            layer(.batch, width: 8), input: x, parameters: noise(32, seed: 7), step: step)
        #expect((0..<4).allSatisfy { batch.output[8 * $0 + 3].isNaN })
        #expect(batch.output.count { $0.isNaN } == 4)
    }

    // MARK: In models

    private func plan(
        _ normalization: Normalization, isResidual: Bool = false, activation: Activation = .gelu,
        depth: Int = 3, batchSize: Int = 100, epochs: Int = 2, accumulation: Int = 1
    ) -> TrainingPlan {
        var plan = TrainingPlan(
            depth: depth, width: 11, activation: activation, batchSize: batchSize, epochs: epochs,
            sweepSeed: 3, runSeed: 4)
        plan.normalization = normalization
        plan.isResidual = isResidual
        plan.accumulation = accumulation
        return plan
    }

    private func digits() throws -> DataSet {
        try DataSetCatalog().load(DataSetRequest(name: "digits"))
    }

    @Test(
        "the gradients of whole models are slopes, with normalization, residuals, dropout and parts",
        arguments: Normalization.allCases, [(false, 1), (true, 1), (true, 3)])
    func models(normalization: Normalization, shape: (isResidual: Bool, parts: Int)) throws {
        var model = MLP(
            inputWidth: 4, outputWidth: 3, depth: 3, width: 5, activation: .gelu)
        model.normalization = normalization
        model.isResidual = shape.isResidual
        var lane = LanePlan(optimizer: .sgd(learningRate: 0))
        lane.dropout = 0.3
        let plain = LanePlan(optimizer: .sgd(learningRate: 0))
        let session = try TrainingSession<Double>(
            layers: model.layers(laneCount: 3, dropout: [0.3, 0, 0]), loss: .softmaxCrossEntropy,
            lanes: [lane, nil, plain], batchSize: 8, accumulation: shape.parts)
        session.initialize(sweepSeed: 1, runSeed: 2)
        session.batch.fill(
            inputs: noise(32, seed: 21), labels: [0, 1, 2, 2, 1, 0, 0, 1])
        session.expectSlopes()
        #expect(session.network.gradients(of: 1).allSatisfy { $0 == 0 })
    }

    @Test(
        "with normalization and residuals a lane keeps its bits beside filled, empty and diverged slots",
        arguments: Normalization.allCases, [1, 3])
    func lanes(normalization: Normalization, parts: Int) throws {
        let dataSet = try digits()
        let plan = plan(normalization, isResidual: true, accumulation: parts)
        var lane = LanePlan(optimizer: .adam(learningRate: 0.01))
        lane.dropout = 0.1
        var other = LanePlan(optimizer: .sgd(learningRate: 0.05))
        other.dropout = 0.5
        var broken = LanePlan(optimizer: .sgd(learningRate: 1e38))
        broken.l2 = 1e30
        let full = try train(plan, lanes: [other, lane, other], on: dataSet)
        let beside = try train(plan, lanes: [broken, lane, nil], on: dataSet)
        let stopped = try train(
            plan, lanes: [other, lane, other], on: dataSet, stops: [0: 3, 2: 7])
        #expect(full[1].ends == [.completed])
        #expect(beside[0].ends != [.completed])
        #expect(full[1].bits == beside[1].bits)
        #expect(full[1].bits == stopped[1].bits)
        #expect(full[0].bits != full[1].bits)
    }

    @Test("NaN in one lane's weights stays there", arguments: Normalization.allCases)
    func nanLane(normalization: Normalization) throws {
        var model = MLP(inputWidth: 4, outputWidth: 3, depth: 2, width: 13, activation: .relu)
        model.normalization = normalization
        model.isResidual = true
        let lane = LanePlan(optimizer: .adam(learningRate: 0.01))
        func losses(isBroken: Bool) throws -> [UInt64] {
            let session = try TrainingSession<Float>(
                layers: model.layers(laneCount: 2), loss: .softmaxCrossEntropy,
                lanes: [lane, lane], batchSize: 6)
            session.initialize(sweepSeed: 1, runSeed: 2)
            if isBroken {
                let count = session.network.parameters(of: 0).count
                session.network.setParameters(
                    of: 0, to: [Float](repeating: .nan, count: count))
            }
            session.batch.fill(
                inputs: noise(24, seed: 21).map { Float($0) }, labels: [0, 1, 2, 2, 1, 0])
            return (0..<5).map { _ in
                session.step()
                return session.losses[1].bitPattern
            }
        }
        #expect(try losses(isBroken: false) == losses(isBroken: true))
    }

    @Test("evaluation does not depend on how the rows are batched")
    func evaluation() throws {
        let dataSet = try signDataSet()
        var model = MLP(inputWidth: 2, outputWidth: 2, depth: 2, width: 7, activation: .tanh)
        model.normalization = .batch
        func evaluate(size: Int) throws -> Evaluation {
            let session = try TrainingSession<Double>(
                layers: model.layers(), loss: .softmaxCrossEntropy,
                optimizer: .sgd(learningRate: 0.1), batchSize: 4, evaluationSize: size)
            session.initialize(sweepSeed: 1, runSeed: 2)
            dataSet.split.training[..<4].withUnsafeBufferPointer {
                for _ in 0..<5 { session.step(dataSet, rows: $0) }
            }
            return try #require(session.evaluate(dataSet, rows: dataSet.split.training)[0])
        }
        let (one, many) = (try evaluate(size: 80), try evaluate(size: 1))
        #expect(abs(one.loss - many.loss) < 1e-12)
        #expect(one.score == many.score)
    }

    @Test(
        "running values begin at mean 0 and variance 1, move in training and come back as the best")
    func runningValues() throws {
        let trainer = try GroupTrainer(
            plan: plan(.batch), lanes: [LanePlan(optimizer: .sgd(learningRate: 0.1))],
            dataSet: try digits())
        let network = trainer.session.network
        func values(_ role: ParameterRole) -> [Float] {
            network.blocks[0].filter { $0.role == role }.flatMap { block in
                (0..<block.count).map { network.parameters[block.offset + $0] }
            }
        }
        #expect(values(.runningMean).allSatisfy { $0 == 0 })
        #expect(values(.runningVariance).allSatisfy { $0 == 1 })
        #expect(values(.gain).allSatisfy { $0 == 1 })
        #expect(values(.shift).allSatisfy { $0 == 0 })
        #expect(values(.gain).count == 33)

        // A rate so large that validation gets worse again after its best.
        var best = plan(.batch, activation: .tanh, epochs: 8)
        best.bestEpochBy = .validationLoss
        let lanes: [LanePlan?] = [LanePlan(optimizer: .sgd(learningRate: 8))]
        let chosen = try train(best, lanes: lanes, on: try digits())[0]
        let losses = chosen.values(.validationLoss)
        let epoch = try #require(losses.indices.min { losses[$0] < losses[$1] })
        try #require(epoch < 7, "the last epoch is the best: choose another rate")
        best.bestEpochBy = nil
        best.epochs = epoch + 1
        let short = try train(best, lanes: lanes, on: try digits())[0]
        #expect(short.values(.testLoss) == chosen.values(.testLoss))
    }

    @Test("a layer begins with the same weights with a normalization and without")
    func initialWeights() {
        func weights(_ normalization: Normalization) -> [Float] {
            var model = MLP(
                inputWidth: 3, outputWidth: 2, depth: 2, width: 5, activation: .relu)
            model.normalization = normalization
            let network = Network<Float>(
                layers: model.layers(), forwardCapacity: 2, backwardCapacity: 2)
            network.initialize(sweepSeed: 1, runSeed: 1)
            return network.blocks[0].filter { $0.role == .weight }.flatMap { block in
                (0..<block.count).map { network.parameters[block.offset + $0] }
            }
        }
        #expect(weights(.none) == weights(.batch))
        #expect(weights(.none) == weights(.layer))
    }

    @Test("gain and shift learn at the rate of the biases of their layer")
    func rates() {
        var model = MLP(inputWidth: 3, outputWidth: 2, depth: 2, width: 8, activation: .relu)
        model.normalization = .layer
        model.parametrization = .maximalUpdate(baseWidth: 2, isAdaptive: false)
        let network = Network<Float>(
            layers: model.layers(), forwardCapacity: 1, backwardCapacity: 1)
        for block in network.blocks[0] where block.role == .gain || block.role == .shift {
            #expect(block.rateFactor == 4)
        }
    }

    @Test(
        "a batch or part of one row is refused with batch normalization",
        arguments: [
            (1, 1, "batch_size 1 leaves one of 80 training rows alone; change batch_size, or use"),
            (
                79, 1,
                "batch_size 79 leaves one of 80 training rows alone; change batch_size, or use"
            ),
            (
                16, 9,
                "batch_size 16 in 9 parts (accumulation) leaves one of 80 training rows alone; change batch_size or accumulation, or use"
            ),
        ])
    func oneRow(batchSize: Int, accumulation: Int, message: String) throws {
        let dataSet = try signDataSet()
        let refused = plan(.batch, batchSize: batchSize, accumulation: accumulation)
        expectFailure(
            "batch normalization needs 2 rows or more at a time: \(message) normalization layer"
        ) { try refused.validate(for: dataSet) }
        try plan(.layer, batchSize: batchSize, accumulation: accumulation).validate(for: dataSet)
        try plan(.batch, depth: 0, batchSize: batchSize, accumulation: accumulation)
            .validate(for: dataSet)
        try plan(.batch, batchSize: 16, accumulation: 8).validate(for: dataSet)
    }

    @Test(
        "the digits are learned with each normalization, and residuals", arguments: [true, false])
    func learning(isResidual: Bool) throws {
        for kind in [Normalization.batch, .layer] {
            var plan = plan(kind, isResidual: isResidual, activation: .relu, batchSize: 32)
            plan.width = 32
            plan.epochs = 6
            let record = try train(
                plan, lanes: [LanePlan(optimizer: .adam(learningRate: 3e-3))], on: try digits())[0]
            #expect(try #require(record.values(.testAccuracy).first) > 0.93)
        }
    }

    // MARK: Residuals

    @Test("a block whose weights are 0 passes its input on")
    func emptyBlock() {
        func output(depth: Int) -> [Double] {
            var model = MLP(
                inputWidth: 3, outputWidth: 2, depth: depth, width: 5, activation: .tanh)
            model.isResidual = true
            let network = Network<Double>(
                layers: model.layers(), forwardCapacity: 2, backwardCapacity: 2)
            let (first, block, last) = (
                noise(20, seed: 1), [Double](repeating: 0, count: 30), noise(12, seed: 2)
            )
            network.setParameters(
                of: 0, to: first + (1..<depth).flatMap { _ in block } + last)
            let output = network.forward(noise(6, seed: 3), rowCount: 2)
            return (0..<4).map { output[$0] }
        }
        #expect(output(depth: 1) == output(depth: 3))
    }

    @Test("residual blocks carry a signal past weights that are too small for a plain model")
    func deep() throws {
        func accuracy(isResidual: Bool) throws -> Double {
            var plan = plan(
                .none, isResidual: isResidual, activation: .tanh, depth: 12, batchSize: 32,
                epochs: 6)
            plan.width = 32
            plan.initialization = .normal
            plan.initialDeviation = 0.05
            let record = try train(
                plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 0.05))],
                on: try digits())[0]
            return try #require(record.values(.testAccuracy).first)
        }
        #expect(try accuracy(isResidual: true) > 0.8)
        #expect(try accuracy(isResidual: false) < 0.4)
    }

    @Test("the hidden units are found among the layers, and counted also where a batch is in parts")
    func hiddenLayers() throws {
        for normalization in Normalization.allCases {
            for isResidual in [false, true] {
                for rate in [0, 0.5] {
                    var model = MLP(
                        inputWidth: 3, outputWidth: 2, depth: 3, width: 5, activation: .tanh)
                    model.normalization = normalization
                    model.isResidual = isResidual
                    let layers: [any Layer<Float>] = model.layers(dropout: [rate])
                    for index in model.hiddenLayers(hasDropout: rate > 0) {
                        let activation =
                            (layers[index] as? LinearLayer<Float>)?.activation
                            ?? (layers[index] as? BatchNormalizationLayer<Float>)?.activation
                            ?? (layers[index] as? LayerNormalizationLayer<Float>)?.activation
                        #expect(activation == .tanh)
                    }
                }
            }
        }
        var plan = plan(.batch, isResidual: true, batchSize: 100, accumulation: 12)
        plan.requestedMetrics = [.deadUnits, .gradientNorm, .weightNorm]
        let record = try train(
            plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 0.1))], on: try digits())[0]
        #expect(record.ends == [.completed])
        #expect(record.values(.deadUnits(layer: 3)).count == 2)
    }

    // MARK: Cost

    @Test("normalizations and residuals cost memory and work, parts save memory")
    func cost() throws {
        let dataSet = try digits()
        func cost(_ plan: TrainingPlan) -> TrainingCost {
            TrainingCost(
                plan: plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 1))], dataSet: dataSet)
        }
        let plain = cost(plan(.none))
        for better in [plan(.batch), plan(.layer), plan(.none, isResidual: true)] {
            #expect(cost(better).memoryBytes > plain.memoryBytes)
            #expect(cost(better).operations > plain.operations)
        }
        var large = plan(.none, batchSize: 1000)
        large.width = 64
        var parts = large
        parts.accumulation = 10
        #expect(cost(parts).memoryBytes < cost(large).memoryBytes / 2)
        #expect(cost(parts).operations == cost(large).operations)
    }
}
