/// A network, its loss and its optimizer with a batch in front of them: the machine that makes
/// steps.
///
/// ``Trainer`` drives it over epochs. It can also be driven by hand, batch by batch, which is how
/// the reference vectors test it. Nothing in a step allocates: batch, activations, gradients and
/// optimizer state are laid out at the start. A session belongs to one thread.
package final class TrainingSession<Element: Scalar> {
    package let network: Network<Element>
    package let loss: Loss
    package let optimizer: Optimizer<Element>
    /// The rows that the next step or evaluation reads.
    package let batch: Batch<Element>

    /// Allocates everything for steps of `batchSize` rows and evaluations of `evaluationSize` rows.
    ///
    /// - Throws: ``TrainingEngineError/tooFewClasses(_:)``.
    package init(
        layers: [any Layer<Element>], loss: Loss, optimizer: OptimizerSettings, batchSize: Int,
        evaluationSize: Int = 0
    ) throws(TrainingEngineError) {
        let capacity = max(batchSize, evaluationSize)
        network = Network(
            layers: layers, forwardCapacity: capacity, backwardCapacity: batchSize)
        try loss.validate(outputWidth: network.outputWidth)
        self.loss = loss
        self.optimizer = Optimizer(optimizer, parameterCount: network.parameters.count)
        batch = Batch(
            capacity: capacity, inputWidth: network.inputWidth,
            targetWidth: loss == .meanSquaredError ? network.outputWidth : 0)
    }

    /// Computes the mean loss of the batch and its gradients, and leaves the parameters as they
    /// are.
    package func computeGradients() -> Double {
        let rows = batch.rowCount
        let output = network.forward(batch.inputs, rowCount: rows)
        let sum =
            switch loss {
            case .softmaxCrossEntropy:
                softmaxCrossEntropy(
                    rowCount: rows, classCount: network.outputWidth, logits: output,
                    labels: batch.labels, gradient: network.outputGradient)
            case .meanSquaredError:
                squaredError(
                    count: rows * network.outputWidth, predictions: output,
                    targets: batch.targets, gradient: network.outputGradient)
            }
        network.backward(batch.inputs, rowCount: rows)
        return sum / loss.meanDivisor(rowCount: rows, outputWidth: network.outputWidth)
    }

    /// Makes one training step on the batch.
    ///
    /// - Returns: The mean loss over the batch before the update. If it is not finite, the update
    ///   was not made.
    package func step() -> Double {
        let mean = computeGradients()
        if mean.isFinite {
            optimizer.update(network.parameters, gradients: network.gradients)
        }
        return mean
    }

    /// Gathers `rows` of a data set and makes one training step on them.
    package func step(_ dataSet: DataSet, rows: UnsafeBufferPointer<Int32>) -> Double {
        dataSet.gather(rows: rows, into: batch)
        return step()
    }

    /// The Euclidean length of the last gradient, over all parameters together, summed in `Double`.
    package var gradientNorm: Double {
        network.gradients.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    /// Sums the loss over the rows of the batch, without gradients.
    func evaluateBatch() -> LossSum {
        let rows = batch.rowCount
        let output = network.forward(batch.inputs, rowCount: rows)
        switch loss {
        case .softmaxCrossEntropy:
            return evaluateSoftmaxCrossEntropy(
                rowCount: rows, classCount: network.outputWidth, logits: output,
                labels: batch.labels)
        case .meanSquaredError:
            return LossSum(
                loss: squaredError(
                    count: rows * network.outputWidth, predictions: output,
                    targets: batch.targets, gradient: nil))
        }
    }
}
