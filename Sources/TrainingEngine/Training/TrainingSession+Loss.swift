extension TrainingSession {
    /// The sum of one lane's training loss over some of the batch's rows, with the gradient of their
    /// mean.
    ///
    /// `output` and `gradient` are the lane's columns of these rows.
    func trainingLoss(
        of lane: Int, rows: Range<Int>, output: UnsafePointer<Element>,
        gradient: UnsafeMutablePointer<Element>
    ) -> Double {
        let (width, columns) = (network.outputWidth, network.outputColumns)
        let labels = batch.labels + rows.lowerBound
        let targets = batch.targets + rows.lowerBound * batch.targetWidth
        let smoothing = optimizer.lanes[lane]?.labelSmoothing ?? 0
        switch loss {
        case .softmaxCrossEntropy:
            if let teacher {
                return distillationLoss(
                    rowCount: rows.count, classCount: width, rowStride: columns, logits: output,
                    teacherLogits: batch.teacherLogits + rows.lowerBound * width, labels: labels,
                    targets: batch.targetWidth > 0 ? targets : nil, smoothing: smoothing,
                    weight: teacher.settings.weight, temperature: teacher.settings.temperature,
                    scratch: scratch.base, gradient: gradient)
            }
            if batch.targetWidth > 0 {
                return softTargetCrossEntropy(
                    rowCount: rows.count, classCount: width, rowStride: columns, logits: output,
                    targets: targets, smoothing: smoothing, gradient: gradient)
            }
            return softmaxCrossEntropy(
                rowCount: rows.count, classCount: width, rowStride: columns, logits: output,
                labels: labels, smoothing: smoothing, gradient: gradient)
        case .binaryCrossEntropy, .meanSquaredError, .huber:
            return elementLoss(
                rowCount: rows.count, output: output, targets: targets, gradient: gradient)
        }
    }

    /// The sum of one lane's loss over the rows of the batch, without a teacher, smoothing or
    /// gradients, and what the scores need.
    func evaluationLoss(
        _ output: UnsafePointer<Element>, isClassification: Bool
    ) -> LossSum {
        let (rows, width, columns) = (
            batch.rowCount, network.outputWidth, network.outputColumns
        )
        if loss == .softmaxCrossEntropy && batch.targetWidth == 0 {
            return evaluateSoftmaxCrossEntropy(
                rowCount: rows, classCount: width, rowStride: columns, logits: output,
                labels: batch.labels, powers: scratch.base)
        }
        var sum = LossSum()
        if loss == .softmaxCrossEntropy {
            sum.loss = softTargetCrossEntropy(
                rowCount: rows, classCount: width, rowStride: columns, logits: output,
                targets: batch.targets, gradient: scratch.base, gradientStride: 0)
        } else {
            sum.loss = elementLoss(
                rowCount: rows, output: output, targets: batch.targets, gradient: nil)
        }
        if isClassification {
            sum.correctCount = correctCount(
                rowCount: rows, width: width, rowStride: columns, outputs: output,
                labels: batch.labels)
        } else if loss == .binaryCrossEntropy {
            sum.squaredError = squaredProbabilityError(
                rowCount: rows, width: width, rowStride: columns, logits: output,
                targets: batch.targets)
        } else {
            sum.squaredError = squaredError(
                rowCount: rows, width: width, rowStride: columns, predictions: output,
                targets: batch.targets, gradient: nil)
        }
        return sum
    }

    /// The sum of a loss whose outputs and targets correspond one to one.
    private func elementLoss(
        rowCount: Int, output: UnsafePointer<Element>, targets: UnsafePointer<Element>,
        gradient: UnsafeMutablePointer<Element>?
    ) -> Double {
        let (width, columns) = (network.outputWidth, network.outputColumns)
        switch loss {
        case .softmaxCrossEntropy: preconditionFailure("classes do not correspond one to one")
        case .binaryCrossEntropy:
            return binaryCrossEntropy(
                rowCount: rowCount, width: width, rowStride: columns, logits: output,
                targets: targets, gradient: gradient)
        case .meanSquaredError:
            return squaredError(
                rowCount: rowCount, width: width, rowStride: columns, predictions: output,
                targets: targets, gradient: gradient)
        case .huber(let delta):
            return huberError(
                rowCount: rowCount, width: width, rowStride: columns, delta: delta,
                predictions: output, targets: targets, gradient: gradient)
        }
    }
}

/// Multiplies `width` scalars of each row by a factor.
@_specialize(where S == Float)
@_specialize(where S == Double)
func scaleColumns<S: Scalar>(
    rowCount: Int, width: Int, rowStride: Int, by factor: S, _ values: UnsafeMutablePointer<S>
) {
    for row in 0..<rowCount {
        let values = values + row &* rowStride
        for j in 0..<width { values[j] *= factor }
    }
}
