/// A finished model: a shape and its weights, ready to compute outputs.
///
/// A value that any number of threads share; each computation lays out a network of its own, one
/// lane wide. What a lane of a group computed agrees with it to rounding.
package struct TrainedModel: Sendable {
    /// Rows computed at a time.
    package static let batchSize = 1000

    /// The shape, without a parametrization: its factors are in the weights.
    package let shape: MLP
    /// The names of the classes in the order of their indices; empty for regression.
    package let classNames: [String]
    private let tensors: [NamedTensor]

    /// Puts weights into a shape; nil when they are not those of such a model.
    ///
    /// The order of the tensors does not matter. Nothing is allocated for weights that do not fit.
    package init?(shape: MLP, classNames: [String], tensors: [NamedTensor]) {
        var plain = shape
        plain.parametrization = .standard
        let named = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
        guard let blocks = Self.blocks(of: plain), blocks.count == tensors.count else { return nil }
        var ordered: [NamedTensor] = []
        for (block, name) in zip(blocks, TensorNames.names(of: blocks)) {
            guard let tensor = named[name], tensor.shape == TensorNames.shape(of: block) else {
                return nil
            }
            ordered.append(tensor)
        }
        self.shape = plain
        self.classNames = classNames
        self.tensors = ordered
    }

    /// The number of features of a row.
    package var inputWidth: Int { shape.inputWidth }
    /// The number of outputs of a row.
    package var outputWidth: Int { shape.outputWidth }

    /// The blocks of a model of this shape, without making one; nil where its sizes overflow.
    private static func blocks(of shape: MLP) -> [ParameterBlock]? {
        let widest = max(shape.inputWidth, shape.width, shape.outputWidth)
        guard widest <= 1 << 28, shape.inputWidth > 0, shape.outputWidth > 0 else { return nil }
        let layers: [any Layer<Float>] = shape.layers()
        return layers.filter { $0.parameterCount > 0 }.enumerated().flatMap { number, layer in
            layer.parameterBlocks(of: 0).map { block in
                var block = block
                block.layer = number
                return block
            }
        }
    }

    // MARK: Computing

    /// Returns the outputs (logits, or numbers) of rows of a data set: rows × `outputWidth`.
    ///
    /// - Precondition: The data set has `inputWidth` features.
    package func outputs(on dataSet: DataSet, rows: [Int32]) -> [Float] {
        var outputs: [Float] = []
        outputs.reserveCapacity(rows.count * outputWidth)
        forEachBatch(on: dataSet, rows: rows) { _, batch in outputs += batch }
        return outputs
    }

    /// Computes rows of a data set batch by batch.
    ///
    /// `body` is given the places among `rows` that the batch has, and its outputs, which it must
    /// not keep.
    package func forEachBatch(
        on dataSet: DataSet, rows: [Int32],
        body: (Range<Int>, UnsafeBufferPointer<Float>) throws -> Void
    ) rethrows {
        let targetWidth = dataSet.classNames.isEmpty ? 1 : 0
        try compute(rowCount: rows.count, targetWidth: targetWidth, body: body) { range, batch in
            rows.withUnsafeBufferPointer { rows in
                dataSet.gather(rows: UnsafeBufferPointer(rebasing: rows[range]), into: batch)
            }
        }
    }

    /// Computes the rows of a table batch by batch, like those of a data set.
    ///
    /// - Precondition: The table was encoded for this model.
    package func forEachBatch(
        of table: EncodedTable, rows: [Int32],
        body: (Range<Int>, UnsafeBufferPointer<Float>) throws -> Void
    ) rethrows {
        try compute(rowCount: rows.count, targetWidth: 0, body: body) { range, batch in
            batch.setRowCount(range.count)
            table.features.withUnsafeBufferPointer { features in
                for (place, row) in rows[range].enumerated() {
                    let start = Int(row) * inputWidth
                    let values = UnsafeBufferPointer(
                        rebasing: features[start..<(start + inputWidth)])
                    guard let base = values.baseAddress else { continue }
                    (batch.inputs + place * inputWidth).update(from: base, count: inputWidth)
                }
            }
        }
    }

    private func compute(
        rowCount: Int, targetWidth: Int,
        body: (Range<Int>, UnsafeBufferPointer<Float>) throws -> Void,
        fill: (Range<Int>, Batch<Float>) -> Void
    ) rethrows {
        guard rowCount > 0 else { return }
        let capacity = min(rowCount, Self.batchSize)
        let network = Network<Float>(
            layers: shape.layers(), forwardCapacity: capacity, backwardCapacity: 1)
        network.setTensors(of: 0, to: tensors)
        let batch = Batch<Float>(
            capacity: capacity, inputWidth: inputWidth, targetWidth: targetWidth)
        for start in stride(from: 0, to: rowCount, by: capacity) {
            let range = start..<min(start + capacity, rowCount)
            fill(range, batch)
            let output = network.forward(batch.inputs, rowCount: range.count)
            try body(
                range, UnsafeBufferPointer(start: output, count: range.count * outputWidth))
        }
    }
}
