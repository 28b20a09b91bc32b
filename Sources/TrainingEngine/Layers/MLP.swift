/// The multilayer perceptron: hidden layers of equal width, then a linear output.
///
/// A hidden layer is an affine map, a normalization if there is one, the activation and, in
/// training, dropout. As residual blocks the second hidden layer and those after it are added to
/// what comes into them; the first has another width, and the output no activation.
///
/// Depth 0 is linear: softmax regression or linear regression, depending on the loss; `width` is
/// not looked at then. The output layer has no activation, and starts as its own (identity) asks
/// for unless a scheme is named.
package struct MLP: Sendable, Equatable {
    /// Values of one row of data.
    package var inputWidth: Int
    /// Values of one row of the output.
    package var outputWidth: Int
    /// Hidden layers.
    package var depth: Int
    /// Units of each hidden layer.
    package var width: Int
    /// The function of the hidden units.
    package var activation: Activation
    /// How the weights begin.
    package var initialization: Initialization
    /// The deviation of the weights where they begin as `normal`.
    package var initialDeviation: Double
    /// What changes with the width.
    package var parametrization = Parametrization.standard
    /// What stands before each activation.
    package var normalization = Normalization.none
    /// Whether hidden layers but the first are added to their input.
    package var isResidual = false

    /// Describes a model.
    ///
    /// - Precondition: `depth` is not negative.
    package init(
        inputWidth: Int, outputWidth: Int, depth: Int, width: Int, activation: Activation,
        initialization: Initialization = .auto, initialDeviation: Double = 1
    ) {
        precondition(depth >= 0, "an MLP of depth \(depth)")
        self.inputWidth = inputWidth
        self.outputWidth = outputWidth
        self.depth = depth
        self.width = width
        self.activation = activation
        self.initialization = initialization
        self.initialDeviation = initialDeviation
    }

    /// The indices, among the layers, of those whose outputs are the hidden units, before dropout.
    package func hiddenLayers(hasDropout: Bool) -> [Int] {
        let normalizations = normalization == .none ? 0 : 1
        let size = 1 + normalizations + (hasDropout ? 1 : 0)
        return (0..<depth).map { hidden in
            hidden * size + (isResidual ? max(0, hidden - 1) : 0) + normalizations
        }
    }

    /// Returns the layers of `laneCount` models side by side.
    ///
    /// All lanes share the input of the first layer, the data. `dropout` has one rate for each
    /// lane; where one is above 0, a dropout layer follows each hidden layer.
    package func layers<Element: Scalar>(
        laneCount: Int = 1, dropout: [Double] = []
    ) -> [any Layer<Element>] {
        precondition(
            dropout.isEmpty || dropout.count == laneCount,
            "\(dropout.count) dropout rates for \(laneCount) lanes")
        var layers: [any Layer<Element>] = []
        for hidden in 0..<depth {
            let start = layers.count
            let scaling = parametrization.scaling(of: hidden == 0 ? .input : .hidden, width)
            layers.append(
                LinearLayer<Element>(
                    inputWidth: hidden == 0 ? inputWidth : width, outputWidth: width,
                    activation: normalization == .none ? activation : .identity,
                    initialization: initialization.resolved(for: activation),
                    initialDeviation: initialDeviation, scaling: scaling,
                    laneCount: laneCount, sharesInput: hidden == 0))
            if let layer: any Layer<Element> = normalization.layer(
                width: width, activation: activation, rateFactor: scaling.biasRateFactor,
                laneCount: laneCount)
            {
                layers.append(layer)
            }
            if dropout.contains(where: { $0 > 0 }) {
                layers.append(DropoutLayer(width: width, rates: dropout, index: hidden))
            }
            if isResidual && hidden > 0 {
                layers.append(
                    ResidualLayer<Element>(
                        width: width, span: layers.count - start, laneCount: laneCount))
            }
        }
        layers.append(
            LinearLayer<Element>(
                inputWidth: depth == 0 ? inputWidth : width, outputWidth: outputWidth,
                activation: .identity, initialization: initialization,
                initialDeviation: initialDeviation,
                scaling: depth == 0 ? .none : parametrization.scaling(of: .output, width),
                laneCount: laneCount, sharesInput: depth == 0))
        return layers
    }
}
