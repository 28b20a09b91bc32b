import Testing
import TrainingEngine

/// The engine against numbers made by PyTorch and checked with numpy, JAX and TensorFlow.
@Suite("Reference numbers")
struct ReferenceTests {
    let reference: Reference

    init() throws {
        _ = blasRuntime
        reference = try Reference()
    }

    /// The network of the key `mlp`, whose weights are stored out × in there and in × out here.
    private func session<S: Scalar>(
        _: S.Type, activation: Activation, loss: Loss, lane: LanePlan,
        schedule: Schedule = .constant
    ) throws -> TrainingSession<S> {
        let mlp = try reference.object("mlp")
        let sizes = try mlp.integers("sizes")
        let rows = Int(try mlp.number("rows"))
        let layers: [any Layer<S>] = sizes.indices.dropFirst().map {
            LinearLayer<S>(
                inputWidth: sizes[$0 - 1], outputWidth: sizes[$0],
                activation: $0 == sizes.count - 1 ? .identity : activation)
        }
        let session = try TrainingSession(
            layers: layers, loss: loss, lanes: [lane], schedule: schedule, stepCount: 20,
            batchSize: rows)
        var parameters: [S] = []
        for (index, layer) in layers.enumerated() {
            let (inputs, outputs) = (layer.inputWidth, layer.outputWidth)
            let weights = try reference.fill(
                10 + 2 * index, count: inputs * outputs, amplitude: 0.8)
            for i in 0..<inputs {
                parameters += (0..<outputs).map { S(weights[$0 * inputs + i]) }
            }
            parameters += try reference.fill(11 + 2 * index, count: outputs, amplitude: 0.1)
                .map { S($0) }
        }
        _ = session.network.parameters.update(fromContentsOf: parameters)
        let x = try reference.fill(1, count: rows * sizes[0], amplitude: 1).map { S($0) }
        if loss == .softmaxCrossEntropy {
            let labels = try mlp.integers("labels").map { Int32($0) }
            session.batch.fill(inputs: x, labels: labels)
        } else {
            let width = session.network.outputWidth
            let targets = try reference.fill(2, count: rows * width, amplitude: 1).map { S($0) }
            session.batch.fill(inputs: x, targets: targets)
        }
        return session
    }

    /// Splits values laid out like the parameters into W0, b0, W1, … with weights out × in.
    private func torchOrder<S: Scalar>(
        _ values: UnsafeMutableBufferPointer<S>, of network: Network<S>
    ) -> [[Double]] {
        var result: [[Double]] = []
        var offset = 0
        for layer in network.layers {
            let (inputs, outputs) = (layer.inputWidth, layer.outputWidth)
            result.append(
                (0..<outputs).flatMap { o in
                    (0..<inputs).map { Double(values[offset + $0 * outputs + o]) }
                })
            offset += inputs * outputs
            result.append((0..<outputs).map { Double(values[offset + $0]) })
            offset += outputs
        }
        return result
    }

    private static func lane(_ run: Reference, name: String) throws -> LanePlan {
        let rate = try run.number("lr")
        let optimizer: OptimizerSettings =
            switch name {
            case "sgd", "sgd_l2_0.01": .sgd(learningRate: rate)
            case "momentum0.9": .sgd(learningRate: rate, momentum: 0.9)
            case "nesterov0.9": .sgd(learningRate: rate, momentum: 0.9, nesterov: true)
            case "rmsprop": .rmsProp(learningRate: rate)
            // The epsilon of the recorded runs is PyTorch's.
            case "adagrad": .adagrad(learningRate: rate, epsilon: 1e-10)
            case "adam", "adam_l2_0.1", "adamw_wd0.1": .adam(learningRate: rate)
            case "adam_eps1e-3": .adam(learningRate: rate, epsilon: 1e-3)
            case "adam_tf1_epsilon_hat_1e-08", "adam_tf1_epsilon_hat_0.001":
                .adam(learningRate: rate, epsilon: try run.number("eps"), epsilonHat: true)
            case "amsgrad": .adam(learningRate: rate, amsgrad: true)
            default: try #require(nil as OptimizerSettings?, "unknown optimizer \(name)")
            }
        var lane = LanePlan(optimizer: optimizer)
        lane.l2 = ["sgd_l2_0.01": 0.01, "adam_l2_0.1": 0.1][name] ?? 0
        lane.weightDecay = name == "adamw_wd0.1" ? 0.1 : 0
        lane.clipNorm = run.has("clip") ? try run.number("clip") : nil
        lane.clipValue = run.has("clipv") ? try run.number("clipv") : nil
        return lane
    }

    private static let schedules: [String: Schedule] = [
        "cosine_to_0": .cosine(), "warmup5_cosine": .cosine(),
        "step_size5_gamma0.5": .step(size: 5, rate: 0.5),
        "exponential_gamma0.9": .exponential(rate: 0.9),
    ]

    /// All recorded runs.
    static let runs =
        [
            "sgd_l2_0.01", "rmsprop", "adagrad", "adam_eps1e-3", "adam_l2_0.1", "amsgrad",
            "sgd/clipnorm1e9_is_noop", "sgd/step", "sgd/exponential",
            "adam_tf1_epsilon_hat_1e-08", "adam_tf1_epsilon_hat_0.001",
        ]
        + ["sgd", "momentum0.9", "nesterov0.9", "adam", "adamw_wd0.1"].flatMap { rule in
            [rule]
                + ["clipnorm0.1", "clipvalue0.02", "cosine", "clipnorm0.1+warmup5_cosine"].map {
                    "\(rule)/\($0)"
                }
        }
        + ["sgd", "adam"].flatMap { rule in ["relu", "mse", "ce_ls0.1"].map { "\(rule)/\($0)" } }

    @Test("every recorded run is held")
    func complete() throws {
        let names = try reference.object("mlp").object("runs").keys
        #expect(Set(names) == Set(Self.runs))
    }

    @Test("twenty steps of each run give the recorded losses, norms and weights", arguments: runs)
    func run(name: String) throws {
        try check(name, Float.self, within: 2e-6, parameters: 1e-5)
        // Nine digits are recorded, so half a unit of the last is 5e-9 for values above 1. With a
        // limit to the norm the recorded runs divide by the norm + 1e-6.
        let tolerance = name.contains("clipnorm0.1") ? 2e-6 : 6e-9
        try check(name, Double.self, within: tolerance, parameters: tolerance)
    }

    private func check<S: Scalar>(
        _ name: String, _: S.Type, within tolerance: Double, parameters: Double
    ) throws {
        let run = try reference.object("mlp").object("runs").object(name)
        let parts = name.split(separator: "/").map(String.init)
        var lane = try Self.lane(run, name: parts[0])
        lane.labelSmoothing = parts.last == "ce_ls0.1" ? 0.1 : 0
        lane.warmupSteps = name.contains("warmup5") ? 5 : 0
        let schedule =
            run.has("sch") ? try #require(Self.schedules[try run.text("sch")]) : .constant
        let session = try session(
            S.self, activation: parts.last == "relu" ? .relu : .tanh,
            loss: parts.last == "mse" ? .meanSquaredError : .softmaxCrossEntropy, lane: lane,
            schedule: schedule)
        let norms = run.has("grad_norm") ? try run.numbers("grad_norm") : []
        for (t, expected) in try run.numbers("loss").enumerated() {
            session.step()
            #expect(
                abs(session.losses[0] - expected) < tolerance, "loss at step \(t) in \(S.self)")
            guard !norms.isEmpty else { continue }
            #expect(
                abs(session.gradientNorm(of: 0) - norms[t]) < 5 * tolerance,
                "gradient norm at step \(t) in \(S.self)")
        }
        let trained = torchOrder(session.network.parameters, of: session.network)
        try run.object("params").expectChecksums(of: trained.flatMap { $0 }, within: parameters)
    }

    @Test(
        "each schedule has the recorded factors",
        arguments: [
            ("constant", .constant, 0), ("step_size5_gamma0.5", .step(size: 5, rate: 0.5), 0),
            ("exponential_gamma0.9", .exponential(rate: 0.9), 0),
            ("polynomial_power2", .polynomial(power: 2), 0), ("linear_to_0", .linear(), 0),
            ("cosine_to_0", .cosine(), 0), ("cosine_to_0.1", .cosine(final: 0.1), 0),
            ("warmup5_cosine", .cosine(), 5),
            ("warmup5_inverse_sqrt", .inverseSquareRoot, 5),
            ("inverse_time_decay0.1", .inverseTime(rate: 0.1), 0),
            ("one_cycle_linear_peak6_div25_final1e4", .oneCycle, 0),
        ] as [(String, Schedule, Int)])
    func schedule(key: String, schedule: Schedule, warmup: Int) throws {
        let factors = try reference.object("schedules").object("factors").numbers(key)
        for (t, expected) in factors.enumerated() {
            let factor = schedule.factor(step: t, of: factors.count, warmupSteps: warmup)
            #expect(abs(factor - expected) < 1e-9, "step \(t)")
        }
    }

    @Test("the first forward and backward pass give the recorded logits, loss and gradients")
    func firstStep() throws {
        let expected = try reference.object("mlp").object("step0_tanh_ce")
        let session = try session(
            Double.self, activation: .tanh, loss: .softmaxCrossEntropy,
            lane: LanePlan(optimizer: .sgd(learningRate: 0.1)))
        let logits = session.network.forward(
            session.batch.inputs, rowCount: session.batch.rowCount)
        let count = session.batch.rowCount * session.network.outputWidth
        try expected.object("logits").expectChecksums(
            of: (0..<count).map { logits[$0] }, within: 2e-9)
        let loss = try expected.number("loss")
        session.computeGradients()
        #expect(abs(session.losses[0] - loss) < 6e-9)
        let gradients = torchOrder(session.network.gradients, of: session.network)
        for (gradient, checksums) in zip(gradients, try expected.objects("grads")) {
            try checksums.expectChecksums(of: gradient, within: 2e-9)
        }
    }

    @Test("cross-entropy is right where a plain formula overflows or takes the logarithm of zero")
    func softmaxHardCases() throws {
        let cases = try reference.object("softmax_ce")
        for key in cases.keys {
            let entry = try cases.object(key)
            guard entry.has("label"), entry.has("logits") else { continue }
            let logits = try entry.numbers("logits")
            let label = Int32(try entry.number("label"))
            let (loss, gradient) = crossEntropy(logits.map { Float($0) }, [label])
            let expected = try entry.number("ce")
            #expect(abs(loss - expected) <= 1e-6 * max(1, expected), "\(key)")
            for (value, reference) in zip(gradient, try entry.numbers("dlogits")) {
                #expect(abs(Double(value) - reference) < 1e-6, "\(key)")
            }
        }
    }

    @Test("cross-entropy of a batch is the mean over its rows", arguments: ["0.0", "0.1"])
    func softmaxBatch(smoothing: String) throws {
        let entry = try reference.object("softmax_ce").object("batch4x5_smoothing\(smoothing)")
        let labels = try entry.integers("labels").map { Int32($0) }
        let logits = try reference.fill(3, count: 20, amplitude: 3)
        let (loss, gradient) = crossEntropy(
            logits, labels, smoothing: try #require(Double(smoothing)))
        let mean = try entry.number("ce_mean")
        #expect(abs(loss / 4 - mean) < 1e-8)
        try entry.object("dlogits").expectChecksums(of: gradient, within: 2e-9)
    }

    @Test("squared error is the mean over all elements")
    func meanSquaredError() throws {
        let entry = try reference.object("mse")
        let predictions = try reference.fill(3, count: 20, amplitude: 3)
        let targets = try reference.fill(5, count: 20, amplitude: 1)
        var gradient = [Double](repeating: .nan, count: 20)
        let sum = squaredError(
            rowCount: 4, width: 5, predictions: predictions, targets: targets,
            gradient: &gradient)
        let mean = try entry.number("mse_mean_over_all_elements")
        #expect(abs(sum / 20 - mean) < 2e-8)
        try entry.object("dpred").expectChecksums(of: gradient, within: 2e-9)
    }

    @Test(
        "each activation and its derivative have the recorded values",
        arguments: [
            (Activation.relu, "relu"), (.leakyReLU, "leaky_relu_0.01"), (.elu, "elu_1"),
            (.tanh, "tanh"), (.sigmoid, "sigmoid"), (.softplus, "softplus"), (.silu, "silu"),
            (.gelu, "gelu_erf"),
        ])
    func activation(_ activation: Activation, key: String) throws {
        let table = try reference.object("activations")
        let entry = try table.object(key)
        let x = try table.numbers("x")
        let (y, dy) = valuesAndDerivatives(activation, at: x)
        for (value, expected) in zip(y, try entry.numbers("y")) {
            #expect(abs(value - expected) < 1e-8)
        }
        for (value, expected) in zip(dy, try entry.numbers("dy")) {
            #expect(abs(value - expected) < 1e-8)
        }
    }

    @Test(
        "initial weights have the recorded deviations and bounds",
        arguments: ["linear 784->256", "linear 256->10", "conv 3->64 k7", "conv 64->64 k3"])
    func initialization(key: String) throws {
        let entry = try reference.object("init").object("cases").object(key)
        let (fanIn, fanOut) = (Int(try entry.number("fan_in")), Int(try entry.number("fan_out")))
        /// At least 1e5 draws of a layer with these fans.
        func draws(_ scheme: Initialization) -> [Double] {
            let layer = LinearLayer<Float>(
                inputWidth: fanIn, outputWidth: fanOut, activation: .relu, initialization: scheme)
            var values: [Double] = []
            var seed: UInt32 = 0
            while values.count < 100_000 {
                var parameters = [Float](repeating: 0, count: layer.parameterCount)
                layer.initialize(
                    &parameters,
                    from: RandomStream(
                        sweepSeed: seed, runSeed: 0, purpose: .initialization, index: 0))
                values += parameters[..<(fanIn * fanOut)].map { Double($0) }
                seed += 1
            }
            return values
        }
        func deviation(_ values: [Double]) -> Double {
            (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
        }
        let he = try entry.number("he_normal_std")
        #expect(abs(deviation(draws(.he)) / he - 1) < 0.03)
        let lecun = try entry.number("lecun_normal_std")
        #expect(abs(deviation(draws(.lecun)) / lecun - 1) < 0.03)
        let (glorot, bound) = (draws(.glorot), try entry.number("glorot_uniform_bound"))
        #expect(abs(deviation(glorot) / (try entry.number("glorot_normal_std")) - 1) < 0.03)
        let largest = glorot.reduce(0) { max($0, abs($1)) }
        #expect(largest <= bound * (1 + 1e-6) && largest > 0.999 * bound)
    }

    @Test("the size of a signal stays within a factor of two over twenty ReLU layers")
    func deepSignal() {
        let network = Network<Float>(
            layers: MLP(
                inputWidth: 256, outputWidth: 256, depth: 19, width: 256, activation: .relu,
                initialization: .he
            ).layers(), forwardCapacity: 64, backwardCapacity: 1)
        network.initialize(sweepSeed: 1, runSeed: 1)
        let x = noise(64 * 256, seed: 5).map { Float($0) }
        let y = network.forward(x, rowCount: 64)
        func square(_ values: some Sequence<Float>) -> Float { values.reduce(0) { $0 + $1 * $1 } }
        // The last layer is linear and He's draw doubles its variance.
        let ratio = square((0..<64 * 256).map { y[$0] }) / square(x) / 2
        #expect(ratio > 0.5 && ratio < 2)
    }

    @Test("identity returns its input and has derivative one")
    func identity() {
        let (y, dy) = valuesAndDerivatives(.identity, at: [-2, 0, 3])
        #expect(y == [-2, 0, 3])
        #expect(dy == [1, 1, 1])
    }

    /// Applies a layer of one input and one output, weight 1 and bias 0.
    private func valuesAndDerivatives(
        _ activation: Activation, at x: [Double]
    ) -> ([Double], [Double]) {
        let pass = LayerPass(
            LinearLayer<Double>(inputWidth: 1, outputWidth: 1, activation: activation),
            input: x, parameters: [1, 0])
        return (pass.output, pass.gradients(upstream: x.map { _ in 1 }).input)
    }
}

/// Returns the sum of the losses of the rows and the gradient of their mean.
func crossEntropy<S: Scalar>(
    _ logits: [S], _ labels: [Int32], smoothing: Double = 0
) -> (Double, [S]) {
    var gradient = [S](repeating: .nan, count: logits.count)
    let sum = softmaxCrossEntropy(
        rowCount: labels.count, classCount: logits.count / labels.count, logits: logits,
        labels: labels, smoothing: smoothing, gradient: &gradient)
    return (sum, gradient)
}
