/// Normalises each unit over the rows of the batch, scales and shifts it, and applies an activation.
///
/// Ioffe and Szegedy, arXiv 1502.03167, algorithms 1 and 2, in PyTorch's form: training divides by
/// the biased variance of the batch, and the running average, which evaluation reads, takes a tenth
/// of the unbiased one at each pass. The running values are parameters without a gradient, so that
/// every copy of the weights has them. A training batch has at least two rows.
package struct BatchNormalizationLayer<Element: Scalar>: Layer {
    package let inputWidth: Int
    package let laneCount: Int
    /// The function applied to each output.
    package let activation: Activation
    /// What multiplies the learning rate of gain and shift.
    private let rateFactor: Double

    /// The part of the running values that a batch replaces.
    private static var momentum: Element { 0.1 }

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
    package var parameterCount: Int { 4 * inputWidth }
    /// The normalised values and, where the activation needs them, the pre-activations.
    package var keptWidth: Int { (activation.needsPreactivation ? 2 : 1) * inputWidth }
    /// Mean, inverse deviation, and whether they are those of the batch.
    package var keptPerPass: Int { 2 * inputWidth + 1 }
    package var operationsPerRow: Double { 8 * Double(inputWidth) }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {
        for (tensor, value) in [1, 0, 0, 1].enumerated() {
            (parameters + tensor * inputWidth)
                .update(repeating: Element(value), count: inputWidth)
        }
    }

    package func parameterBlocks(of lane: Int) -> [ParameterBlock] {
        [ParameterRole.gain, .shift, .runningMean, .runningVariance].enumerated()
            .map { tensor, role in
                ParameterBlock(
                    role: role, offset: lane * parameterCount + tensor * inputWidth,
                    count: inputWidth, rateFactor: rateFactor)
            }
    }

    /// Where a lane's values stand in a pass of `rowCount` rows.
    private func place(
        of lane: Int, rowCount: Int, _ tensors: LayerTensors<Element>
    ) -> (
        normalized: UnsafeMutablePointer<Element>, preactivation: UnsafeMutablePointer<Element>,
        output: UnsafeMutablePointer<Element>, statistics: UnsafeMutablePointer<Element>
    ) {
        let column = lane * inputWidth
        let output = tensors.output + column
        let second = tensors.kept + rowCount * outputColumns + column
        return (
            tensors.kept + column, activation.needsPreactivation ? second : output, output,
            tensors.kept + rowCount * keptColumns + lane * keptPerPass
        )
    }

    /// Computes the output of `rowCount` rows.
    ///
    ///     x    rows × width, for each lane
    ///     µ, v width: mean and biased variance of the rows, or the running ones in evaluation
    ///     x̂  = (x − µ) / √(v + ε)        rows × width, kept
    ///     z  = g ⊙ x̂ + s                 rows × width, kept for GELU and SiLU alone
    ///     y  = f(z)                      rows × width
    ///
    /// - Precondition: In training there are at least two rows.
    package func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>
    ) {
        precondition(step == nil || rowCount > 1, "batch normalization of one row")
        let n = inputWidth
        for lane in lanes {
            let parameters = tensors.parameters + lane * parameterCount
            let place = place(of: lane, rowCount: rowCount, tensors)
            let (mean, inverse) = (place.statistics, place.statistics + n)
            mean[2 * n] = step == nil ? 0 : 1
            if step == nil {
                mean.update(from: parameters + 2 * n, count: n)
                inverse.update(from: parameters + 3 * n, count: n)
            } else {
                columnStatistics(
                    rowCount: rowCount, width: n, rowStride: inputColumns,
                    tensors.input + lane * n, mean: mean, variance: inverse)
                if let running = tensors.running {
                    let running = running + lane * parameterCount
                    let unbiased = Element(rowCount) / Element(rowCount - 1)
                    for j in 0..<n {
                        running[2 * n + j] += Self.momentum * (mean[j] - running[2 * n + j])
                        running[3 * n + j] +=
                            Self.momentum * (unbiased * inverse[j] - running[3 * n + j])
                    }
                }
            }
            for j in 0..<n {
                inverse[j] = 1 / (inverse[j] + Element(Normalization.epsilon)).squareRoot()
            }
            normalizeColumns(
                activation, rowCount: rowCount, width: n, rowStride: outputColumns,
                input: tensors.input + lane * n, mean: mean, inverse: inverse, gain: parameters,
                shift: parameters + n, normalized: place.normalized, product: place.preactivation,
                output: place.output)
        }
    }

    /// Computes the gradients of g and s and, if asked, of x; those of the running values are 0.
    ///
    ///     dY   rows × width              becomes dZ = dY ⊙ f'(z)
    ///     ds = sum of dZ over rows
    ///     dg = sum of dZ ⊙ x̂ over rows
    ///     dX = g / √(v + ε) ⊙ (dZ − (ds + x̂ ⊙ dg) / m)      after evaluation without the mean
    package func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>
    ) {
        let n = inputWidth
        for lane in lanes {
            let place = place(of: lane, rowCount: rowCount, tensors)
            let dZ = gradients.output + lane * n
            let dParameters = gradients.parameters + lane * parameterCount
            activationGradient(
                activation, rowCount: rowCount, width: n, rowStride: outputColumns,
                output: place.output, preactivation: place.preactivation, gradient: dZ,
                biasGradient: dParameters + n)
            sumProducts(
                rowCount: rowCount, width: n, rowStride: outputColumns, dZ, place.normalized,
                to: dParameters)
            (dParameters + 2 * n).update(repeating: 0, count: 2 * n)
            guard let dX = gradients.input else { continue }
            let isOfBatch = place.statistics[2 * n] == 1
            columnGradient(
                rowCount: rowCount, width: n, rowStride: outputColumns, gradient: dZ,
                normalized: place.normalized, gain: tensors.parameters + lane * parameterCount,
                inverse: place.statistics + n, gainGradient: dParameters,
                shiftGradient: dParameters + n,
                share: isOfBatch ? 1 / Element(rowCount) : 0, to: dX + lane * n)
        }
    }
}

/// Mean and biased variance of each of n columns over m rows, in two passes.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func columnStatistics<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, _ x: UnsafePointer<S>,
    mean: UnsafeMutablePointer<S>, variance: UnsafeMutablePointer<S>
) {
    let share = 1 / S(m)
    mean.update(repeating: 0, count: n)
    variance.update(repeating: 0, count: n)
    for i in 0..<m {
        let x = x + i &* rowStride
        forEachVector(count: n) { $0.store($0.load(mean) + $0.load(x), to: mean) }
    }
    forEachVector(count: n) { $0.store($0.load(mean) * share, to: mean) }
    for i in 0..<m {
        let x = x + i &* rowStride
        forEachVector(count: n) {
            let deviation = $0.load(x) - $0.load(mean)
            $0.store($0.load(variance) + deviation * deviation, to: variance)
        }
    }
    forEachVector(count: n) { $0.store($0.load(variance) * share, to: variance) }
}

/// Normalises, scales, shifts and activates m rows of n columns, row by row.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func normalizeColumns<S: Scalar>(
    _ activation: Activation, rowCount m: Int, width n: Int, rowStride: Int,
    input x: UnsafePointer<S>, mean: UnsafePointer<S>, inverse: UnsafePointer<S>,
    gain: UnsafePointer<S>, shift: UnsafePointer<S>, normalized: UnsafeMutablePointer<S>,
    product z: UnsafeMutablePointer<S>, output y: UnsafeMutablePointer<S>
) {
    for i in 0..<m {
        let row = i &* rowStride
        let (x, hat, z) = (x + row, normalized + row, z + row)
        forEachVector(count: n) {
            let value = ($0.load(x) - $0.load(mean)) * $0.load(inverse)
            $0.store(value, to: hat)
            $0.store(value * $0.load(gain), to: z)
        }
        addBiasAndActivate(
            activation, rowCount: 1, width: n, rowStride: rowStride, bias: shift, product: z,
            output: y + row)
    }
}

/// dX = gain · inverse ⊙ (dZ − share · (ds + x̂ ⊙ dg)), m rows of n columns.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func columnGradient<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, gradient dZ: UnsafePointer<S>,
    normalized: UnsafePointer<S>, gain: UnsafePointer<S>, inverse: UnsafePointer<S>,
    gainGradient: UnsafePointer<S>, shiftGradient: UnsafePointer<S>, share: S,
    to dX: UnsafeMutablePointer<S>
) {
    for i in 0..<m {
        let row = i &* rowStride
        let (dZ, hat, dX) = (dZ + row, normalized + row, dX + row)
        forEachVector(count: n) {
            let common = $0.load(shiftGradient) + $0.load(hat) * $0.load(gainGradient)
            let scale = $0.load(gain) * $0.load(inverse)
            $0.store(scale * ($0.load(dZ) - common * share), to: dX)
        }
    }
}
