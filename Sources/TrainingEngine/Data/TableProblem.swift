/// What is wrong with a CSV file.
///
/// Lines count from 1, the header being line 1 unless blank lines precede it.
package enum TableProblem: Equatable, Sendable {
    /// No header, or nothing below it.
    case noRows
    /// A header cell without a name.
    case unnamedColumn(number: Int)
    /// Two columns of one name.
    case duplicateColumn(String)
    /// A named column that does not exist.
    case unknownColumn(String, nearest: String?, columns: [String])
    /// Nothing is left besides the target.
    case noFeatures(target: String)
    /// A row with more or fewer cells than the header.
    case raggedRow(line: Int, found: Int, expected: Int)
    /// A quote that is never closed.
    case unclosedQuote(line: Int)
    /// A quote inside an unquoted cell, or text after the closing quote.
    case strayQuote(line: Int)
    /// Bytes that are not UTF-8 text.
    case notUTF8(line: Int)
    /// A cell without a value.
    case emptyCell(line: Int, column: String)
    /// A number that is NaN, infinite, or too large for 32 bits.
    case notFinite(line: Int, column: String, text: String)
    /// A text column with too many values for one input each; `line` is where its first text is.
    case tooManyCategories(column: String, count: Int, limit: Int, line: Int, text: String)
    /// A regression target that is not a number.
    case targetNotNumeric(line: Int, column: String, text: String)
    /// A text in a column that a model was trained on as numbers.
    case notANumber(line: Int, column: String, text: String)
    /// A text that a model has not seen in this column.
    case unknownCategory(line: Int, column: String, text: String, known: [String])
    /// A classification target with a single class.
    case oneClass(column: String, name: String)
    /// Soft targets of a single class.
    case oneSoftTarget(column: String)
    /// Soft targets that are no distribution.
    case noDistribution(line: Int, problem: String)

    /// What is wrong and what to do about it, to follow the name of the file.
    var text: String {
        switch self {
        case .noRows:
            "it needs a header line and at least one row below it"
        case .unnamedColumn(let number):
            "line 1: column \(number) has no name; give every column a name in the header"
        case .duplicateColumn(let name):
            "line 1: two columns are named \(quoted(name)); rename one"
        case .unknownColumn(let name, let nearest, let columns):
            "there is no column \(quoted(name))"
                + (nearest.map { "; did you mean \(quoted($0))?" } ?? ";")
                + " the columns are \(listed(columns))"
        case .noFeatures(let target):
            "no column is left to learn from besides the target \(quoted(target)); "
                + "ignore fewer columns"
        case .raggedRow(let line, let found, let expected):
            "line \(line): \(found) cells where the header has \(expected); "
                + "add what is missing or quote cells that hold a comma"
        case .unclosedQuote(let line):
            "line \(line): the quote that opens here is never closed; add the closing quote"
        case .strayQuote(let line):
            "line \(line): a quote in the middle of a cell; "
                + "put the whole cell in quotes and double the ones inside"
        case .notUTF8(let line):
            "line \(line): this is not UTF-8 text; save the table as UTF-8 (iconv -f latin1 -t utf8)"
        case .emptyCell(let line, let column):
            "line \(line), column \(quoted(column)): the cell is empty; fill it or remove the row"
        case .notFinite(let line, let column, let text):
            "line \(line), column \(quoted(column)): \(quoted(text)) is not a finite number "
                + "of 32 bits; correct it or remove the row"
        case .tooManyCategories(let column, let count, let limit, let line, let text):
            "column \(quoted(column)) holds text (first on line \(line): \(quoted(text))) with "
                + "\(count) different values, more than \(limit); ignore it or correct that cell"
        case .targetNotNumeric(let line, let column, let text):
            "line \(line), column \(quoted(column)): regression needs numbers, found "
                + "\(quoted(text)); correct it or choose task classification"
        case .notANumber(let line, let column, let text):
            "line \(line), column \(quoted(column)): the model was trained on numbers, found "
                + "\(quoted(text)); correct it or remove the row"
        case .unknownCategory(let line, let column, let text, let known):
            "line \(line), column \(quoted(column)): the model has not seen \(quoted(text)), only "
                + "\(listed(known)); correct it or remove the row"
        case .oneClass(let column, let name):
            "the target \(quoted(column)) is \(quoted(name)) in every row, and one class "
                + "teaches nothing; choose another target"
        case .oneSoftTarget(let column):
            "soft_targets names \(quoted(column)) alone, and one class teaches nothing; "
                + "name a column for each class"
        case .noDistribution(let line, let problem): "line \(line): \(problem)"
        }
    }
}
