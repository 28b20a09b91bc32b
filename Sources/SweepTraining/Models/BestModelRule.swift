import SweepCore
import TrainingEngine

/// Which epoch's model is a run's best one.
///
/// That of the objective where it is a validation metric: of its best value, or of its last one with
/// `summary: last`. For any other objective, and without one, that of the lowest validation loss when there
/// are validation rows, else the last. Where weights are pruned, the last: an earlier one may be dense.
struct BestModelRule {
    /// What is compared; `nil` for the last epoch.
    let metric: TrainingMetric?
    let goal: Objective.Goal

    init(_ objective: Objective?, plan: TrainingPlan, dataSet: DataSet) {
        if let best = plan.bestEpochBy {
            metric = TrainingMetric(rawValue: best.rawValue)
            goal = best == .validationLoss ? .minimize : .maximize
        } else {
            let isValidated = objective?.metric.hasPrefix("validation/") ?? false
            let hasRows = !dataSet.split.validation.isEmpty
            metric = isValidated || !hasRows || plan.pruning != nil ? nil : .validationLoss
            goal = .minimize
        }
    }

    /// Whether a value takes the place of the best one so far; a tie keeps the earlier one, and a value that
    /// is not finite never counts.
    func isBetter(_ value: Double, than best: Double?) -> Bool {
        guard value.isFinite else { return false }
        guard let best else { return true }
        return goal == .minimize ? value < best : value > best
    }
}
