/// What can go wrong outside the program itself: files, tables and settings.
///
/// Each description is one line that says what failed, on what, and what to do.
package enum TrainingEngineError: Error, Equatable, Sendable {
    // MARK: Settings

    /// A setting outside its range.
    case invalidSetting(name: String, value: String, allowed: String)
    /// Cross-entropy with fewer than two classes, which teaches nothing.
    case tooFewClasses(Int)
    /// The best epoch is to be chosen by a metric that this data set does not yield.
    case metricNotMeasured(metric: String, dataSet: String, hasValidation: Bool)
    /// A validation fraction that leaves no rows to train on.
    case unusableSplit(fraction: Double, rowCount: Int)

    /// A batch, or a part of it, of one row under batch normalization.
    case batchOfOneRow(batchSize: Int, accumulation: Int, trainingRows: Int)
    /// A teacher for a loss without classes.
    case distillationWithoutClasses
    /// A teacher with another number of answers than there are rows and classes.
    case teacherMismatch(found: Int, rowCount: Int, classCount: Int)
    /// A teacher's answer that is NaN or infinite; rows count from 0.
    case teacherNotFinite(row: Int)

    // MARK: Targets

    /// Labels of another width than there are classes.
    case labelWidth(found: Int, classCount: Int)
    /// A row of soft targets that is no distribution; rows count from 0.
    case softTarget(row: Int, String)
    /// A target that is not a probability where one is needed; rows count from 0.
    case targetOutsideUnit(row: Int, value: Float)

    // MARK: Finding data

    /// No data set has this name.
    case unknownDataSet(name: String, nearest: String?, known: [String])
    /// The files of a data set are in none of the places where they are looked for.
    case missingDataSet(name: String, file: String, folders: [String], remedy: String)
    /// The system refused a file; `reason` is its own text.
    case unreadableFile(path: String, reason: String)
    /// A file larger than `limit` bytes.
    case oversizedFile(path: String, limit: Int)

    // MARK: IDX files

    /// Compressed data that break off or do not decode.
    case corruptGzip(path: String, isTruncated: Bool)
    /// Compressed data that unpack to more than any file of this kind holds.
    case oversizedGzip(path: String, limit: Int)
    /// The first four bytes are not those of the expected kind.
    case wrongMagic(path: String, found: UInt32, expected: UInt32)
    /// The header announces another number of bytes than follow it.
    case wrongLength(path: String, found: Int, expected: Int)
    /// The header announces sizes that this data set does not have.
    case wrongShape(path: String, found: [Int], expected: String)
    /// Images and labels do not belong together.
    case countMismatch(images: String, imageCount: Int, labels: String, labelCount: Int)
    /// A label that is not a class; rows count from 0.
    case labelOutOfRange(path: String, row: Int, label: Int, classCount: Int)

    // MARK: CSV files

    /// A table that cannot be used.
    case table(path: String, TableProblem)
}
