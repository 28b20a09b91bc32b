/// Which rows of a data set serve which purpose.
///
/// The three lists share no row, but for the `article` data, whose test part is the training part.
package struct DataSplit: Sendable, Equatable {
    /// Rows that the model learns from; never empty.
    package let training: [Int32]
    /// Rows that are measured after each epoch; may be empty.
    package let validation: [Int32]
    /// Rows that are measured once, at the end; may be empty.
    package let test: [Int32]

    /// Collects three lists that the caller answers for.
    package init(training: [Int32], validation: [Int32], test: [Int32]) {
        precondition(!training.isEmpty, "a split without training rows")
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// Divides a data set whose rows after the first `ownTestFrom` are its own test part.
    ///
    /// Validation is the last `validation` of a fixed shuffle of the others, rounded down; 0 trains
    /// on all.
    package init(
        rowCount: Int, ownTestFrom: Int, validation fraction: Double
    ) throws(TrainingEngineError) {
        let rest = Self.shuffledRows(ownTestFrom)
        let count = try Self.count(fraction, of: ownTestFrom, leaving: 1)
        training = Array(rest.dropLast(count))
        validation = Array(rest.suffix(count))
        test = (ownTestFrom..<rowCount).map { Int32($0) }
    }

    /// Divides a data set without a test part of its own.
    ///
    /// In a fixed shuffle, test is the last tenth, validation the fraction of all rows before it,
    /// each rounded down; the default of 0.1 gives 80/10/10.
    package init(rowCount: Int, validation fraction: Double) throws(TrainingEngineError) {
        let rows = Self.shuffledRows(rowCount)
        let testCount = rowCount / 10
        let count = try Self.count(fraction, of: rowCount, leaving: testCount + 1)
        let rest = rows.dropLast(testCount)
        training = Array(rest.dropLast(count))
        validation = Array(rest.suffix(count))
        test = Array(rows.suffix(testCount))
    }

    private static func shuffledRows(_ count: Int) -> [Int32] {
        var rows = (0..<count).map { Int32($0) }
        RandomStream.split.shuffle(&rows)
        return rows
    }

    private static func count(
        _ fraction: Double, of rowCount: Int, leaving others: Int
    ) throws(TrainingEngineError) -> Int {
        guard fraction >= 0 && fraction < 1 else {
            throw .unusableSplit(fraction: fraction, rowCount: rowCount)
        }
        // 0.29 · 100 is 28.999…96 in binary; what is a whole number on paper shall be one here.
        let count = Int((fraction * Double(rowCount) + 1e-9).rounded(.down))
        guard count + others <= rowCount else {
            throw .unusableSplit(fraction: fraction, rowCount: rowCount)
        }
        return count
    }
}
