/// How many rows of each class were taken for each.
package struct ConfusionMatrix: Sendable, Equatable {
    /// The number of classes.
    package let classCount: Int
    /// Row-major, a row for each right class, a column for each predicted one.
    package private(set) var counts: [Int]

    /// Makes a matrix without rows of data.
    package init(classCount: Int) {
        self.classCount = classCount
        counts = [Int](repeating: 0, count: classCount * classCount)
    }

    /// Counts one row.
    package mutating func add(actual: Int, predicted: Int) {
        counts[actual * classCount + predicted] += 1
    }

    /// The number of rows of one class that were taken for another, or for itself.
    package func count(actual: Int, predicted: Int) -> Int {
        counts[actual * classCount + predicted]
    }

    /// The mean over classes of F1 = 2 TP / (2 TP + FP + FN).
    ///
    /// A class that has no row and was never predicted does not count, as in scikit-learn; with no
    /// class left it is 0.
    package var macroF1: Double {
        var (sum, classes) = (0.0, 0)
        for index in 0..<classCount {
            let actual = (0..<classCount).reduce(0) { $0 + count(actual: index, predicted: $1) }
            let predicted = (0..<classCount).reduce(0) { $0 + count(actual: $1, predicted: index) }
            guard actual + predicted > 0 else { continue }
            classes += 1
            sum += 2 * Double(count(actual: index, predicted: index)) / Double(actual + predicted)
        }
        return classes == 0 ? 0 : sum / Double(classes)
    }
}
