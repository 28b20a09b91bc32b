/// A piece of a line in one style.
package struct Phrase: Equatable, Sendable {
    package var text: String
    var style: Style

    init(_ text: String, _ style: Style = Style(.text)) {
        self.text = text
        self.style = style
    }

    init(_ text: String, _ role: Role) { self.init(text, Style(role)) }
}

extension CellBuffer {
    /// Writes phrases one after the other in at most `limit` columns and returns the column after them; where
    /// it is cut, the ellipsis stands last.
    @discardableResult
    mutating func write(
        _ phrases: [Phrase], x: Int, y: Int, limit: Int = .max, ellipsis: String = "…"
    ) -> Int {
        let end = limit < size.columns - x ? x + limit : size.columns
        var column = x
        for phrase in phrases where column < end {
            column = write(
                phrase.text, x: column, y: y, limit: end - column, phrase.style, ellipsis: ellipsis)
        }
        return column
    }
}
