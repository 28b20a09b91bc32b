/// The multilayer perceptron: hidden layers of equal width, then a linear output.
package enum MLP {
    /// Returns the layers of a network with `depth` hidden layers of `width` units.
    ///
    /// Depth 0 is linear: softmax regression or linear regression, depending on the loss; `width`
    /// is not looked at then. The output layer has no activation, and starts as its own (identity)
    /// asks for unless a scheme is named. All lanes share the input of the first layer, the data.
    package static func layers<Element: Scalar>(
        inputWidth: Int, outputWidth: Int, depth: Int, width: Int, activation: Activation,
        initialization: Initialization = .auto, laneCount: Int = 1
    ) -> [any Layer<Element>] {
        precondition(depth >= 0, "an MLP of depth \(depth)")
        var layers: [any Layer<Element>] = []
        for hidden in 0..<depth {
            layers.append(
                LinearLayer<Element>(
                    inputWidth: hidden == 0 ? inputWidth : width, outputWidth: width,
                    activation: activation, initialization: initialization, laneCount: laneCount,
                    sharesInput: hidden == 0))
        }
        layers.append(
            LinearLayer<Element>(
                inputWidth: depth == 0 ? inputWidth : width, outputWidth: outputWidth,
                activation: .identity, initialization: initialization, laneCount: laneCount,
                sharesInput: depth == 0))
        return layers
    }
}
