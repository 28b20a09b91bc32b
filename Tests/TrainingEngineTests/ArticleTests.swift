import Testing
import TrainingEngine

/// The example of the article behind the engine, repaired: key `article_example`.
@Suite("The article's example")
struct ArticleTests {
    let reference: Reference

    init() throws {
        _ = blasRuntime
        reference = try Reference()
    }

    /// The four recorded ways.
    struct Way: Sendable, CustomTestStringConvertible {
        var key: String
        var isRegression: Bool
        var activation: Activation
        /// How far a loss may be off, relative to it and absolute.
        var relative: Double
        var absolute = 0.0
        var testDescription: String { key }
    }

    static let ways = [
        Way(
            key: "as_code_says (softmax CE + Adam, no activation)", isRegression: false,
            activation: .identity, relative: 1e-5),
        // This one amplifies rounding.
        Way(
            key: "with relu", isRegression: false, activation: .relu, relative: 0, absolute: 2e-4),
        Way(
            key: "as_text_4.2_says (MSE + gradient descent), no activation", isRegression: true,
            activation: .identity, relative: 1e-5),
        Way(
            key: "MSE + gradient descent, relu", isRegression: true, activation: .relu,
            relative: 1e-5),
    ]

    private func plan(_ way: Way) -> TrainingPlan {
        TrainingPlan(
            depth: 1, width: 10, activation: way.activation, initialization: .pattern,
            batchSize: 64, epochs: 1000)
    }

    private func lane(_ way: Way) -> LanePlan {
        LanePlan(optimizer: way.isRegression ? .sgd(learningRate: 0.01) : .adam(learningRate: 0.01))
    }

    /// The data of the key `setup`, by the formula of the file.
    private func dataSet(_ way: Way) throws -> DataSet {
        let rows = (0..<64).map { Int32($0) }
        return DataSet(
            name: "article", featureCount: 10,
            features: .scalars(try reference.fill(62, count: 640, amplitude: 1).map { Float($0) }),
            targets: way.isRegression
                ? .numbers(try reference.fill(63, count: 64, amplitude: 1).map { Float($0) })
                : .classes((0..<64).map { Int32($0 * $0 / 2 % 3) }, names: ["0", "1", "2"]),
            split: DataSplit(training: rows, validation: [], test: rows), checksum: "none")
    }

    @Test("each way gives the recorded losses over 1,000 steps", arguments: ways)
    func losses(way: Way) throws {
        let trainer = try GroupTrainer(
            plan: plan(way), lanes: [lane(way)], dataSet: try dataSet(way))
        // The weights of the file's own formula, which another file may change.
        let outputs = way.isRegression ? 1 : 3
        var parameters: [Float] = []
        for (seed, count) in [(60, 10), (61, outputs)] {
            let weights = try reference.fill(seed, count: 10 * count, amplitude: 1)
            for input in 0..<10 {
                parameters += (0..<count).map { Float(weights[$0 * 10 + input]) }
            }
            parameters += [Float](repeating: 0, count: count)
        }
        trainer.session.network.setParameters(of: 0, to: parameters)
        var observer = GroupObserver(slots: 1)
        trainer.run(observer: &observer, clock: { 0 })
        try check(observer.lanes[0], way)
    }

    @Test("the built-in data sets with pattern weights do the same", arguments: ways)
    func builtIn(way: Way) throws {
        try #require(try isUsualFormula(), "another formula than the program's")
        let dataSet = try DataSetCatalog().load(
            DataSetRequest(
                name: way.isRegression ? "article-regression" : "article", validation: 0))
        let record = try train(plan(way), lanes: [lane(way)], on: dataSet)[0]
        try check(record, way)
        #expect(record.points[.validationLoss] == nil)
    }

    private func check(_ record: LaneRecord, _ way: Way) throws {
        let entry = try reference.object("article_example").object(way.key)
        func expect(_ loss: Double, _ expected: Double, _ step: Int) {
            let tolerance = max(way.relative * expected, way.absolute)
            #expect(abs(loss - expected) <= tolerance, "\(loss) after \(step), not \(expected)")
        }
        let losses = record.values(.trainLoss)
        try #require(losses.count == 1000)
        for (index, expected) in try entry.numbers("loss_at_0_100_..900").enumerated() {
            expect(losses[100 * index], expected, 100 * index)
        }
        // The loss of the last step, before its update; the test part shows the one after it.
        expect(losses[999], try entry.number("final_loss"), 999)
        let after = try #require(record.values(.testLoss).first)
        #expect(abs(after / losses[999] - 1) < 0.01)
    }

    private func isUsualFormula() throws -> Bool {
        let fill = try reference.object("fill")
        return try ["a", "b", "c", "mod"].map { try fill.number($0) } == [31, 17, 101, 1009]
    }

    @Test("the article's own labels and single output are refused")
    func literal() throws {
        #expect(
            try reference.object("article_example")
                .object("literal (output_dim=1, softmax over one logit)")
                .number("gradient_with_labels_[n,1]=1") == 0)
        let dataSet = try DataSetCatalog().load(
            DataSetRequest(name: "article-regression", validation: 0))
        var plan = plan(Self.ways[2])
        plan.loss = .named(.softmaxCrossEntropy)
        expectFailure(
            "softmax cross-entropy needs at least 2 classes and has 1: softmax over one class is "
                + "always 1, so nothing is learned; use binary_cross_entropy or mse"
        ) { try plan.validate(for: dataSet) }
        guard case .scalars(let inputs) = dataSet.features else { return }
        expectFailure(
            "labels are 10 wide and there are 1 classes; a soft label has one probability for each class"
        ) { _ = try SoftTargets(inputs, rowCount: 64, names: ["output"]) }
    }

    @Test("the formula gives the recorded numbers, and weights follow it output by output")
    func pattern() throws {
        try #require(try isUsualFormula(), "another formula than the program's")
        let check = try reference.object("fill_check")
        for (value, expected) in zip(
            PatternFill.values(seed: 1, count: 4), try check.numbers("fill(1,[4],1)"))
        {
            // Foundation reads some of these texts as a neighbour of the number they stand for.
            #expect(abs(value - expected) <= value.ulp)
        }
        try check.object("fill(60,[10,10],1)").expectChecksums(
            of: PatternFill.values(seed: 60, count: 100), within: 1e-9)
        let network = Network<Double>(
            layers: MLP(
                inputWidth: 4, outputWidth: 2, depth: 1, width: 3, activation: .relu,
                initialization: .pattern, initialDeviation: 0.5
            ).layers(), forwardCapacity: 1, backwardCapacity: 1)
        network.initialize(sweepSeed: 1, runSeed: 2)
        let parameters = network.parameters(of: 0)
        let first = try reference.fill(60, count: 12, amplitude: 0.5)
        let second = try reference.fill(61, count: 6, amplitude: 0.5)
        for output in 0..<3 {
            for input in 0..<4 {
                #expect(parameters[input * 3 + output] == first[output * 4 + input])
            }
        }
        #expect(parameters[12..<15].allSatisfy { $0 == 0 })
        for output in 0..<2 {
            for input in 0..<3 {
                #expect(parameters[15 + input * 2 + output] == second[output * 3 + input])
            }
        }
    }

    @Test("the data train and test on the same 64 rows, and have none for validation")
    func rows() throws {
        for name in ["article", "article-regression"] {
            let dataSet = try DataSetCatalog().load(DataSetRequest(name: name, validation: 0))
            #expect(dataSet.split.training == (0..<64).map { Int32($0) })
            #expect(dataSet.split.test == dataSet.split.training)
            #expect(dataSet.split.validation.isEmpty)
            #expect(dataSet.featureCount == 10)
            expectFailure(
                "validation is 0.1; it must be 0 for data set \"\(name)\", all of whose 64 rows train"
            ) { _ = try DataSetCatalog().load(DataSetRequest(name: name)) }
        }
        let entries = DataSetCatalog().entries().filter { $0.name.hasPrefix("article") }
        #expect(entries.map(\.rowCount) == [64, 64])
        #expect(entries.allSatisfy { $0.source.contains("test part") })
    }
}
