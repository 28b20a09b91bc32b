/// The quality of a model on one part of a data set.
package struct Evaluation: Sendable, Equatable {
    /// The mean loss; may be NaN or infinite.
    package let loss: Double
    /// Accuracy (classification) or the coefficient of determination R² (regression).
    package let score: Double
    /// The answers class by class, where they were counted.
    package var confusion: ConfusionMatrix?
}

extension TrainingSession {
    /// Measures every lane on `rows` of a data set, in batches that fit the network.
    ///
    /// The loss is that of the right answers alone, without smoothing and without a teacher. R² is
    /// 1 − Σ(t − p)² / Σ(t − t̄)². Where all targets are equal it is 1 if the model is exact
    /// and 0 otherwise, as in scikit-learn.
    ///
    /// With `countsClasses` the answers are counted class by class too; `afterForward` is called
    /// with the number of rows after each forward pass, while the outputs stand.
    ///
    /// - Returns: One entry for each slot, nil where it is empty.
    /// - Precondition: `rows` is not empty.
    package func evaluate(
        _ dataSet: DataSet, rows: [Int32], countsClasses: Bool = false,
        afterForward: (Int) -> Void = { _ in }
    ) -> [Evaluation?] {
        precondition(!rows.isEmpty, "an evaluation without rows")
        var totals = [LossSum](repeating: LossSum(), count: network.laneCount)
        let empty = ConfusionMatrix(classCount: countsClasses ? dataSet.classNames.count : 0)
        var confusions = [ConfusionMatrix](repeating: empty, count: network.laneCount)
        let size = min(batch.capacity, network.forwardCapacity)
        rows.withUnsafeBufferPointer { rows in
            for start in stride(from: 0, to: rows.count, by: size) {
                let end = min(start + size, rows.count)
                dataSet.gather(rows: UnsafeBufferPointer(rebasing: rows[start..<end]), into: batch)
                let output = network.forward(batch.inputs, rowCount: batch.rowCount)
                for lane in lanes {
                    let output = output + lane * network.outputWidth
                    totals[lane] += evaluationLoss(
                        output, isClassification: dataSet.isClassification)
                    if countsClasses { count(output, in: &confusions[lane]) }
                }
                afterForward(batch.rowCount)
            }
        }
        let divisor = loss.meanDivisor(rowCount: rows.count, outputWidth: network.outputWidth)
        let variation = dataSet.targetVariation(rows: rows)
        return totals.indices.map { lane in
            guard lanes.contains(lane) else { return nil }
            let total = totals[lane]
            let score =
                dataSet.isClassification
                ? Double(total.correctCount) / Double(rows.count)
                : determination(squaredError: total.squaredError, variation: variation)
            return Evaluation(
                loss: total.loss / divisor, score: score,
                confusion: countsClasses ? confusions[lane] : nil)
        }
    }

    /// Counts the answers of one lane to the rows of the batch; the first of equal outputs is the
    /// answer.
    private func count(_ output: UnsafePointer<Element>, in matrix: inout ConfusionMatrix) {
        for row in 0..<batch.rowCount {
            let values = output + row * network.outputColumns
            // A single output is the logit of the second of two classes.
            var answer = network.outputWidth == 1 && values[0] > 0 ? 1 : 0
            for index in 1..<network.outputWidth where values[index] > values[answer] {
                answer = index
            }
            matrix.add(actual: Int(batch.labels[row]), predicted: answer)
        }
    }
}

/// Returns R² from the sum of squared errors and the sum of squared deviations of the targets.
private func determination(squaredError: Double, variation: Double) -> Double {
    guard variation == 0 else { return 1 - squaredError / variation }
    return squaredError == 0 ? 1 : 0
}
