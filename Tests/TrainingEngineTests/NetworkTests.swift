import Testing
import TrainingEngine

@Suite("Networks and optimizers")
struct NetworkTests {
    init() { _ = blasRuntime }

    @Test("the library runs one thread a call and says what it is")
    func runtime() {
        #expect(blasRuntime.configuration.contains("OpenBLAS"))
        #expect(!blasRuntime.core.isEmpty)
    }

    @Test("a deep network without activation equals its collapsed matrix")
    func collapse() {
        let network = Network<Double>(
            layers: MLP(
                inputWidth: 4, outputWidth: 3, depth: 5, width: 6, activation: .identity
            ).layers(),
            forwardCapacity: 4, backwardCapacity: 1)
        network.initialize(sweepSeed: 3, runSeed: 4)
        // Biases begin at zero: give them values, or half of the claim is not tested.
        for i in network.parameters.indices { network.parameters[i] += 0.01 * Double(i % 7) }
        let zero = network.forward([0, 0, 0, 0], rowCount: 1)
        let offset = (0..<3).map { zero[$0] }
        let unit = network.forward(
            [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], rowCount: 4)
        let matrix = (0..<12).map { unit[$0] - offset[$0 % 3] }
        let x = [0.5, -2, 3, 0.25]
        let output = network.forward(x, rowCount: 1)
        for j in 0..<3 {
            let collapsed = (0..<4).reduce(offset[j]) { $0 + x[$1] * matrix[3 * $1 + j] }
            #expect(abs(output[j] - collapsed) < 1e-12)
        }
    }

    @Test("depth 0 is one linear layer")
    func depthZero() {
        let layers: [any Layer<Float>] = MLP(
            inputWidth: 4, outputWidth: 3, depth: 0, width: 99, activation: .relu
        ).layers()
        #expect(layers.map(\.parameterCount) == [15])
    }

    @Test("NaN in a unit reaches the output of ReLU", arguments: Activation.allCases)
    func nanPropagates(activation: Activation) {
        let layer = LinearLayer<Float>(inputWidth: 1, outputWidth: 9, activation: activation)
        let pass = LayerPass(
            layer, input: [.nan], parameters: [Float](repeating: 1, count: layer.parameterCount))
        #expect(pass.output.allSatisfy { $0.isNaN })
    }

    @Test("cross-entropy refuses a single output")
    func oneOutput() {
        expectFailure(
            "softmax cross-entropy needs at least 2 classes and has 1: softmax over one class is "
                + "always 1, so nothing is learned; use binary_cross_entropy or mse"
        ) {
            _ = try TrainingSession<Float>(
                layers: MLP(
                    inputWidth: 2, outputWidth: 1, depth: 0, width: 1, activation: .relu
                ).layers(),
                loss: .softmaxCrossEntropy, optimizer: .sgd(learningRate: 0.1), batchSize: 1)
        }
    }

    /// Makes updates of one parameter with these gradients.
    private func parameters(
        _ settings: OptimizerSettings, gradients: [Double], from start: Double = 0
    ) -> [Double] {
        var w = [start]
        let block = ParameterBlock(role: .weight, offset: 0, count: 1)
        let optimizer = Optimizer<Double>(
            [LanePlan(optimizer: settings)], blocks: [[block]], parameterCount: 1)
        return gradients.map { gradient in
            optimizer.update(lane: 0, &w, gradients: [gradient])
            return w[0]
        }
    }

    @Test("momentum and Nesterov follow their recurrences, the first velocity being the gradient")
    func momentum() {
        let plain = parameters(.sgd(learningRate: 0.5, momentum: 0.5), gradients: [1, 1, 1])
        #expect(plain == [-0.5, -1.25, -2.125])
        let nesterov = parameters(
            .sgd(learningRate: 0.5, momentum: 0.5, nesterov: true), gradients: [1, 1])
        #expect(nesterov == [-0.75, -1.625])
    }

    @Test("the first Adam step moves each weight by the learning rate against its gradient")
    func adamFirstStep() {
        for gradient in [1e-3, 5, -700] {
            let moved = parameters(.adam(learningRate: 0.01), gradients: [gradient])[0]
            #expect(abs(moved + (gradient > 0 ? 0.01 : -0.01)) < 1e-6)
        }
        #expect(parameters(.adam(learningRate: 0.01), gradients: [0, 0]) == [0, 0])
    }

    @Test(
        "constants outside their range are refused by name",
        arguments: [
            (.sgd(learningRate: -1), "learning_rate is -1.0; it must be 0 or more"),
            (.sgd(learningRate: .nan), "learning_rate is nan; it must be 0 or more"),
            (.sgd(learningRate: 1, momentum: 1), "momentum is 1.0; it must be from 0 to below 1"),
            (
                .sgd(learningRate: 1, nesterov: true),
                "momentum is 0.0; it must be above 0 with nesterov"
            ),
            (.adam(learningRate: 1, beta1: 1), "beta1 is 1.0; it must be from 0 to below 1"),
            (.adam(learningRate: 1, beta2: -0.1), "beta2 is -0.1; it must be from 0 to below 1"),
            (.adam(learningRate: 1, epsilon: 0), "epsilon is 0.0; it must be above 0"),
        ] as [(OptimizerSettings, String)])
    func ranges(settings: OptimizerSettings, message: String) {
        expectFailure(message) { try settings.validate() }
    }
}
