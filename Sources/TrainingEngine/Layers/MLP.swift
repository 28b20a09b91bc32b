/// The multilayer perceptron: hidden layers of equal width, then a linear output.
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
        (0..<depth).map { $0 * (hasDropout ? 2 : 1) }
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
            layers.append(
                LinearLayer<Element>(
                    inputWidth: hidden == 0 ? inputWidth : width, outputWidth: width,
                    activation: activation, initialization: initialization,
                    initialDeviation: initialDeviation,
                    scaling: parametrization.scaling(of: hidden == 0 ? .input : .hidden, width),
                    laneCount: laneCount, sharesInput: hidden == 0))
            if dropout.contains(where: { $0 > 0 }) {
                layers.append(DropoutLayer(width: width, rates: dropout, index: hidden))
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
