/// Leaves out units at random in training, and passes its input on in evaluation.
///
/// Inverted dropout (Srivastava et al., JMLR 15, 2014, §10): with the lane's probability p a unit
/// becomes 0, and otherwise it is divided by 1 − p, so that its mean stays. All lanes share the
/// draws, 32 bits each, of the dropout stream of this layer and step; with p = 0 no bit changes.
package struct DropoutLayer<Element: Scalar>: Layer {
    package let inputWidth: Int
    package let laneCount: Int
    /// Which of the network's dropout layers this is, for the stream.
    private let index: Int
    /// A lane's unit is left out where its draw is below this.
    private let thresholds: [UInt32]
    /// 1 / (1 − p) of each lane.
    private let factors: [Element]

    /// Describes a layer.
    ///
    /// - Precondition: The rates, one for each lane, lie in 0 ..< 1.
    package init(width: Int, rates: [Double], index: Int) {
        precondition(rates.allSatisfy { $0 >= 0 && $0 < 1 }, "dropout rates of \(rates)")
        inputWidth = width
        laneCount = rates.count
        self.index = index
        thresholds = rates.map { UInt32($0 * 0x1p32) }
        factors = rates.map { Element(1 / (1 - $0)) }
    }

    package var outputWidth: Int { inputWidth }
    package var sharesInput: Bool { false }
    package var parameterCount: Int { 0 }
    package var keptWidth: Int { inputWidth }
    package var operationsPerRow: Double { 0 }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {}

    package func parameterBlocks(of lane: Int) -> [ParameterBlock] { [] }

    /// Computes the output of `rowCount` rows.
    ///
    ///     x    rows × width, for each lane
    ///     k    rows × width, kept: 0 or 1 / (1 − p)
    ///     y  = x ⊙ k                in evaluation y = x
    package func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>
    ) {
        guard let step else {
            for row in 0..<rowCount {
                let start = row * outputColumns
                (tensors.output + start).update(from: tensors.input + start, count: outputColumns)
            }
            return
        }
        let stream = RandomStream(
            sweepSeed: step.sweepSeed, runSeed: step.runSeed, purpose: .dropout,
            index: UInt32(index))
        drawMask(
            rowCount: rowCount, width: inputWidth, laneCount: laneCount, stream: stream,
            step: step.index, firstRow: step.firstRow, thresholds: thresholds, factors: factors,
            mask: tensors.kept)
        multiplyElements(
            count: rowCount * outputColumns, tensors.input, tensors.kept, to: tensors.output)
    }

    /// Computes the gradient of x: dX = dY ⊙ k.
    package func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>
    ) {
        guard let inputGradient = gradients.input else { return }
        multiplyElements(
            count: rowCount * outputColumns, gradients.output, tensors.kept, to: inputGradient)
    }
}

/// Fills the mask k of every lane; four units of a row, of all lanes, share a block of draws.
///
/// The block of unit j of row i, counted in the whole batch, is at i · ⌈width / 4⌉ + ⌊j / 4⌋ in the
/// low half of the position, with the step in the high half.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func drawMask<S: Scalar>(
    rowCount: Int, width: Int, laneCount: Int, stream: RandomStream, step: UInt32,
    firstRow: Int, thresholds: [UInt32], factors: [S], mask: UnsafeMutablePointer<S>
) {
    let quads = (width + 3) / 4
    for row in 0..<rowCount {
        for quad in 0..<quads {
            let position = UInt64(step) << 32 | UInt64((firstRow &+ row) &* quads &+ quad)
            let bits = stream.block(at: position)
            let count = min(4, width - 4 * quad)
            for lane in 0..<laneCount {
                let start = (row &* laneCount &+ lane) &* width
                let target = mask + (start &+ 4 &* quad)
                let (threshold, factor) = (thresholds[lane], factors[lane])
                for k in 0..<count { target[k] = bits[k] < threshold ? 0 : factor }
            }
        }
    }
}

/// c = a ⊙ b.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func multiplyElements<S: Scalar>(
    count: Int, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, to c: UnsafeMutablePointer<S>
) {
    for i in 0..<count { c[i] = a[i] * b[i] }
}
