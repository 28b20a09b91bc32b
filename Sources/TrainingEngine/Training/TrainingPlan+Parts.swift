extension TrainingPlan {
    /// Rows of a step on a data set: the batch, or all there are.
    func stepSize(for dataSet: DataSet) -> Int {
        min(batchSize, dataSet.split.training.count)
    }

    /// The most rows that go through the model at a time in a step.
    func partSize(for dataSet: DataSet) -> Int {
        (stepSize(for: dataSet) + accumulation - 1) / accumulation
    }

    /// Rows that are evaluated at a time: no more than a part of a step where that is to save memory.
    func evaluationSize(for dataSet: DataSet) -> Int {
        let rows = max(dataSet.split.validation.count, dataSet.split.test.count)
        let size = min(rows, GroupTrainer.evaluationBatchSize)
        return accumulation > 1 ? min(size, partSize(for: dataSet)) : size
    }

    /// Refuses more parts than rows, and parts of a single row under batch normalization.
    func validateParts(for dataSet: DataSet) throws(TrainingEngineError) {
        try require(
            accumulation, "accumulation", "from 1 to batch_size (\(batchSize))", 1...batchSize)
        guard normalization == .batch && depth > 0 else { return }
        let rows = dataSet.split.training.count
        let size = stepSize(for: dataSet)
        for batch in [size, rows % size] where batch > 0 {
            // The smallest part; parts of a batch differ by one row at most.
            guard batch / min(accumulation, batch) > 1 else {
                throw .batchOfOneRow(
                    batchSize: batchSize, accumulation: accumulation, trainingRows: rows)
            }
        }
    }
}
