import Testing
import TrainingEngine

@Suite("Trained models")
struct TrainedModelTests {
    private let shape = MLP(
        inputWidth: 64, outputWidth: 10, depth: 2, width: 12, activation: .tanh)
    private let digits: DataSet
    private let classes = (0...9).map(String.init)

    init() throws {
        _ = blasRuntime
        digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
    }

    private func network(_ shape: MLP, lanes: Int = 1, capacity: Int = 100) -> Network<Float> {
        let network = Network<Float>(
            layers: shape.layers(laneCount: lanes), forwardCapacity: capacity, backwardCapacity: 1)
        network.initialize(sweepSeed: 1, runSeed: 2)
        return network
    }

    @Test("tensors have the names and the orientation that PyTorch's users expect")
    func names() throws {
        let network = network(shape, lanes: 3)
        let parameters = network.parameters(of: 1)
        let tensors = network.tensors(of: 1)
        #expect(
            tensors.map(\.name) == [
                "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias",
                "layers.2.weight", "layers.2.bias",
            ])
        #expect(tensors.map(\.shape) == [[12, 64], [12], [12, 12], [12], [10, 12], [10]])
        // Ours is inputs × outputs: input 5 of unit 3 is at 5 · 12 + 3.
        #expect(tensors[0].values[3 * 64 + 5] == parameters[5 * 12 + 3])
        #expect(tensors[0].values.count == 768)
    }

    @Test("a model computes what the network computed that its tensors are from, to rounding")
    func outputs() throws {
        let network = network(shape, lanes: 3)
        let rows = digits.split.test
        let model = try #require(
            TrainedModel(shape: shape, classNames: classes, tensors: network.tensors(of: 2)))
        let batch = Batch<Float>(capacity: 100, inputWidth: 64, targetWidth: 0)
        rows.withUnsafeBufferPointer {
            digits.gather(rows: UnsafeBufferPointer(rebasing: $0[..<100]), into: batch)
        }
        let expected = network.forward(batch.inputs, rowCount: 100)
        let outputs = model.outputs(on: digits, rows: rows)
        #expect(outputs.count == rows.count * 10)
        for row in 0..<100 {
            for column in 0..<10 {
                let (value, other) = (outputs[row * 10 + column], expected[row * 30 + 20 + column])
                #expect(abs(value - other) < 1e-5)
            }
        }
    }

    @Test("rows come in their order, whatever the batches")
    func batches() throws {
        let model = try #require(
            TrainedModel(
                shape: shape, classNames: classes, tensors: network(shape).tensors(of: 0)))
        let rows = (0..<Int32(digits.rowCount)).reversed() + [5, 5]
        var ranges: [Range<Int>] = []
        var outputs: [Float] = []
        model.forEachBatch(on: digits, rows: Array(rows)) { range, batch in
            ranges.append(range)
            outputs += batch
        }
        #expect(ranges == [0..<1000, 1000..<1799])
        let place = rows.count - 2
        #expect(outputs[(place * 10)..<(place * 10 + 10)] == outputs.suffix(10))
        let single = model.outputs(on: digits, rows: [5])
        for (a, b) in zip(single, outputs.suffix(10)) { #expect(abs(a - b) < 1e-5) }
        #expect(model.outputs(on: digits, rows: []) == [])
    }

    @Test("the factor of a parametrization is part of the weights")
    func parametrization() throws {
        var scaled = shape
        scaled.parametrization = .maximalUpdate(baseWidth: 3, isAdaptive: true)
        let network = network(scaled)
        let model = try #require(
            TrainedModel(shape: scaled, classNames: classes, tensors: network.tensors(of: 0)))
        #expect(model.shape.parametrization == .standard)
        let batch = Batch<Float>(capacity: 1, inputWidth: 64, targetWidth: 0)
        let row: [Int32] = [7]
        row.withUnsafeBufferPointer { digits.gather(rows: $0, into: batch) }
        let expected = network.forward(batch.inputs, rowCount: 1)
        for (index, value) in model.outputs(on: digits, rows: row).enumerated() {
            #expect(abs(value - expected[index]) < 1e-6)
        }
    }

    @Test("the order of tensors does not matter; missing, surplus and misshapen ones are refused")
    func fitting() {
        let tensors = network(shape).tensors(of: 0)
        func model(_ tensors: [NamedTensor]) -> TrainedModel? {
            TrainedModel(shape: shape, classNames: classes, tensors: tensors)
        }
        #expect(model(tensors.reversed()) != nil)
        #expect(model(Array(tensors.dropLast())) == nil)
        let more = NamedTensor(name: "more", shape: [1], values: [0])
        #expect(model(tensors + [more]) == nil)
        #expect(model(Array(tensors.dropLast()) + [more]) == nil)
        #expect(model(Array(tensors.dropLast()) + [tensors[0]]) == nil)
        let turned = NamedTensor(
            name: tensors[0].name, shape: tensors[0].shape.reversed(), values: tensors[0].values)
        #expect(model([turned] + tensors.dropFirst()) == nil)
    }

    // MARK: Answers

    private func answer(_ outputs: [Float], classes: Int) throws -> TrainedModel.Answer {
        let shape = MLP(
            inputWidth: 1, outputWidth: outputs.count, depth: 0, width: 1, activation: .relu)
        let model = try #require(
            TrainedModel(
                shape: shape, classNames: (0..<classes).map(String.init),
                tensors: network(shape).tensors(of: 0)))
        return outputs.withUnsafeBufferPointer { model.answer($0[...]) }
    }

    @Test("one output a class: the softmax, which no logit overflows; of equal ones the first")
    func softmax() throws {
        #expect(
            try answer([0, 0, 0, 0], classes: 4)
                == .init(label: 0, probabilities: [0.25, 0.25, 0.25, 0.25]))
        #expect(
            try answer([-1000, 1000], classes: 2) == .init(label: 1, probabilities: [0, 1]))
        let third = try answer([1, 2, 3], classes: 3)
        #expect(third.label == 2)
        #expect(abs(third.probabilities[2] - 0.66524096) < 1e-6)
        #expect(abs(third.probabilities.reduce(0, +) - 1) < 1e-6)
    }

    @Test("a single output for two classes: the sigmoid is the probability of the second")
    func sigmoid() throws {
        #expect(try answer([0], classes: 2) == .init(label: 0, probabilities: [0.5, 0.5]))
        let likely = try answer([2], classes: 2)
        #expect(likely.label == 1)
        #expect(abs(likely.probabilities[1] - 0.880797) < 1e-6)
        let unlikely = try answer([-2], classes: 2)
        #expect(unlikely.label == 0)
        #expect(unlikely.probabilities == likely.probabilities.reversed())
        #expect(try answer([1000], classes: 2).probabilities == [0, 1])
    }
}
