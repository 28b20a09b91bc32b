/// An affine map followed by an activation: y = f(x · W + b).
///
/// The parameters are W, stored inputWidth × outputWidth, then b. (PyTorch stores W transposed.)
/// With outputs in columns, the first layers of several models of one input can stand side by side
/// and be a single product.
package struct LinearLayer<Element: Scalar>: Layer {
    package let inputWidth: Int
    package let outputWidth: Int
    /// The function applied to each output.
    package let activation: Activation
    /// How the weights begin.
    package let initialization: Initialization

    /// Describes a layer.
    ///
    /// - Precondition: Both widths are positive.
    package init(
        inputWidth: Int, outputWidth: Int, activation: Activation,
        initialization: Initialization = .auto
    ) {
        precondition(
            inputWidth > 0 && outputWidth > 0, "a linear layer of \(inputWidth) × \(outputWidth)")
        self.inputWidth = inputWidth
        self.outputWidth = outputWidth
        self.activation = activation
        self.initialization = initialization
    }

    /// The number of weights; the biases follow them.
    package var weightCount: Int { inputWidth * outputWidth }
    package var parameterCount: Int { weightCount + outputWidth }
    package var keptWidth: Int { activation.needsPreactivation ? outputWidth : 0 }
    package var operationsPerRow: Double { 2 * Double(weightCount) }

    package func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)
    {
        let weights = UnsafeMutableBufferPointer(start: parameters, count: weightCount)
        initialization.resolved(for: activation)
            .fill(weights, fanIn: inputWidth, fanOut: outputWidth, from: stream)
        (parameters + weightCount).update(repeating: 0, count: outputWidth)
    }

    /// Computes the output of `rowCount` rows.
    ///
    ///     x    rows × inputWidth
    ///     W    inputWidth × outputWidth
    ///     b    outputWidth
    ///     z  = x · W + b            rows × outputWidth, kept for GELU alone
    ///     y  = f(z)                 rows × outputWidth
    package func forward(rowCount: Int, _ tensors: LayerTensors<Element>) {
        let product = activation.needsPreactivation ? tensors.kept : tensors.output
        Element.multiply(
            m: rowCount, n: outputWidth, k: inputWidth, alpha: 1,
            tensors.input, leadingDimensionA: inputWidth, transposeA: false,
            tensors.parameters, leadingDimensionB: outputWidth, transposeB: false,
            beta: 0, product, leadingDimensionC: outputWidth)
        addBiasAndActivate(
            activation, rowCount: rowCount, width: outputWidth,
            bias: tensors.parameters + weightCount, product: product, output: tensors.output)
    }

    /// Computes the gradients of W and b and, if asked, of x.
    ///
    /// All are overwritten.
    ///
    ///     dY   rows × outputWidth   becomes dZ = dY ⊙ f'(z)
    ///     db = sum of dZ over rows
    ///     dW = xᵀ · dZ              inputWidth × outputWidth
    ///     dX = dZ · Wᵀ              rows × inputWidth, not computed when nil
    package func backward(
        rowCount: Int, _ tensors: LayerTensors<Element>, gradients: LayerGradients<Element>
    ) {
        activationGradient(
            activation, rowCount: rowCount, width: outputWidth,
            output: tensors.output, preactivation: tensors.kept,
            gradient: gradients.output, biasGradient: gradients.parameters + weightCount)
        Element.multiply(
            m: inputWidth, n: outputWidth, k: rowCount, alpha: 1,
            tensors.input, leadingDimensionA: inputWidth, transposeA: true,
            gradients.output, leadingDimensionB: outputWidth, transposeB: false,
            beta: 0, gradients.parameters, leadingDimensionC: outputWidth)
        guard let inputGradient = gradients.input else { return }
        Element.multiply(
            m: rowCount, n: inputWidth, k: outputWidth, alpha: 1,
            gradients.output, leadingDimensionA: outputWidth, transposeA: false,
            tensors.parameters, leadingDimensionB: outputWidth, transposeB: true,
            beta: 0, inputGradient, leadingDimensionC: inputWidth)
    }
}
