/// A probability of each class for each row, where the right class is not certain.
package struct SoftTargets: Sendable {
    /// Rows × classes.
    package let probabilities: [Float]
    /// The names of the classes.
    package let names: [String]
    /// The likeliest class of each row; the first of equal ones.
    package let labels: [Int32]

    /// How far the probabilities of a row may sum to something else than 1: what rounding to four
    /// digits leaves of ten classes.
    static let tolerance: Float = 1e-3

    /// Checks the table.
    ///
    /// - Throws: ``TrainingEngineError/labelWidth(found:classCount:)`` when it is not one
    ///   probability a class and row, ``TrainingEngineError/softTarget(row:_:)`` for a row that is
    ///   no distribution.
    package init(
        _ probabilities: [Float], rowCount: Int, names: [String]
    ) throws(TrainingEngineError) {
        precondition(rowCount > 0, "soft targets without rows")
        let count = names.count
        guard probabilities.count == rowCount * count else {
            throw .labelWidth(found: probabilities.count / rowCount, classCount: count)
        }
        var labels: [Int32] = []
        labels.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            let values = probabilities[row * count..<(row + 1) * count]
            if let problem = Self.problem(in: values) { throw .softTarget(row: row, problem) }
            var best = values.startIndex
            for index in values.indices where values[index] > values[best] { best = index }
            labels.append(Int32(best - values.startIndex))
        }
        self.probabilities = probabilities
        self.names = names
        self.labels = labels
    }

    /// Says what keeps the values of a row from being probabilities; nil when nothing does.
    static func problem(in values: ArraySlice<Float>) -> String? {
        if let value = values.first(where: { !($0 >= 0) }) {
            return "a class has the probability \(value); probabilities are 0 or more"
        }
        let sum = values.reduce(0, +)
        guard abs(sum - 1) <= tolerance else {
            return "the probabilities of the classes sum to \(sum); they must sum to 1"
        }
        return nil
    }
}
