import Testing
import TrainingEngine

/// Analytic gradients against central differences, in `Double`.
@Suite("Gradients")
struct GradientTests {
    init() { _ = blasRuntime }

    @Test(
        "a linear layer's gradients of W, b and x are slopes",
        arguments: Activation.allCases, [(3, 5, 2), (1, 1, 1), (7, 4, 9)])
    func linearLayer(activation: Activation, shape: (rows: Int, inputs: Int, outputs: Int)) {
        let layer = LinearLayer<Double>(
            inputWidth: shape.inputs, outputWidth: shape.outputs, activation: activation)
        let x = noise(shape.rows * shape.inputs, seed: 1)
        let parameters = noise(layer.parameterCount, seed: 2)
        let upstream = noise(shape.rows * shape.outputs, seed: 3)

        let plain = LinearLayer<Double>(
            inputWidth: shape.inputs, outputWidth: shape.outputs, activation: .identity)
        let nearest = LayerPass(plain, input: x, parameters: parameters).output.map { abs($0) }
            .min()
        #expect(nearest ?? 0 > 1e-3, "a unit too near the kink of ReLU: choose another seed")

        let pass = LayerPass(layer, input: x, parameters: parameters)
        let gradients = pass.gradients(upstream: upstream)
        func weighted(_ pass: LayerPass<Double>) -> Double {
            zip(pass.output, upstream).reduce(0) { $0 + $1.0 * $1.1 }
        }
        expectSlopes(gradients.parameters, at: parameters, of: "parameter") {
            weighted(LayerPass(layer, input: x, parameters: $0))
        }
        expectSlopes(gradients.input, at: x, of: "input") {
            weighted(LayerPass(layer, input: $0, parameters: parameters))
        }
    }

    @Test("the gradient of cross-entropy is its slope and sums to zero in each row")
    func softmaxCrossEntropy() {
        let logits = noise(12, seed: 4, scale: 3)
        let labels: [Int32] = [2, 0, 3]
        let (_, gradient) = crossEntropy(logits, labels)
        expectSlopes(gradient, at: logits, of: "logit") { crossEntropy($0, labels).0 / 3 }
        for row in 0..<3 {
            #expect(abs(gradient[4 * row..<4 * row + 4].reduce(0, +)) < 1e-15)
        }
    }

    @Test("adding a constant to the logits of a row changes nothing")
    func softmaxInvariance() {
        let logits = noise(12, seed: 5, scale: 3)
        let (loss, gradient) = crossEntropy(logits, [1, 1, 0])
        let (shiftedLoss, shiftedGradient) = crossEntropy(logits.map { $0 + 64 }, [1, 1, 0])
        #expect(abs(loss - shiftedLoss) < 1e-12)
        #expect(zip(gradient, shiftedGradient).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("the gradient of the squared error is its slope")
    func squaredErrorSlope() {
        let (predictions, targets) = (noise(6, seed: 6), noise(6, seed: 7))
        var gradient = [Double](repeating: .nan, count: 6)
        _ = squaredError(
            rowCount: 3, width: 2, predictions: predictions, targets: targets, gradient: &gradient)
        expectSlopes(gradient, at: predictions, of: "prediction") {
            squaredError(rowCount: 3, width: 2, predictions: $0, targets: targets, gradient: nil)
                / 6
        }
    }

    static let losses = [
        Loss.softmaxCrossEntropy, .binaryCrossEntropy, .meanSquaredError, .huber(delta: 0.5),
    ]

    @Test(
        "the gradients of a whole model are slopes",
        arguments: [Activation.tanh, .gelu, .identity], losses)
    func wholeModel(activation: Activation, loss: Loss) throws {
        let session = try TrainingSession<Double>(
            layers: MLP(
                inputWidth: 5, outputWidth: 3, depth: 2, width: 4, activation: activation
            ).layers(),
            loss: loss, optimizer: .sgd(learningRate: 0), batchSize: 7)
        session.initialize(sweepSeed: 1, runSeed: 2)
        let x = noise(35, seed: 8)
        if loss == .softmaxCrossEntropy {
            session.batch.fill(inputs: x, labels: [0, 1, 2, 0, 1, 2, 2])
        } else {
            session.batch.fill(inputs: x, targets: noise(21, seed: 9))
        }
        session.computeGradients()
        let parameters = Array(session.network.parameters)
        expectSlopes(Array(session.network.gradients), at: parameters, of: "parameter") {
            _ = session.network.parameters.update(fromContentsOf: $0)
            session.computeGradients()
            return session.losses[0]
        }
    }

    @Test("gradients in single precision agree with double", arguments: Activation.allCases)
    func singlePrecision(activation: Activation) {
        let (x, w, upstream) = (noise(15, seed: 1), noise(12, seed: 2), noise(6, seed: 3))
        let double = LayerPass(
            LinearLayer<Double>(inputWidth: 5, outputWidth: 2, activation: activation),
            input: x, parameters: w
        ).gradients(upstream: upstream)
        let single = LayerPass(
            LinearLayer<Float>(inputWidth: 5, outputWidth: 2, activation: activation),
            input: x.map { Float($0) }, parameters: w.map { Float($0) }
        ).gradients(upstream: upstream.map { Float($0) })
        #expect(
            zip(double.parameters, single.parameters).allSatisfy { abs($0 - Double($1)) < 1e-6 })
        #expect(zip(double.input, single.input).allSatisfy { abs($0 - Double($1)) < 1e-6 })
    }
}
