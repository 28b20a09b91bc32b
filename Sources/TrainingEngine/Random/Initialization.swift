/// How the weights of a layer begin.
///
/// Biases always begin at 0.
package enum Initialization: String, Sendable, CaseIterable {
    /// `he` before ReLU and GELU, `glorot` before tanh and identity.
    case auto
    /// Normal with variance 2 / fan-in. He et al., *Delving deep into rectifiers*, 2015, eq. 10.
    case he
    /// Uniform within ±√(6 / (fan-in + fan-out)). Glorot and Bengio, AISTATS 2010, eq. 16.
    case glorot

    /// Returns the scheme that `auto` stands for in a layer with this activation.
    package func resolved(for activation: Activation) -> Initialization {
        switch (self, activation) {
        case (.he, _), (.glorot, _): self
        case (.auto, .relu), (.auto, .gelu): .he
        case (.auto, .tanh), (.auto, .identity): .glorot
        }
    }

    /// Fills `weights`, in memory order, from the first draws of `stream`.
    ///
    /// Draws are made in `Double` and rounded once, so that a `Float` and a `Double` model of one
    /// seed begin at the same point. `auto` counts as `glorot`; resolve it first.
    func fill<S: Scalar>(
        _ weights: UnsafeMutableBufferPointer<S>, fanIn: Int, fanOut: Int, from stream: RandomStream
    ) {
        precondition(fanIn > 0 && fanOut > 0, "a layer of \(fanIn) × \(fanOut)")
        switch self {
        case .he:
            let deviation = (2 / Double(fanIn)).squareRoot()
            for start in stride(from: 0, to: weights.count, by: 2) {
                let (first, second) = stream.normals(ofPair: UInt64(start / 2))
                weights[start] = S(deviation * first)
                if start + 1 < weights.count { weights[start + 1] = S(deviation * second) }
            }
        case .glorot, .auto:
            let bound = (6 / Double(fanIn + fanOut)).squareRoot()
            for i in weights.indices {
                weights[i] = S(bound * (2 * stream.uniform(at: UInt64(i)) - 1))
            }
        }
    }
}
