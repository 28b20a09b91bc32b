/// How the target of a table is to be understood.
package enum DataSetTask: String, Sendable, CaseIterable {
    /// Regression if the target is numeric with a value that is not whole or with more than 20
    /// different ones; else classification.
    case auto
    /// One class for each different value of the target.
    case classification
    /// The target is a number.
    case regression
}

/// Which data set, and how it is to be prepared.
package struct DataSetRequest: Sendable, Equatable, Hashable {
    /// `digits`, `fashion-mnist`, `article`, `article-regression` or `csv:PATH`.
    package var name: String
    /// A folder with data files, to be used instead of the system's; nil for the latter.
    package var directory: String?
    /// The fraction of the rows (without an own test part) that validate; 0 trains on all.
    package var validation: Double
    /// The column of a table that is to be predicted.
    package var target: String
    /// Columns of a table that are not to be looked at.
    package var ignoredColumns: [String]
    /// Columns of a table that hold the probabilities of the classes, in place of `target`; empty
    /// where there is one target.
    package var softTargets: [String] = []
    /// What kind of target that is.
    package var task: DataSetTask
    /// The number of training rows to keep, the first of their shuffle; nil for all.
    package var trainingRows: Int?

    /// Collects a request; only `csv:` looks at targets, ignored columns and task.
    package init(
        name: String, directory: String? = nil, validation: Double = 0.1,
        target: String = "target", ignoredColumns: [String] = [], task: DataSetTask = .auto,
        trainingRows: Int? = nil
    ) {
        self.name = name
        self.directory = directory
        self.validation = validation
        self.target = target
        self.ignoredColumns = ignoredColumns
        self.task = task
        self.trainingRows = trainingRows
    }
}
