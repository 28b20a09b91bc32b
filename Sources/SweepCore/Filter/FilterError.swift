/// What is wrong with a filter, and where: the column counts characters of the filter's text from 1.
package struct FilterError: Error, Sendable, Equatable, CustomStringConvertible {
    package let message: String
    package let column: Int

    package init(_ message: String, column: Int) {
        self.message = message
        self.column = column
    }

    package var description: String { "filter, column \(column): \(message)" }
}
