/// How initial weights, products and learning rates depend on the width.
package enum Parametrization: Sendable, Equatable {
    /// They do not, the fan-in of the initialisation apart.
    case standard
    /// The maximal update parametrization, under which the best learning rate stays where it is as
    /// the width grows: Yang et al., *Tensor programs V*, arXiv 2203.03466, table 8.
    ///
    /// At `baseWidth` it is the standard one. `isAdaptive` tells the rules that divide by the size
    /// of the gradient (Adam and its like) from plain descent.
    case maximalUpdate(baseWidth: Int, isAdaptive: Bool)

    /// Where a layer stands: which of its two sides grow with the width.
    enum Position {
        /// From the data: the output side grows.
        case input
        /// Both sides grow.
        case hidden
        /// To the output: the input side grows.
        case output
    }

    /// Returns what changes in a layer of a model of this width.
    func scaling(of position: Position, _ width: Int) -> WidthScaling {
        guard case .maximalUpdate(let baseWidth, let isAdaptive) = self else { return .none }
        let growth = Double(width) / Double(baseWidth)
        var scaling = WidthScaling.none
        switch position {
        case .input:
            scaling.weightRateFactor = isAdaptive ? 1 : growth
            scaling.biasRateFactor = isAdaptive ? 1 : growth
        case .hidden:
            scaling.weightRateFactor = isAdaptive ? 1 / growth : 1
            scaling.biasRateFactor = isAdaptive ? 1 : growth
        case .output:
            // The initial weights keep the size that they have at the base width.
            scaling.outputFactor = 1 / growth
            scaling.initialFactor = growth.squareRoot()
            scaling.weightRateFactor = isAdaptive ? 1 : growth
        }
        return scaling
    }
}
