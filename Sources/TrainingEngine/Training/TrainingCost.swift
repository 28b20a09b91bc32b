/// What a training run will take, known before it starts: for scheduling the longest first, and for
/// refusing what does not fit in memory.
package struct TrainingCost: Sendable, Equatable {
    /// Floating-point operations of all matrix products: training, validation and test.
    ///
    /// Elementwise work is left out. Compare runs by it; do not convert it to seconds.
    package let operations: Double
    /// Bytes that the run allocates, the data set not counted, which runs share.
    package let memoryBytes: Int

    /// Estimates the cost of a plan that ``TrainingPlan/validate(for:)`` accepts.
    package init(plan: TrainingPlan, dataSet: DataSet) {
        let layers: [any Layer<Float>] = MLP.layers(
            inputWidth: dataSet.featureCount, outputWidth: dataSet.outputWidth,
            depth: plan.depth, width: plan.width, activation: plan.activation)
        let forward = layers.reduce(0) { $0 + $1.operationsPerRow }
        // Forward, gradient of the weights, gradient of the input; the first layer has no last one.
        let step = 3 * forward - layers[0].operationsPerRow
        let split = dataSet.split
        let epoch =
            step * Double(split.training.count) + forward * Double(split.validation.count)
        operations = Double(plan.epochs) * epoch + forward * Double(split.test.count)

        let batchSize = min(plan.batchSize, split.training.count)
        let evaluated = min(
            max(split.validation.count, split.test.count), Trainer.evaluationBatchSize)
        let parameters = layers.reduce(0) { $0 + $1.parameterCount }
        let copies = 2 + plan.optimizer.stateWidth + (plan.bestEpochBy == nil ? 0 : 1)
        let perRow = layers.reduce(dataSet.featureCount + 1) { $0 + $1.outputWidth + $1.keptWidth }
        let widest = layers.reduce(0) { max($0, $1.outputWidth) }
        let scalars =
            copies * parameters + max(batchSize, evaluated) * perRow + 2 * batchSize * widest
        memoryBytes =
            scalars * MemoryLayout<Float>.stride
            + split.training.count * MemoryLayout<Int32>.stride
    }
}
