/// The data sets that the engine knows, and where it finds them.
package struct DataSetCatalog: Sendable {
    /// What is known of a data set without reading it.
    package struct Entry: Sendable, Equatable {
        /// The name to ask for.
        package let name: String
        /// What it holds, in a few words.
        package let kind: String
        /// Rows in all; nil where it depends on the file.
        package let rowCount: Int?
        /// Values of one row; nil where it depends on the file.
        package let featureCount: Int?
        /// Different targets; nil where it depends on the file or targets are numbers.
        package let classCount: Int?
        /// Where it is, or why it cannot be used.
        package let location: Location
        /// Where it comes from, and its licence.
        package let source: String
    }

    /// Where a data set is.
    package enum Location: Sendable, Equatable {
        /// Inside the program.
        case builtIn
        /// In this folder.
        case folder(String)
        /// In the file that its name names.
        case named
        /// Not on this machine; the text says where it was looked for and how to get it.
        case missing(reason: String)
    }

    /// The start of the name of a table; the path follows it.
    package static let tablePrefix = "csv:"
    /// The names to choose from, as shown to a person.
    package static let names = [
        DigitsDataSet.name, FashionMNISTDataSet.name, ArticleDataSet.classificationName,
        ArticleDataSet.regressionName, tablePrefix + "PATH",
    ]

    /// A folder with data files to be used instead of the system's.
    package let directory: String?

    /// Makes a catalog that looks into `directory` when it is given (`--data`, `SWEEP_DATA`).
    package init(directory: String? = nil) {
        self.directory = directory
    }

    /// All entries.
    ///
    /// Looks at which files exist, and reads none.
    package func entries() -> [Entry] {
        let folder = FashionMNISTDataSet.locate(directory: directory)
        let folders = FashionMNISTDataSet.folders(directory: directory)
        return [
            Entry(
                name: DigitsDataSet.name, kind: "8×8 grey images",
                rowCount: DigitsDataSet.rowCount, featureCount: DigitsDataSet.featureCount,
                classCount: 10, location: .builtIn, source: DigitsDataSet.source),
            Entry(
                name: FashionMNISTDataSet.name, kind: "28×28 grey images",
                rowCount: FashionMNISTDataSet.rowCount,
                featureCount: FashionMNISTDataSet.featureCount,
                classCount: FashionMNISTDataSet.classNames.count,
                location: folder.map { .folder($0) }
                    ?? .missing(
                        reason: "not in \(listed(folders)); \(FashionMNISTDataSet.remedy)"),
                source: FashionMNISTDataSet.source),
            Entry(
                name: ArticleDataSet.classificationName, kind: "an article's example",
                rowCount: ArticleDataSet.rowCount, featureCount: ArticleDataSet.featureCount,
                classCount: ArticleDataSet.classCount, location: .builtIn,
                source: ArticleDataSet.source),
            Entry(
                name: ArticleDataSet.regressionName, kind: "an article's example",
                rowCount: ArticleDataSet.rowCount, featureCount: ArticleDataSet.featureCount,
                classCount: nil, location: .builtIn, source: ArticleDataSet.source),
            Entry(
                name: Self.tablePrefix + "PATH", kind: "a table of your own", rowCount: nil,
                featureCount: nil, classCount: nil, location: .named, source: "your file"),
        ]
    }

    /// Reads a data set.
    ///
    /// The request's own directory comes before the catalog's. The path of a table is taken as it
    /// is, relative to the current directory.
    ///
    /// - Throws: ``TrainingEngineError``: no such name, missing or damaged files, an unusable table
    ///   or split.
    package func load(_ request: DataSetRequest) throws(TrainingEngineError) -> DataSet {
        let dataSet = try loadWhole(request)
        return try request.trainingRows.map { (count) throws(TrainingEngineError) in
            try dataSet.keeping(trainingRows: count)
        } ?? dataSet
    }

    private func loadWhole(_ request: DataSetRequest) throws(TrainingEngineError) -> DataSet {
        let name = request.name
        if name == DigitsDataSet.name {
            return try DigitsDataSet.load(validation: request.validation)
        }
        if name == FashionMNISTDataSet.name {
            return try FashionMNISTDataSet.load(
                directory: request.directory ?? directory, validation: request.validation)
        }
        if [ArticleDataSet.classificationName, ArticleDataSet.regressionName].contains(name) {
            return try ArticleDataSet.load(name: name, validation: request.validation)
        }
        if name.hasPrefix(Self.tablePrefix) {
            return try CSVDataSet.load(
                path: String(name.dropFirst(Self.tablePrefix.count)), request: request)
        }
        // A bare path is the likeliest mistake after a typing error.
        let nearest =
            name.hasSuffix(".csv")
            ? Self.tablePrefix + name : nearestName(to: name, among: Self.names)
        throw .unknownDataSet(name: name, nearest: nearest, known: Self.names)
    }
}
