/// What training minimizes.
package enum Loss: Sendable, Equatable {
    /// −log of the softmax probability of the right class, from logits, or its mean over the
    /// probabilities that a soft target gives to the classes; mean over rows.
    case softmaxCrossEntropy
    /// −t log σ(z) − (1 − t) log (1 − σ(z)), from logits; mean over all elements.
    case binaryCrossEntropy
    /// Squared error, mean over all elements (as PyTorch and TensorFlow; textbooks often halve the
    /// sum).
    case meanSquaredError
    /// Half the squared error up to `delta` and a line of slope `delta` beyond; mean over all
    /// elements. Huber, *Annals of mathematical statistics* 35, 1964, in PyTorch's form.
    case huber(delta: Double)

    /// Refuses a network output that this loss cannot teach anything.
    ///
    /// - Throws: ``TrainingEngineError/tooFewClasses(_:)`` for softmax cross-entropy with fewer than
    ///   two outputs: the softmax of one logit is 1 whatever the weights are, so loss and gradient
    ///   are 0.
    package func validate(outputWidth: Int) throws(TrainingEngineError) {
        if self == .softmaxCrossEntropy && outputWidth < 2 {
            throw .tooFewClasses(outputWidth)
        }
    }

    /// The divisor that turns a sum over `rowCount` rows into the mean that is reported.
    func meanDivisor(rowCount: Int, outputWidth: Int) -> Double {
        switch self {
        case .softmaxCrossEntropy: Double(rowCount)
        case .binaryCrossEntropy, .meanSquaredError, .huber: Double(rowCount * outputWidth)
        }
    }
}

/// What the rows right after a forward pass add up to.
struct LossSum: Equatable {
    /// The sum of the loss over rows (softmax cross-entropy) or elements (the others), in `Double`
    /// so that a mean over many rows does not lose digits.
    var loss: Double = 0
    /// Rows whose prediction is the right class; 0 for regression.
    var correctCount: Int = 0
    /// The sum of the squared errors of the predicted numbers; 0 for classes.
    var squaredError: Double = 0

    /// Adds another group of rows.
    static func += (total: inout LossSum, rows: LossSum) {
        total.loss += rows.loss
        total.correctCount += rows.correctCount
        total.squaredError += rows.squaredError
    }
}
