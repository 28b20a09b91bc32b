/// What an evaluation is for, which names its series.
enum EvaluationPart {
    case validation, test, pruning

    /// The series of the loss.
    var loss: TrainingMetric {
        switch self {
        case .validation: .validationLoss
        case .test: .testLoss
        case .pruning: .prunedLoss
        }
    }

    /// The series of the score: accuracy where the data have classes, else R².
    func score(_ hasClasses: Bool) -> TrainingMetric {
        switch self {
        case .validation: hasClasses ? .validationAccuracy : .validationRSquared
        case .test: hasClasses ? .testAccuracy : .testRSquared
        case .pruning: hasClasses ? .prunedAccuracy : .prunedRSquared
        }
    }

    /// The series of macro-F1; nil where it is not recorded.
    var macroF1: TrainingMetric? {
        switch self {
        case .validation: .validationMacroF1
        case .test: .testMacroF1
        case .pruning: nil
        }
    }
}
