/// Normalises each row over its units, scales and shifts it, and applies an activation.
///
/// Ba, Kiros and Hinton, arXiv 1607.06450, §3: mean and biased variance over the units of one row of
/// one lane, ε = 1e-5 inside the root. Training and evaluation do the same, with any number of rows.
package struct LayerNormalizationLayer<Element: Scalar>: Layer {
    package let inputWidth: Int
    package let laneCount: Int
    /// The function applied to each output.
    package let activation: Activation
    /// What multiplies the learning rate of gain and shift.
    private let rateFactor: Double

    /// Describes a layer.
    package init(width: Int, activation: Activation, rateFactor: Double = 1, laneCount: Int = 1) {
        precondition(width > 0 && laneCount > 0, "\(laneCount) lanes of \(width) units")
        inputWidth = width
        self.activation = activation
        self.rateFactor = rateFactor
        self.laneCount = laneCount
    }

    package var outputWidth: Int { inputWidth }
    package var sharesInput: Bool { false }
    package var parameterCount: Int { 2 * inputWidth }
    /// The normalised values, where the activation needs them the pre-activations, and the inverse
    /// deviation of the row.
    package var keptWidth: Int { (activation.needsPreactivation ? 2 : 1) * inputWidth + 1 }
    package var operationsPerRow: Double { 8 * Double(inputWidth) }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {
        parameters.update(repeating: 1, count: inputWidth)
        (parameters + inputWidth).update(repeating: 0, count: inputWidth)
    }

    package func parameterBlocks(of lane: Int) -> [ParameterBlock] {
        [ParameterRole.gain, .shift].enumerated().map { tensor, role in
            ParameterBlock(
                role: role, offset: lane * parameterCount + tensor * inputWidth, count: inputWidth,
                rateFactor: rateFactor)
        }
    }

    /// Where a lane's values stand in a pass of `rowCount` rows; inverse deviations are `laneCount`
    /// scalars apart.
    private func place(
        of lane: Int, rowCount: Int, _ tensors: LayerTensors<Element>
    ) -> (
        normalized: UnsafeMutablePointer<Element>, preactivation: UnsafeMutablePointer<Element>,
        output: UnsafeMutablePointer<Element>, inverse: UnsafeMutablePointer<Element>
    ) {
        let column = lane * inputWidth
        let plane = rowCount * outputColumns
        let output = tensors.output + column
        guard activation.needsPreactivation else {
            return (tensors.kept + column, output, output, tensors.kept + plane + lane)
        }
        return (
            tensors.kept + column, tensors.kept + plane + column, output,
            tensors.kept + 2 * plane + lane
        )
    }

    /// Computes the output of `rowCount` rows.
    ///
    ///     x    rows × width, for each lane
    ///     µ, v rows: mean and biased variance of each row; 1 / √(v + ε) is kept
    ///     x̂  = (x − µ) / √(v + ε)        rows × width, kept
    ///     z  = g ⊙ x̂ + s                 rows × width, kept for GELU and SiLU alone
    ///     y  = f(z)                      rows × width
    package func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>
    ) {
        for lane in lanes {
            let parameters = tensors.parameters + lane * parameterCount
            let place = place(of: lane, rowCount: rowCount, tensors)
            normalizeRows(
                activation, rowCount: rowCount, width: inputWidth, rowStride: outputColumns,
                input: tensors.input + lane * inputWidth, gain: parameters,
                shift: parameters + inputWidth, normalized: place.normalized,
                inverse: place.inverse, inverseStride: laneCount, product: place.preactivation,
                output: place.output)
        }
    }

    /// Computes the gradients of g and s and, if asked, of x.
    ///
    ///     dY   rows × width              becomes dZ = dY ⊙ f'(z)
    ///     ds = sum of dZ over rows
    ///     dg = sum of dZ ⊙ x̂ over rows
    ///     h  = g ⊙ dZ
    ///     dX = (h − mean of h − x̂ ⊙ mean of (h ⊙ x̂)) / √(v + ε)      means over the row
    package func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>
    ) {
        for lane in lanes {
            let place = place(of: lane, rowCount: rowCount, tensors)
            let dZ = gradients.output + lane * inputWidth
            let dParameters = gradients.parameters + lane * parameterCount
            activationGradient(
                activation, rowCount: rowCount, width: inputWidth, rowStride: outputColumns,
                output: place.output, preactivation: place.preactivation, gradient: dZ,
                biasGradient: dParameters + inputWidth)
            sumProducts(
                rowCount: rowCount, width: inputWidth, rowStride: outputColumns, dZ,
                place.normalized, to: dParameters)
            guard let dX = gradients.input else { continue }
            rowGradient(
                rowCount: rowCount, width: inputWidth, rowStride: outputColumns, gradient: dZ,
                normalized: place.normalized, gain: tensors.parameters + lane * parameterCount,
                inverse: place.inverse, inverseStride: laneCount, to: dX + lane * inputWidth)
        }
    }
}

/// Normalises, scales, shifts and activates m rows of n units, row by row.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func normalizeRows<S: Scalar>(
    _ activation: Activation, rowCount m: Int, width n: Int, rowStride: Int,
    input x: UnsafePointer<S>, gain: UnsafePointer<S>, shift: UnsafePointer<S>,
    normalized: UnsafeMutablePointer<S>, inverse: UnsafeMutablePointer<S>, inverseStride: Int,
    product z: UnsafeMutablePointer<S>, output y: UnsafeMutablePointer<S>
) {
    let share = 1 / S(n)
    for i in 0..<m {
        let row = i &* rowStride
        let (x, hat, z) = (x + row, normalized + row, z + row)
        let mean = sumOverRow(count: n) { $0.load(x) } * share
        forEachVector(count: n) { $0.store($0.load(x) - mean, to: hat) }
        let variance = sumOverRow(count: n) { $0.load(hat) * $0.load(hat) } * share
        let scale = 1 / (variance + S(Normalization.epsilon)).squareRoot()
        inverse[i &* inverseStride] = scale
        forEachVector(count: n) {
            let value = $0.load(hat) * scale
            $0.store(value, to: hat)
            $0.store(value * $0.load(gain), to: z)
        }
        addBiasAndActivate(
            activation, rowCount: 1, width: n, rowStride: rowStride, bias: shift, product: z,
            output: y + row)
    }
}

/// dX from dZ, m rows of n units.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func rowGradient<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, gradient dZ: UnsafePointer<S>,
    normalized: UnsafePointer<S>, gain: UnsafePointer<S>, inverse: UnsafePointer<S>,
    inverseStride: Int, to dX: UnsafeMutablePointer<S>
) {
    let share = 1 / S(n)
    for i in 0..<m {
        let row = i &* rowStride
        let (dZ, hat, dX) = (dZ + row, normalized + row, dX + row)
        let mean = sumOverRow(count: n) { $0.load(dZ) * $0.load(gain) } * share
        let slope =
            sumOverRow(count: n) { $0.load(dZ) * $0.load(gain) * $0.load(hat) } * share
        let scale = inverse[i &* inverseStride]
        forEachVector(count: n) {
            let product = $0.load(dZ) * $0.load(gain)
            $0.store((product - mean - $0.load(hat) * slope) * scale, to: dX)
        }
    }
}

/// Adds up `count` terms, eight sums at a time; past the end of the row a term must be 0.
@inline(__always)
private func sumOverRow<S: Scalar>(count: Int, _ term: (VectorPlace) -> SIMD8<S>) -> S {
    var sums = SIMD8<S>(repeating: 0)
    forEachVector(count: count) { sums += term($0) }
    return sums.sum()
}
