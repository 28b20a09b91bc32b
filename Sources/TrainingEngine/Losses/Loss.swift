/// What training minimizes.
package enum Loss: String, Sendable, CaseIterable {
    /// −log of the softmax probability of the right class, from logits; mean over rows.
    case softmaxCrossEntropy
    /// Squared error, mean over all elements (as PyTorch and TensorFlow; textbooks often halve the
    /// sum).
    case meanSquaredError

    /// Refuses a network output that this loss cannot teach anything.
    ///
    /// - Throws: ``TrainingEngineError/tooFewClasses(_:)`` for cross-entropy with fewer than two
    ///   outputs: the softmax of one logit is 1 whatever the weights are, so loss and gradient are
    ///   0.
    package func validate(outputWidth: Int) throws(TrainingEngineError) {
        if self == .softmaxCrossEntropy && outputWidth < 2 {
            throw .tooFewClasses(outputWidth)
        }
    }

    /// The divisor that turns a sum over `rowCount` rows into the mean that is reported.
    func meanDivisor(rowCount: Int, outputWidth: Int) -> Double {
        switch self {
        case .softmaxCrossEntropy: Double(rowCount)
        case .meanSquaredError: Double(rowCount * outputWidth)
        }
    }
}

/// What the rows right after a forward pass add up to.
struct LossSum: Equatable {
    /// The sum of the loss over rows (cross-entropy) or elements (squared error), in `Double` so
    /// that a mean over many rows does not lose digits.
    var loss: Double = 0
    /// Rows whose largest logit is the right class; the first of equal ones counts.
    ///
    /// 0 for regression.
    var correctCount: Int = 0

    /// Adds another group of rows.
    static func += (total: inout LossSum, rows: LossSum) {
        total.loss += rows.loss
        total.correctCount += rows.correctCount
    }
}
