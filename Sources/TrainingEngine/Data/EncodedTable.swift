/// A table of rows to be predicted, encoded as the model's own table was.
package struct EncodedTable: Sendable {
    /// The number of rows.
    package let rowCount: Int
    /// The feature values, row-major.
    package let features: [Float]
    /// The cells of the target column; nil where the table has none.
    package let targets: [String]?
    /// Of the file's contents, as ``DataSet/checksum``.
    package let checksum: String

    /// Reads a CSV file.
    ///
    /// - Throws: ``TrainingEngineError`` for a file that cannot be read, a column that is missing,
    ///   and cells that the encoding does not know.
    package init(
        path: String, encoding: FeatureEncoding, target: String?
    ) throws(TrainingEngineError) {
        let (table, checksum) = try CSVDataSet.read(path)
        do throws(TableProblem) {
            features = try encoding.features(of: table)
        } catch {
            throw .table(path: path, error)
        }
        rowCount = table.rowCount
        self.checksum = checksum
        targets = target.flatMap { table.columns.firstIndex(of: $0) }.map { column in
            (0..<table.rowCount).map { table.cell(row: $0, column: column) }
        }
    }
}
