/// How a model learns from another one: the settings of the loss, and whose answers they are.
package struct Distillation: Sendable, Equatable {
    /// The text that names the teacher; the engine does not look at it.
    package var teacher: String
    /// α: the part of the loss that is the teacher's; the rest is that of the right answers.
    package var weight: Double
    /// T, by which the logits of both are divided.
    package var temperature: Double

    /// Collects settings; what cannot be trained is refused later.
    package init(teacher: String = "", weight: Double = 0.7, temperature: Double = 4) {
        self.teacher = teacher
        self.weight = weight
        self.temperature = temperature
    }

    /// Refuses settings outside their range, and losses that a teacher cannot soften.
    func validate(for loss: Loss) throws(TrainingEngineError) {
        try require(weight, "distill_weight", "from 0 to 1", weight >= 0 && weight <= 1)
        try require(temperature, "temperature", "above 0", temperature > 0)
        guard loss == .softmaxCrossEntropy else { throw .distillationWithoutClasses }
    }
}

/// The answers of a teacher to every row of a data set.
package struct TeacherTargets: Sendable {
    /// Rows × classes, before the softmax.
    package let logits: [Float]
    /// How they are used.
    package let settings: Distillation

    /// Collects answers and how they are used.
    package init(logits: [Float], settings: Distillation) {
        self.logits = logits
        self.settings = settings
    }

    /// Refuses answers that do not belong to the data set, or are no numbers.
    func validate(for dataSet: DataSet) throws(TrainingEngineError) {
        let expected = dataSet.rowCount * dataSet.outputWidth
        guard logits.count == expected else {
            throw .teacherMismatch(
                found: logits.count, rowCount: dataSet.rowCount, classCount: dataSet.outputWidth)
        }
        if let index = logits.firstIndex(where: { !$0.isFinite }) {
            throw .teacherNotFinite(row: index / dataSet.outputWidth)
        }
    }
}
