import TrainingEngine

/// How fast models of one shape are trained, measured in turn with SGEMM.
struct TrainingSpeed {
    /// Rows of training, those of all lanes added up; the median of the rounds, like all here.
    let samplesPerSecond: Double
    /// Floating-point operations of the matrix products.
    let operationsPerSecond: Double
    /// Those of SGEMM around each round.
    let peakPerSecond: Double
    /// The rate of each round over that of SGEMM just before and after it.
    let share: Double

    /// Trains on all rows of `dataSet`, in the trainer's own loop, for the rounds that are asked
    /// for.
    init(_ shape: Command.Shape, dataSet: DataSet, peak: ProductPeak) throws {
        let plan = TrainingPlan(
            depth: shape.depth, width: shape.width, activation: shape.activation, batchSize: 128,
            epochs: 1_000_000)
        let lane = LanePlan(optimizer: shape.optimizer)
        let trainer = try GroupTrainer(
            plan: plan, lanes: [LanePlan?](repeating: lane, count: shape.laneCount),
            dataSet: dataSet)
        var pacemaker = Pacemaker(
            roundCount: shape.roundCount, rowCount: dataSet.split.training.count,
            batchSize: plan.batchSize, peak: peak)
        trainer.run(observer: &pacemaker)
        precondition(pacemaker.isFinished, "the training ended before it was measured")

        let rows = pacemaker.rounds.map { $0.rowsPerSecond * Double(shape.laneCount) }
        let operations = Self.operationsPerRow(shape, dataSet: dataSet)
        samplesPerSecond = median(rows)
        operationsPerSecond = samplesPerSecond * operations
        peakPerSecond = median(pacemaker.rounds.map(\.peakPerSecond))
        share = median(
            zip(rows, pacemaker.rounds).map { $0 * operations / $1.peakPerSecond })
    }

    /// Operations of all products of a training step for one row of one lane: output, gradient of
    /// the weights and, except in the first layer, of the input.
    private static func operationsPerRow(_ shape: Command.Shape, dataSet: DataSet) -> Double {
        let widths =
            [dataSet.featureCount] + [Int](repeating: shape.width, count: shape.depth)
            + [dataSet.outputWidth]
        let products = zip(widths, widths.dropFirst()).map { 2 * Double($0 * $1) }
        return 3 * products.reduce(0, +) - products[0]
    }
}

/// Returns the middle one of the values, or the mean of the two in the middle.
private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
