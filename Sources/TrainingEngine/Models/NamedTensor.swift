/// One tensor of a model under the name by which PyTorch's users expect it.
package struct NamedTensor: Sendable, Equatable {
    /// Such as `layers.0.weight`.
    package let name: String
    /// The length of each side; a weight is outputs × inputs, as in PyTorch.
    package let shape: [Int]
    /// The values, row-major.
    package let values: [Float]

    /// Collects a tensor.
    ///
    /// - Precondition: There are as many values as the shape says.
    package init(name: String, shape: [Int], values: [Float]) {
        precondition(
            values.count == shape.reduce(1, *), "\(values.count) values for a tensor of \(shape)")
        self.name = name
        self.shape = shape
        self.values = values
    }
}

/// The names of the tensors of one model, in the order of its blocks.
///
/// Linear layers are `layers.0`, `layers.1`, …, each with `weight` and `bias`; normalizations are
/// `norms.0`, …, counted by themselves, with `weight` (the gain), `bias` (the shift),
/// `running_mean` and `running_var`. A block that begins another layer, or that its layer has
/// already, opens the next one of its kind.
enum TensorNames {
    static func names(of blocks: [ParameterBlock]) -> [String] {
        var counts = ["layers": -1, "norms": -1]
        var open: (kind: String, layer: Int, parts: Set<String>) = ("", -1, [])
        return blocks.map { block in
            let (kind, part) = place(of: block.role)
            if open.kind != kind || open.layer != block.layer || open.parts.contains(part) {
                counts[kind, default: -1] += 1
                open = (kind, block.layer, [])
            }
            open.parts.insert(part)
            return "\(kind).\(counts[kind, default: 0]).\(part)"
        }
    }

    private static func place(of role: ParameterRole) -> (kind: String, part: String) {
        switch role {
        case .weight: ("layers", "weight")
        case .bias: ("layers", "bias")
        case .gain: ("norms", "weight")
        case .shift: ("norms", "bias")
        case .runningMean: ("norms", "running_mean")
        case .runningVariance: ("norms", "running_var")
        }
    }

    /// The shape in PyTorch's orientation.
    static func shape(of block: ParameterBlock) -> [Int] { block.shape.reversed() }
}
