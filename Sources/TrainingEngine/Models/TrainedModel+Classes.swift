private import Glibc

extension TrainedModel {
    /// What a model of classes says of one row.
    package struct Answer: Sendable, Equatable {
        /// The index of the most probable class; of equal ones the first.
        package let label: Int
        /// The probability of each class.
        package let probabilities: [Float]

        /// Collects an answer.
        package init(label: Int, probabilities: [Float]) {
            self.label = label
            self.probabilities = probabilities
        }
    }

    /// Reads the outputs of one row as an answer: the softmax of one output a class, or the sigmoid
    /// of a single one, which is the probability of the second of two classes.
    ///
    /// - Precondition: The model has classes, and `outputs` are those of one row.
    package func answer(_ outputs: Slice<UnsafeBufferPointer<Float>>) -> Answer {
        precondition(
            outputs.count == outputWidth && classNames.count > 1,
            "\(outputs.count) outputs for \(classNames.count) classes")
        guard outputs.count > 1, let largest = outputs.max() else {
            let z = Double(outputs.first ?? 0)
            // The probability of the likelier class first: e^−|z| never overflows.
            let power = exp(-z.magnitude)
            let (likely, other) = (Float(1 / (1 + power)), Float(power / (1 + power)))
            return Answer(
                label: z > 0 ? 1 : 0, probabilities: z > 0 ? [other, likely] : [likely, other])
        }
        let powers = outputs.map { exp(Double($0) - Double(largest)) }
        let sum = powers.reduce(0, +)
        return Answer(
            label: outputs.firstIndex(of: largest).map { $0 - outputs.startIndex } ?? 0,
            probabilities: powers.map { Float($0 / sum) })
    }
}
