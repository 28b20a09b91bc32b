/// An affine map followed by an activation: y = f(s x · W + b), for R models side by side.
///
/// Where the lanes share their input, W is one matrix of inputWidth × R · outputWidth in which each
/// lane has a block of columns, and b the row below it: one product serves all lanes (Wang et al.,
/// *Horizontally fused training array*, MLSys 2021). Elsewhere each lane has its W, inputWidth ×
/// outputWidth, then its b, one lane after the other. (PyTorch stores W transposed.) For one lane
/// both layouts are the same.
package struct LinearLayer<Element: Scalar>: Layer {
    package let laneCount: Int
    package let sharesInput: Bool
    package let inputWidth: Int
    package let outputWidth: Int
    /// The function applied to each output.
    package let activation: Activation
    /// How the weights begin.
    package let initialization: Initialization
    /// The deviation of the weights where they begin as `normal`.
    package let initialDeviation: Double
    /// The width scaling of this layer.
    package let scaling: WidthScaling

    /// Describes a layer.
    ///
    /// - Precondition: Both widths and the number of lanes are positive.
    package init(
        inputWidth: Int, outputWidth: Int, activation: Activation,
        initialization: Initialization = .auto, initialDeviation: Double = 1,
        scaling: WidthScaling = .none, laneCount: Int = 1, sharesInput: Bool = false
    ) {
        precondition(
            inputWidth > 0 && outputWidth > 0, "a linear layer of \(inputWidth) × \(outputWidth)")
        precondition(
            laneCount > 0 && laneCount <= LaneSet.capacity, "a layer of \(laneCount) lanes")
        self.inputWidth = inputWidth
        self.outputWidth = outputWidth
        self.activation = activation
        self.initialization = initialization
        self.initialDeviation = initialDeviation
        self.scaling = scaling
        self.laneCount = laneCount
        self.sharesInput = sharesInput
    }

    package var parameterCount: Int { (inputWidth + 1) * outputWidth }
    package var keptWidth: Int { activation.needsPreactivation ? outputWidth : 0 }
    package var operationsPerRow: Double { 2 * Double(inputWidth * outputWidth) }

    /// The distance between two rows of a lane's weights.
    private var weightStride: Int { sharesInput ? outputColumns : outputWidth }
    /// The distance between the first weights of two lanes.
    private var laneStride: Int { sharesInput ? outputWidth : parameterCount }
    /// The distance from a lane's first weight to its first bias.
    private var biasOffset: Int { inputWidth * weightStride }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {
        let weightCount = inputWidth * outputWidth
        let weights = UnsafeMutableBufferPointer(start: parameters, count: weightCount)
        initialization.resolved(for: activation)
            .fill(
                weights, fanIn: inputWidth, fanOut: outputWidth, deviation: initialDeviation,
                from: stream)
        if scaling.initialFactor != 1 {
            let factor = Element(scaling.initialFactor)
            for index in weights.indices { weights[index] *= factor }
        }
        (parameters + weightCount).update(repeating: 0, count: outputWidth)
    }

    package func parameterBlocks(of lane: Int) -> [ParameterBlock] {
        // The biases are the last row, in both layouts.
        [
            ParameterBlock(
                role: .weight, offset: lane * laneStride, rowCount: inputWidth,
                rowLength: outputWidth, rowStride: weightStride,
                rateFactor: scaling.weightRateFactor),
            ParameterBlock(
                role: .bias, offset: lane * laneStride + biasOffset, count: outputWidth,
                rateFactor: scaling.biasRateFactor),
        ]
    }

    /// Computes the output of `rowCount` rows.
    ///
    ///     x    rows × inputWidth, for each lane or one for all
    ///     W    inputWidth × outputWidth, for each lane
    ///     b    outputWidth, for each lane
    ///     z  = s x · W + b          rows × outputWidth, kept for GELU and SiLU alone; s is 1 but for µP
    ///     y  = f(z)                 rows × outputWidth
    package func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>
    ) {
        let products = activation.needsPreactivation ? tensors.kept : tensors.output
        if sharesInput {
            multiply(
                rowCount: rowCount, width: outputColumns, input: tensors.input,
                weights: tensors.parameters, product: products)
        }
        for lane in lanes {
            let weights = tensors.parameters + lane * laneStride
            let product = products + lane * outputWidth
            if !sharesInput {
                multiply(
                    rowCount: rowCount, width: outputWidth,
                    input: tensors.input + lane * inputWidth, weights: weights, product: product)
            }
            addBiasAndActivate(
                activation, rowCount: rowCount, width: outputWidth, rowStride: outputColumns,
                bias: weights + biasOffset, product: product,
                output: tensors.output + lane * outputWidth)
        }
    }

    /// Computes the gradients of W and b and, if asked, of x.
    ///
    /// All are overwritten.
    ///
    ///     dY   rows × outputWidth   becomes dZ = dY ⊙ f'(z)
    ///     db = sum of dZ over rows
    ///     dW = s xᵀ · dZ            inputWidth × outputWidth
    ///     dX = s dZ · Wᵀ            rows × inputWidth, not computed when nil
    ///
    /// - Precondition: A shared input wants no gradient.
    package func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>
    ) {
        precondition(
            !sharesInput || gradients.input == nil, "the gradient of an input that lanes share")
        for lane in 0..<laneCount {
            let column = lane * outputWidth
            let dZ = gradients.output + column
            guard lanes.contains(lane) else {
                // The product over all columns must not read what an earlier step left there.
                if sharesInput {
                    clearColumns(
                        rowCount: rowCount, width: outputWidth, rowStride: outputColumns, dZ)
                }
                continue
            }
            let dW = gradients.parameters + lane * laneStride
            activationGradient(
                activation, rowCount: rowCount, width: outputWidth, rowStride: outputColumns,
                output: tensors.output + column, preactivation: tensors.kept + column,
                gradient: dZ, biasGradient: dW + biasOffset)
            guard !sharesInput else { continue }
            multiplyTransposed(
                rowCount: rowCount, width: outputWidth, input: tensors.input + lane * inputWidth,
                gradient: dZ, weightGradient: dW)
            guard let dX = gradients.input else { continue }
            Element.multiply(
                m: rowCount, n: inputWidth, k: outputWidth, alpha: Element(scaling.outputFactor),
                dZ, leadingDimensionA: outputColumns, transposeA: false,
                tensors.parameters + lane * laneStride, leadingDimensionB: weightStride,
                transposeB: true,
                beta: 0, dX + lane * inputWidth, leadingDimensionC: inputColumns)
        }
        if sharesInput {
            multiplyTransposed(
                rowCount: rowCount, width: outputColumns, input: tensors.input,
                gradient: gradients.output, weightGradient: gradients.parameters)
        }
    }

    /// z = x · W for `width` columns: those of one lane, or of all that share x.
    private func multiply(
        rowCount: Int, width: Int, input: UnsafePointer<Element>, weights: UnsafePointer<Element>,
        product: UnsafeMutablePointer<Element>
    ) {
        Element.multiply(
            m: rowCount, n: width, k: inputWidth, alpha: Element(scaling.outputFactor),
            input, leadingDimensionA: inputColumns, transposeA: false,
            weights, leadingDimensionB: weightStride, transposeB: false,
            beta: 0, product, leadingDimensionC: outputColumns)
    }

    /// dW = xᵀ · dZ for `width` columns: those of one lane, or of all that share x.
    private func multiplyTransposed(
        rowCount: Int, width: Int, input: UnsafePointer<Element>, gradient: UnsafePointer<Element>,
        weightGradient: UnsafeMutablePointer<Element>
    ) {
        Element.multiply(
            m: inputWidth, n: width, k: rowCount, alpha: Element(scaling.outputFactor),
            input, leadingDimensionA: inputColumns, transposeA: true,
            gradient, leadingDimensionB: outputColumns, transposeB: false,
            beta: 0, weightGradient, leadingDimensionC: weightStride)
    }
}

/// Overwrites `width` scalars of each row with zeros.
private func clearColumns<S: Scalar>(
    rowCount: Int, width: Int, rowStride: Int, _ values: UnsafeMutablePointer<S>
) {
    for row in 0..<rowCount { (values + row * rowStride).update(repeating: 0, count: width) }
}
