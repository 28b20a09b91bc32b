/// One column of a table, read as numbers or as text.
enum CSVColumn {
    /// Every cell is a finite number that fits 32 bits.
    case numbers([Double])
    /// At least one cell is not a number: an index a row into the different texts, in sorted order.
    case categories([Int32], names: [String], firstText: (line: Int, text: String))

    /// Reads column `index` of a table.
    ///
    /// - Throws: A problem for an empty cell, and for one that is not finite in a column of
    ///   numbers.
    init(_ table: CSVTable, index: Int) throws(TableProblem) {
        var numbers: [Double] = []
        numbers.reserveCapacity(table.rowCount)
        var notFinite: (row: Int, text: String)?
        var firstText: (line: Int, text: String)?
        for row in 0..<table.rowCount {
            let text = table.cell(row: row, column: index)
            guard !text.isEmpty else {
                throw .emptyCell(line: table.line(ofRow: row), column: table.columns[index])
            }
            guard firstText == nil else { continue }
            if let number = Double(text) {
                numbers.append(number)
                if !Float(number).isFinite && notFinite == nil { notFinite = (row, text) }
            } else {
                firstText = (table.line(ofRow: row), text)
            }
        }
        if let firstText {
            let (indices, names) = Self.categories(of: table, column: index)
            self = .categories(indices, names: names, firstText: firstText)
        } else if let notFinite {
            throw .notFinite(
                line: table.line(ofRow: notFinite.row), column: table.columns[index],
                text: notFinite.text)
        } else {
            self = .numbers(numbers)
        }
    }

    /// Returns the different texts of a column, sorted, and for each row the index of its text.
    static func categories(
        of table: CSVTable, column: Int
    ) -> (indices: [Int32], names: [String]) {
        let texts = (0..<table.rowCount).map { table.cell(row: $0, column: column) }
        let names = Set(texts).sorted()
        return (indices(of: texts, in: names), names)
    }

    /// Returns for each text its position among `names`, which hold all of them.
    static func indices(of texts: [String], in names: [String]) -> [Int32] {
        let places = Dictionary(uniqueKeysWithValues: zip(names, 0...))
        return texts.map { Int32(places[$0, default: 0]) }
    }
}
