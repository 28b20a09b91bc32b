/// What the training of a group will take, known before it starts: for scheduling the longest first, and for
/// refusing what does not fit in memory.
package struct TrainingCost: Sendable, Equatable {
    /// Floating-point operations of all matrix products, normalizations and residuals: training,
    /// validation and test.
    ///
    /// Other elementwise work is left out, and empty slots are not counted. Compare runs by it; do not
    /// convert it to seconds.
    package let operations: Double
    /// Bytes that the group allocates, the data set not counted, which groups share.
    package let memoryBytes: Int
    /// Bytes of the weights of one lane.
    package let weightBytes: Int

    /// Estimates the cost of plans that their `validate` accepts, one lane for each slot.
    package init(plan: TrainingPlan, lanes: [LanePlan?], dataSet: DataSet) {
        let layers: [any Layer<Float>] = plan.model(for: dataSet, lanes: lanes)
            .layers(laneCount: lanes.count, dropout: lanes.map { $0?.dropout ?? 0 })
        let forward = layers.reduce(0) { $0 + $1.operationsPerRow }
        // Forward, gradient of the weights, gradient of the input; the first layer has no last one.
        let step = 3 * forward - layers[0].operationsPerRow
        let split = dataSet.split
        let epoch =
            step * Double(split.training.count) + forward * Double(split.validation.count)
        let run = Double(plan.epochs) * epoch + forward * Double(split.test.count)
        operations = Double(lanes.count { $0 != nil }) * run

        let partSize = plan.partSize(for: dataSet)
        let evaluated = plan.evaluationSize(for: dataSet)
        let rows = max(partSize, evaluated)
        let parameters = layers.reduce(0) { $0 + $1.parameterCount }
        weightBytes = parameters * MemoryLayout<Float>.stride
        let stateWidth = lanes.reduce(0) { max($0, $1?.optimizer.stateWidth ?? 0) }
        let copies =
            2 + stateWidth + (plan.bestEpochBy == nil ? 0 : 1) + (plan.pruning == nil ? 0 : 1)
            + (plan.accumulation > 1 ? 1 : 0)
        let perRow = layers.reduce(0) { $0 + $1.outputWidth + $1.keptWidth }
        let perPass = layers.reduce(0) { $0 + $1.keptPerPass }
        let widest = layers.reduce(0) { max($0, $1.outputWidth) }
        let gradients = layers.contains { $0.residualSpan > 0 } ? 3 : 2
        let perLane =
            copies * parameters + rows * perRow + perPass + gradients * partSize * widest
        let loss = plan.loss(for: dataSet)
        let outputWidth = plan.outputWidth(for: dataSet)
        let targetCopies =
            (loss != .softmaxCrossEntropy || dataSet.hasSoftTargets ? 1 : 0)
            + (plan.distillation == nil ? 0 : 1)
        let shared =
            max(plan.stepSize(for: dataSet), evaluated)
            * (dataSet.featureCount + 1 + targetCopies * outputWidth)
            + (plan.distillation == nil ? 0 : dataSet.rowCount * outputWidth)
        memoryBytes =
            (lanes.count * perLane + shared) * MemoryLayout<Float>.stride
            + split.training.count * MemoryLayout<Int32>.stride
    }
}
