/// The multilayer perceptron: hidden layers of equal width, then a linear output.
package enum MLP {
    /// Returns the layers of a network with `depth` hidden layers of `width` units.
    ///
    /// Depth 0 is linear: softmax regression or linear regression, depending on the loss; `width`
    /// is not looked at then. The output layer has no activation, and starts as its own (identity)
    /// asks for unless a scheme is named. All lanes share the input of the first layer, the data.
    /// `dropout` has one rate for each lane; where one is above 0, a dropout layer follows each
    /// hidden layer.
    package static func layers<Element: Scalar>(
        inputWidth: Int, outputWidth: Int, depth: Int, width: Int, activation: Activation,
        initialization: Initialization = .auto, initialDeviation: Double = 1, laneCount: Int = 1,
        dropout: [Double] = []
    ) -> [any Layer<Element>] {
        precondition(depth >= 0, "an MLP of depth \(depth)")
        precondition(
            dropout.isEmpty || dropout.count == laneCount,
            "\(dropout.count) dropout rates for \(laneCount) lanes")
        var layers: [any Layer<Element>] = []
        for hidden in 0..<depth {
            layers.append(
                LinearLayer<Element>(
                    inputWidth: hidden == 0 ? inputWidth : width, outputWidth: width,
                    activation: activation, initialization: initialization,
                    initialDeviation: initialDeviation, laneCount: laneCount,
                    sharesInput: hidden == 0))
            if dropout.contains(where: { $0 > 0 }) {
                layers.append(DropoutLayer(width: width, rates: dropout, index: hidden))
            }
        }
        layers.append(
            LinearLayer<Element>(
                inputWidth: depth == 0 ? inputWidth : width, outputWidth: outputWidth,
                activation: .identity, initialization: initialization,
                initialDeviation: initialDeviation, laneCount: laneCount,
                sharesInput: depth == 0))
        return layers
    }
}
