/// The data of an introductory article's example, repaired, in two forms: three classes, or a number.
///
/// The article trains 10–10 units for 1,000 steps on data that it never defines. Here they are 64 rows
/// of ten features by the exact formula of ``PatternFill``, so that any program can make them. All
/// rows train and are the test part too: `test/loss` is the training loss after the last step.
enum ArticleDataSet {
    static let classificationName = "article"
    static let regressionName = "article-regression"
    static let rowCount = 64
    static let featureCount = 10
    static let classCount = 3
    static let source = "an exact formula; all rows train and are the test part too"

    /// Makes the rows of the data set of one of the two names.
    ///
    /// The `validation` part must be 0: the data have no rows to spare.
    static func load(name: String, validation: Double) throws(TrainingEngineError) -> DataSet {
        guard validation == 0 else {
            throw .invalidSetting(
                name: "validation", value: "\(validation)",
                allowed: "0 for data set \(quoted(name)), all of whose \(rowCount) rows train")
        }
        let features = PatternFill.values(seed: 62, count: rowCount * featureCount)
            .map { Float($0) }
        let targets: DataSet.Targets =
            name == regressionName
            ? .numbers(PatternFill.values(seed: 63, count: rowCount).map { Float($0) })
            : .classes(
                (0..<rowCount).map { Int32($0 * $0 / 2 % classCount) },
                names: (0..<classCount).map(String.init))
        let rows = (0..<rowCount).map { Int32($0) }
        return DataSet(
            name: name, featureCount: featureCount, features: .scalars(features), targets: targets,
            split: DataSplit(training: rows, validation: [], test: rows),
            checksum: "formula:62-63-1")
    }
}
