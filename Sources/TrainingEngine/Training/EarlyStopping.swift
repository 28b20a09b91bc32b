/// When a run ends because nothing improves any more.
///
/// Prechelt, *Early stopping — but when?*, 1998: training stops after so many epochs in a row in
/// which the watched metric did not become better than its best value so far.
package struct EarlyStopping: Sendable, Equatable {
    /// What is watched, after each epoch.
    package var metric: TrainingPlan.BestEpoch
    /// Epochs in a row without an improvement after which the run ends; at least 1.
    package var patience: Int
    /// An improvement must be larger than this.
    package var minimumImprovement = 0.0

    /// Collects the settings.
    package init(
        metric: TrainingPlan.BestEpoch, patience: Int, minimumImprovement: Double = 0
    ) {
        self.metric = metric
        self.patience = patience
        self.minimumImprovement = minimumImprovement
    }
}

/// What is left of a lane's patience.
struct PatienceCount {
    private let rule: EarlyStopping
    private var best: Double?
    private var epochsWithout = 0

    init(_ rule: EarlyStopping) { self.rule = rule }

    func writeState(to writer: inout StateWriter) {
        writer.write(best)
        writer.write(epochsWithout)
    }

    mutating func readState(from reader: inout StateReader) throws(CheckpointProblem) {
        best = try reader.double()
        epochsWithout = try reader.integer()
    }

    /// Takes the evaluation of an epoch and says whether patience is over.
    ///
    /// A value that is not finite is no improvement.
    mutating func isOver(after evaluation: Evaluation) -> Bool {
        let merit = rule.metric.merit(of: evaluation)
        let improves =
            merit.isFinite && best.map { merit > $0 + rule.minimumImprovement } ?? true
        if improves {
            best = merit
            epochsWithout = 0
        } else {
            epochsWithout += 1
        }
        return epochsWithout >= rule.patience
    }
}
