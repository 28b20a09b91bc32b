/// How the columns of a table become the features of a model, learned from the training rows.
///
/// A value, so that it can be kept with a model and applied to another table.
package struct FeatureEncoding: Sendable, Hashable {
    /// What becomes of one column.
    package enum Column: Sendable, Hashable {
        /// One feature: minus `mean`, by `deviation`; 0 throughout where that is 0, because the
        /// column was constant in the training rows.
        case number(name: String, mean: Double, deviation: Double)
        /// One feature of 0 or 1 for each of these texts.
        case categories(name: String, values: [String])

        /// The column's name in the header.
        package var name: String {
            switch self {
            case .number(let name, _, _), .categories(let name, _): name
            }
        }

        /// The number of features that it becomes.
        package var width: Int {
            if case .categories(_, let values) = self { values.count } else { 1 }
        }
    }

    /// The columns that count, in the order of their features.
    package let columns: [Column]

    /// Collects columns.
    package init(columns: [Column]) { self.columns = columns }

    /// The number of features of a row.
    package var width: Int { columns.reduce(0) { $0 + $1.width } }

    /// Learns from the training rows of a table; categories from all rows.
    init(
        learning columns: [Int], of table: CSVTable, training: [Int32]
    ) throws(TableProblem) {
        self.columns = try columns.map { (index) throws(TableProblem) in
            let name = table.columns[index]
            switch try CSVColumn(table, index: index) {
            case .numbers(let numbers):
                let (mean, deviation) = Self.moments(of: numbers, training: training)
                return .number(name: name, mean: mean, deviation: deviation)
            case .categories(_, let values, let firstText):
                guard values.count <= CSVDataSet.categoryLimit else {
                    throw .tooManyCategories(
                        column: name, count: values.count, limit: CSVDataSet.categoryLimit,
                        line: firstText.line, text: firstText.text)
                }
                return .categories(name: name, values: values)
            }
        }
    }

    /// The mean of the training rows and their standard deviation (of the population).
    private static func moments(
        of numbers: [Double], training: [Int32]
    ) -> (mean: Double, deviation: Double) {
        let trained = training.map { numbers[Int($0)] }
        let count = Double(trained.count)
        let mean = trained.reduce(0, +) / count
        // Compared exactly: the deviation computed from a constant such as 0.1 is not quite 0.
        guard trained.contains(where: { $0 != trained[0] }) else { return (mean, 0) }
        let variance = trained.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        return (mean, variance.squareRoot())
    }

    // MARK: Applying

    /// Returns the features of every row of a table, row-major, `width` a row.
    ///
    /// Columns that the encoding does not name are not looked at.
    func features(of table: CSVTable) throws(TableProblem) -> [Float] {
        let width = self.width
        var values = [Float](repeating: 0, count: table.rowCount * width)
        var offset = 0
        for column in columns {
            let index = try table.index(of: column.name)
            switch column {
            case .number(_, let mean, let deviation):
                let numbers = try Self.numbers(of: table, column: index)
                if deviation != 0 {
                    for (row, number) in numbers.enumerated() {
                        values[row * width + offset] = Float((number - mean) / deviation)
                    }
                }
            case .categories(_, let known):
                let places = try Self.places(of: table, column: index, among: known)
                for (row, place) in places.enumerated() { values[row * width + offset + place] = 1 }
            }
            offset += column.width
        }
        return values
    }

    private static func numbers(
        of table: CSVTable, column index: Int
    ) throws(TableProblem) -> [Double] {
        switch try CSVColumn(table, index: index) {
        case .numbers(let numbers): return numbers
        case .categories(_, _, let firstText):
            throw .notANumber(
                line: firstText.line, column: table.columns[index], text: firstText.text)
        }
    }

    /// Returns each row's place among the known texts.
    private static func places(
        of table: CSVTable, column index: Int, among known: [String]
    ) throws(TableProblem) -> [Int] {
        let places = Dictionary(zip(known, 0...)) { first, _ in first }
        return try (0..<table.rowCount).map { (row) throws(TableProblem) in
            let text = table.cell(row: row, column: index)
            if let place = places[text] { return place }
            let (line, column) = (table.line(ofRow: row), table.columns[index])
            guard !text.isEmpty else { throw .emptyCell(line: line, column: column) }
            throw .unknownCategory(line: line, column: column, text: text, known: known)
        }
    }
}
