/// How the weights of a layer begin.
///
/// Biases always begin at 0.
package enum Initialization: String, Sendable, CaseIterable {
    /// `glorot` before tanh, sigmoid and identity, `he` before all others.
    case auto
    /// Normal with variance 2 / fan-in. He et al., *Delving deep into rectifiers*, 2015, eq. 10.
    case he
    /// Uniform within ±√(6 / (fan-in + fan-out)). Glorot and Bengio, AISTATS 2010, eq. 16.
    case glorot
    /// Normal with variance 1 / fan-in. LeCun et al., *Efficient backprop*, 1998, §4.6.
    case lecun
    /// Normal with a deviation of its own, whatever the layer's size.
    case normal
    /// No chance at all: the exact formula of ``PatternFill`` with seed 60 + l for layer l and the
    /// deviation as the amplitude, in the order output by output (that of PyTorch), so that other
    /// programs can begin at the same weights.
    case pattern
    /// A random matrix whose columns, or rows if they are fewer, are orthonormal. Saxe, McClelland
    /// and Ganguli, arXiv 1312.6120.
    case orthogonal

    /// Returns the scheme that `auto` stands for in a layer with this activation.
    package func resolved(for activation: Activation) -> Initialization {
        guard self == .auto else { return self }
        switch activation {
        case .relu, .leakyReLU, .elu, .gelu, .silu, .softplus: return .he
        case .tanh, .sigmoid, .identity: return .glorot
        }
    }

    /// Fills `weights`, in memory order, from the first draws of `stream`.
    ///
    /// Draws are made in `Double` and rounded once, so that a `Float` and a `Double` model of one
    /// seed begin at the same point. `auto` counts as `glorot`; resolve it first. `deviation` is that
    /// of `normal`, and
    /// the amplitude of `pattern`, which takes nothing from the stream but its index, the layer.
    func fill<S: Scalar>(
        _ weights: UnsafeMutableBufferPointer<S>, fanIn: Int, fanOut: Int, deviation: Double,
        from stream: RandomStream
    ) {
        precondition(fanIn > 0 && fanOut > 0, "a layer of \(fanIn) × \(fanOut)")
        switch self {
        case .he: fillNormal(weights, deviation: (2 / Double(fanIn)).squareRoot(), from: stream)
        case .lecun:
            fillNormal(weights, deviation: (1 / Double(fanIn)).squareRoot(), from: stream)
        case .normal: fillNormal(weights, deviation: deviation, from: stream)
        case .pattern:
            for input in 0..<fanIn {
                for output in 0..<fanOut {
                    weights[input * fanOut + output] = S(
                        PatternFill.value(
                            seed: 60 + Int(stream.index), index: output * fanIn + input,
                            amplitude: deviation))
                }
            }
        case .orthogonal:
            fillOrthogonal(weights, rowCount: fanIn, columnCount: fanOut, from: stream)
        case .glorot, .auto:
            let bound = (6 / Double(fanIn + fanOut)).squareRoot()
            for i in weights.indices {
                weights[i] = S(bound * (2 * stream.uniform(at: UInt64(i)) - 1))
            }
        }
    }
}

/// Draws normal numbers, two at a time.
private func fillNormal<S: Scalar>(
    _ values: UnsafeMutableBufferPointer<S>, deviation: Double, from stream: RandomStream
) {
    for start in stride(from: 0, to: values.count, by: 2) {
        let (first, second) = stream.normals(ofPair: UInt64(start / 2))
        values[start] = S(deviation * first)
        if start + 1 < values.count { values[start + 1] = S(deviation * second) }
    }
}

/// Draws a row-major matrix with orthonormal columns, or rows if they are fewer.
private func fillOrthogonal<S: Scalar>(
    _ matrix: UnsafeMutableBufferPointer<S>, rowCount: Int, columnCount: Int,
    from stream: RandomStream
) {
    let (count, length) = (min(rowCount, columnCount), max(rowCount, columnCount))
    let vectors = Arena<Double>(count: count * length)
    fillNormal(vectors.buffer, deviation: 1, from: stream)
    orthonormalize(vectors.base, count: count, length: length)
    for row in 0..<rowCount {
        for column in 0..<columnCount {
            let (vector, entry) = columnCount <= rowCount ? (column, row) : (row, column)
            matrix[row * columnCount + column] = S(vectors.base[vector * length + entry])
        }
    }
}
