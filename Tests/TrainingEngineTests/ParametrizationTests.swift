import Testing
import TrainingEngine

@Suite("The maximal update parametrization")
struct ParametrizationTests {
    private let adam = LanePlan(optimizer: .adam(learningRate: 0.01))

    private func plan(base: Int?, depth: Int = 2) -> TrainingPlan {
        var plan = TrainingPlan(
            depth: depth, width: 64, activation: .relu, batchSize: 64, epochs: 1, sweepSeed: 5)
        plan.mupBaseWidth = base
        return plan
    }

    private func check(_ plan: TrainingPlan, _ lane: LanePlan) throws -> CoordinateCheck {
        _ = blasRuntime
        return try CoordinateCheck(
            plan: plan, lane: lane,
            dataSet: try DataSetCatalog().load(DataSetRequest(name: "digits")),
            widths: [64, 128, 256, 512], steps: 4)
    }

    @Test("at its base width it is the standard one to the last bit")
    func base() throws {
        let dataSet = try signDataSet()
        let standard = try train(plan(base: nil), lanes: [adam], on: dataSet)[0]
        let mup = try train(plan(base: 64), lanes: [adam], on: dataSet)[0]
        #expect(standard.bits == mup.bits)
    }

    @Test("each layer's factors are those of table 8", arguments: [true, false])
    func factors(isAdaptive: Bool) {
        var model = MLP(inputWidth: 3, outputWidth: 2, depth: 2, width: 32, activation: .relu)
        model.parametrization = .maximalUpdate(baseWidth: 8, isAdaptive: isAdaptive)
        let layers: [any Layer<Float>] = model.layers()
        let rates = layers.map { $0.parameterBlocks(of: 0).map(\.rateFactor) }
        #expect(
            rates == (isAdaptive ? [[1, 1], [0.25, 1], [1, 1]] : [[4, 4], [1, 4], [4, 1]]))
        let scalings = layers.compactMap { ($0 as? LinearLayer<Float>)?.scaling }
        #expect(scalings.map(\.outputFactor) == [1, 1, 0.25])
        #expect(scalings.map(\.initialFactor) == [1, 1, 2])
    }

    @Test(
        "hidden units keep their size as the width grows, with Adam and with plain descent",
        arguments: [OptimizerSettings.adam(learningRate: 0.01), .sgd(learningRate: 0.1)])
    func flat(rule: OptimizerSettings) throws {
        let check = try check(plan(base: 64), LanePlan(optimizer: rule))
        for layer in check.layers.dropLast() {
            for step in 0..<4 {
                #expect(abs(check.growth(of: layer, step: step)) < 0.15)
            }
        }
        // The output begins smaller and catches up; it must not grow.
        #expect(check.growth(of: check.layers[2], step: 3) < 0.15)
    }

    @Test("under the standard parametrization they grow with Adam")
    func grows() throws {
        let check = try check(plan(base: nil), adam)
        #expect(check.growth(of: check.layers[2], step: 3) > 0.3)
        #expect(check.layers.map(\.number) == [1, 2, 3])
        #expect(check.layers[0].magnitudes.map(\.count) == [4, 4, 4, 4])
    }

    @Test("gradients with a factor on the output are right")
    func gradient() throws {
        var model = MLP(inputWidth: 3, outputWidth: 2, depth: 2, width: 32, activation: .tanh)
        model.parametrization = .maximalUpdate(baseWidth: 8, isAdaptive: true)
        let session = try TrainingSession<Double>(
            layers: model.layers(), loss: .softmaxCrossEntropy,
            optimizer: .sgd(learningRate: 0), batchSize: 4)
        session.initialize(sweepSeed: 1, runSeed: 2)
        session.batch.fill(
            inputs: (0..<12).map { 0.3 * Double($0 % 5) - 0.7 }, labels: [0, 1, 1, 0])
        session.computeGradients()
        let gradients = Array(session.network.gradients)
        for index in stride(from: 0, to: gradients.count, by: 37) {
            let value = session.network.parameters[index]
            let h = 1e-5 * max(1, abs(value))
            let losses = [value + h, value - h].map { moved in
                session.network.parameters[index] = moved
                session.computeGradients()
                return session.losses[0]
            }
            session.network.parameters[index] = value
            let slope = (losses[0] - losses[1]) / (2 * h)
            #expect(abs(slope - gradients[index]) < 1e-6 * max(1e-3, abs(slope)))
        }
    }
}
