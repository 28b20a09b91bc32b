extension Network where Element == Float {
    /// Returns a copy of one lane's tensors in layer order.
    ///
    /// What a parametrization multiplies the products of a layer by is put into its weights, so
    /// that the tensors are those of a plain model.
    package func tensors(of lane: Int) -> [NamedTensor] {
        let blocks = self.blocks[lane]
        let trained = layers.filter { $0.parameterCount > 0 }
        return zip(blocks, TensorNames.names(of: blocks)).map { block, name in
            var values = [Float](repeating: 0, count: block.count)
            values.withUnsafeMutableBufferPointer { values in
                if let base = values.baseAddress { parameterArena.gather(block, to: base) }
            }
            if block.role == .weight {
                values = transposed(values, rows: block.shape[0], columns: block.shape[1])
                let factor = (trained[block.layer] as? LinearLayer<Float>)?.scaling.outputFactor
                if let factor, factor != 1 {
                    for index in values.indices { values[index] *= Float(factor) }
                }
            }
            return NamedTensor(name: name, shape: TensorNames.shape(of: block), values: values)
        }
    }

    /// Overwrites one lane's parameters with tensors in layer order.
    ///
    /// - Precondition: They have the names and shapes of the lane, and no parametrization puts
    ///   factors between them and the parameters.
    func setTensors(of lane: Int, to tensors: [NamedTensor]) {
        let blocks = self.blocks[lane]
        precondition(
            tensors.map(\.name) == TensorNames.names(of: blocks)
                && tensors.map(\.shape) == blocks.map(TensorNames.shape),
            "tensors of another model")
        for (block, tensor) in zip(blocks, tensors) {
            let values =
                block.role == .weight
                ? transposed(tensor.values, rows: tensor.shape[0], columns: tensor.shape[1])
                : tensor.values
            values.withUnsafeBufferPointer { values in
                if let base = values.baseAddress { parameterArena.scatter(base, to: block) }
            }
        }
    }
}

/// Returns a row-major matrix of `rows` × `columns` as one of `columns` × `rows`.
private func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: values.count) { target, count in
        for column in 0..<columns {
            for row in 0..<rows { target[column * rows + row] = values[row * columns + column] }
        }
        count = values.count
    }
}
