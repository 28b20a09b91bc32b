/// What is wrong with an expression, for people.
package struct ExpressionError: Error, Hashable, CustomStringConvertible {
    package let message: String
    /// Where in the text, in characters counted from 1; `nil` when a configuration showed it.
    package let column: Int?

    init(_ message: String, column: Int? = nil) {
        self.message = message
        self.column = column
    }

    package var description: String { message + (column.map { " (column \($0))" } ?? "") }
}
