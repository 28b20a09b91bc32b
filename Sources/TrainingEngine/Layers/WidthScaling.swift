/// What a parametrization changes in one layer as the width grows.
package struct WidthScaling: Sendable, Equatable {
    /// What multiplies the products of the layer.
    package var outputFactor = 1.0
    /// What multiplies the initial weights.
    package var initialFactor = 1.0
    /// What multiplies the learning rate of the weights.
    package var weightRateFactor = 1.0
    /// What multiplies the learning rate of the biases, and of a normalization after them.
    package var biasRateFactor = 1.0

    /// The standard parametrization: all factors are 1.
    package static let none = WidthScaling()
}
