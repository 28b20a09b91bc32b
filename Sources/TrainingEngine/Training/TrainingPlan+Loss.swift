extension TrainingPlan {
    /// The loss of this plan on a data set.
    package func loss(for dataSet: DataSet) -> Loss {
        switch loss {
        case .auto: dataSet.loss
        case .named(let loss): loss
        }
    }

    /// The number of outputs of a model of this plan on a data set.
    ///
    /// Binary cross-entropy of two classes has one, the logit of the second class; otherwise there is
    /// one for each class, or one number.
    package func outputWidth(for dataSet: DataSet) -> Int {
        loss(for: dataSet) == .binaryCrossEntropy && dataSet.outputWidth == 2
            ? 1 : dataSet.outputWidth
    }

    /// Refuses a loss that teaches nothing on these data, or is not defined there.
    func validateLoss(for dataSet: DataSet) throws(TrainingEngineError) {
        let loss = loss(for: dataSet)
        try loss.validate(outputWidth: outputWidth(for: dataSet))
        if case .huber(let delta) = loss {
            guard delta.isFinite && delta > 0 else {
                throw .invalidSetting(name: "huber_delta", value: "\(delta)", allowed: "above 0")
            }
        }
        if loss == .binaryCrossEntropy, case .numbers(let numbers) = dataSet.targets,
            let row = numbers.firstIndex(where: { !($0 >= 0 && $0 <= 1) })
        {
            throw .targetOutsideUnit(row: row, value: numbers[row])
        }
        try distillation?.validate(for: loss)
    }
}
