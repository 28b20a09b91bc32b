/// Adds what came into the layers before it to what came out of them: y = x + skip.
///
/// With the `span` layers before it it is a residual block, h + block(h) (He et al., CVPR 2016,
/// eq. 1). The network hands over the block's input, and the gradient back.
package struct ResidualLayer<Element: Scalar>: Layer {
    package let inputWidth: Int
    package let laneCount: Int
    package let residualSpan: Int

    /// Describes a layer that goes around the `span` layers before it.
    package init(width: Int, span: Int, laneCount: Int = 1) {
        precondition(width > 0 && span > 0, "a residual of \(span) layers of \(width) units")
        inputWidth = width
        residualSpan = span
        self.laneCount = laneCount
    }

    package var outputWidth: Int { inputWidth }
    package var sharesInput: Bool { false }
    package var parameterCount: Int { 0 }
    package var keptWidth: Int { 0 }
    package var operationsPerRow: Double { Double(inputWidth) }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {}

    package func parameterBlocks(of lane: Int) -> [ParameterBlock] { [] }

    /// Computes the output of `rowCount` rows: y = x + skip, rows × width for each lane.
    package func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>
    ) {
        guard let skip = tensors.skip else { preconditionFailure("a residual without its block") }
        for lane in lanes {
            let column = lane * inputWidth
            addColumns(
                rowCount: rowCount, width: inputWidth, rowStride: outputColumns,
                tensors.input + column, skip + column, to: tensors.output + column)
        }
    }

    /// Hands the gradient on: dX = dY, and the same to the block's input.
    package func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>
    ) {
        guard let dX = gradients.input, let dSkip = gradients.skip else {
            preconditionFailure("a residual without its block")
        }
        // Other lanes' columns are undefined in all three.
        let count = rowCount * outputColumns
        dX.update(from: gradients.output, count: count)
        dSkip.update(from: gradients.output, count: count)
    }
}

/// c = a + b, m rows of n at distance `rowStride` each; c may be a.
@_specialize(where S == Float)
@_specialize(where S == Double)
func addColumns<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>,
    to c: UnsafeMutablePointer<S>
) {
    for i in 0..<m {
        let row = i &* rowStride
        let (a, b, c) = (a + row, b + row, c + row)
        forEachVector(count: n) { $0.store($0.load(a) + $0.load(b), to: c) }
    }
}
