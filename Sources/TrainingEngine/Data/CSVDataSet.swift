/// A table of the user's own, from a CSV file.
///
/// Numeric feature columns are standardised: minus the mean, by the standard deviation (of the
/// population), both of the training rows alone; a column that is constant there becomes 0. Text
/// columns become one input of 0 or 1 for each of their values in the whole table. A regression
/// target is kept as it is, so the loss has its unit squared: scale it in the file if it is large. With
/// soft targets each of their columns is a class, and its cells the probabilities.
enum CSVDataSet {
    /// A text column with more values than this is more likely an identifier than a category.
    static let categoryLimit = 100
    /// With more different whole numbers than this, `auto` takes a target for a quantity.
    static let classLimit = 20
    /// Files are read whole; the cells take several times their size.
    private static let sizeLimit = 2 << 30

    /// Reads a table and divides it as data without a test part of its own.
    static func load(path: String, request: DataSetRequest) throws(TrainingEngineError) -> DataSet {
        let (table, checksum) = try read(path)
        let split = try DataSplit(rowCount: table.rowCount, validation: request.validation)
        do throws(TableProblem) {
            let targetNames =
                request.softTargets.isEmpty ? [request.target] : request.softTargets
            let target = try targetNames.map { (name) throws(TableProblem) in
                try table.index(of: name)
            }
            let ignored = try request.ignoredColumns.map { (name) throws(TableProblem) in
                try table.index(of: name)
            }
            let targets =
                request.softTargets.isEmpty
                ? try targets(of: table, column: target[0], task: request.task)
                : try softTargets(of: table, columns: target)
            let featureColumns = table.columns.indices.filter {
                !target.contains($0) && !ignored.contains($0)
            }
            guard !featureColumns.isEmpty else {
                throw .noFeatures(target: targetNames.joined(separator: ", "))
            }
            let encoding = try FeatureEncoding(
                learning: featureColumns, of: table, training: split.training)
            return DataSet(
                name: request.name, featureCount: encoding.width,
                features: .scalars(try encoding.features(of: table)), targets: targets,
                split: split, checksum: checksum, encoding: encoding)
        } catch {
            throw .table(path: path, error)
        }
    }

    /// Reads the whole file; also returns the checksum of its contents.
    static func read(
        _ path: String
    ) throws(TrainingEngineError) -> (table: CSVTable, checksum: String) {
        let bytes = try FileReader.read(path, limit: sizeLimit)
        let checksum = "crc32:\(hexadecimal(Gzip.checksum(bytes)))-\(bytes.count)"
        return (try CSVTable(bytes, path: path), checksum)
    }

    // MARK: Target

    private static func targets(
        of table: CSVTable, column index: Int, task: DataSetTask
    ) throws(TableProblem) -> DataSet.Targets {
        let name = table.columns[index]
        switch (task, try CSVColumn(table, index: index)) {
        case (.regression, .categories(_, _, let firstText)):
            throw .targetNotNumeric(line: firstText.line, column: name, text: firstText.text)
        case (.regression, .numbers(let numbers)):
            return .numbers(numbers.map { Float($0) })
        case (.auto, .numbers(let numbers)) where isQuantity(numbers):
            return .numbers(numbers.map { Float($0) })
        case (_, .numbers(let numbers)) where numbers.allSatisfy(isWhole):
            // 1, 1.0 and 01 are one class, and 10 comes after 9.
            let values = Set(numbers).sorted()
            let texts = numbers.map(wholeText)
            let names = values.map(wholeText)
            return try classes(CSVColumn.indices(of: texts, in: names), names, column: name)
        case (_, .numbers):
            let (indices, names) = CSVColumn.categories(of: table, column: index)
            return try classes(indices, names, column: name)
        case (_, .categories(let indices, let names, _)):
            return try classes(indices, names, column: name)
        }
    }

    /// Reads one column of probabilities a class, named by its class.
    private static func softTargets(
        of table: CSVTable, columns: [Int]
    ) throws(TableProblem) -> DataSet.Targets {
        let names = columns.map { table.columns[$0] }
        guard columns.count > 1 else { throw .oneSoftTarget(column: names[0]) }
        var values = [Float](repeating: 0, count: table.rowCount * columns.count)
        for (offset, column) in columns.enumerated() {
            switch try CSVColumn(table, index: column) {
            case .categories(_, _, let first):
                throw .targetNotNumeric(
                    line: first.line, column: names[offset], text: first.text)
            case .numbers(let numbers):
                for (row, number) in numbers.enumerated() {
                    values[row * columns.count + offset] = Float(number)
                }
            }
        }
        do throws(TrainingEngineError) {
            return .distributions(
                try SoftTargets(values, rowCount: table.rowCount, names: names))
        } catch {
            guard case .softTarget(let row, let problem) = error else {
                preconditionFailure("soft targets of the right width: \(error)")
            }
            throw .noDistribution(line: table.line(ofRow: row), problem: problem)
        }
    }

    private static func classes(
        _ indices: [Int32], _ names: [String], column: String
    ) throws(TableProblem) -> DataSet.Targets {
        guard names.count > 1 else { throw .oneClass(column: column, name: names[0]) }
        return .classes(indices, names: names)
    }

    /// Whether `auto` takes a numeric target for a quantity to regress rather than for classes.
    private static func isQuantity(_ numbers: [Double]) -> Bool {
        !numbers.allSatisfy(isWhole) || Set(numbers).count > classLimit
    }

    /// Whether a number is an integer that `Double` holds exactly.
    private static func isWhole(_ number: Double) -> Bool {
        number == number.rounded() && number.magnitude <= 0x1p53
    }

    private static func wholeText(_ number: Double) -> String { String(Int64(number)) }
}
