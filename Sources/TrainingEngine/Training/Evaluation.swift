/// The quality of a model on one part of a data set.
package struct Evaluation: Sendable, Equatable {
    /// The mean loss; may be NaN or infinite.
    package let loss: Double
    /// Accuracy (classification) or the coefficient of determination R² (regression).
    package let score: Double
}

extension TrainingSession {
    /// Measures the model on `rows` of a data set, in batches of the session's capacity.
    ///
    /// R² is 1 − Σ(t − p)² / Σ(t − t̄)². Where all targets are equal it is 1 if the model is exact
    /// and 0 otherwise, as in scikit-learn.
    ///
    /// - Precondition: `rows` is not empty.
    package func evaluate(_ dataSet: DataSet, rows: [Int32]) -> Evaluation {
        precondition(!rows.isEmpty, "an evaluation without rows")
        var total = LossSum()
        rows.withUnsafeBufferPointer { rows in
            for start in stride(from: 0, to: rows.count, by: batch.capacity) {
                let end = min(start + batch.capacity, rows.count)
                dataSet.gather(rows: UnsafeBufferPointer(rebasing: rows[start..<end]), into: batch)
                total += evaluateBatch()
            }
        }
        let divisor = loss.meanDivisor(rowCount: rows.count, outputWidth: network.outputWidth)
        switch loss {
        case .softmaxCrossEntropy:
            return Evaluation(
                loss: total.loss / divisor, score: Double(total.correctCount) / divisor)
        case .meanSquaredError:
            return Evaluation(
                loss: total.loss / divisor,
                score: determination(
                    squaredError: total.loss, variation: dataSet.targetVariation(rows: rows)))
        }
    }
}

/// Returns R² from the sum of squared errors and the sum of squared deviations of the targets.
private func determination(squaredError: Double, variation: Double) -> Double {
    guard variation == 0 else { return 1 - squaredError / variation }
    return squaredError == 0 ? 1 : 0
}
