/// One character cell of the screen.
package struct Cell: Equatable, Sendable {
    /// 0 in the right half of a character that is two columns wide.
    package var scalar: UInt32
    /// A combining mark on it; 0 for none. More than one are left out.
    package var mark: UInt32
    package var style: Style

    package init(_ scalar: Unicode.Scalar, _ style: Style = Style(.text)) {
        self.scalar = scalar.value
        mark = 0
        self.style = style
    }

    package static let blank = Cell(" ")

    /// The cell as text; empty in the right half of a wide character.
    package var text: String {
        guard scalar != 0 else { return "" }
        var text = ""
        for value in [scalar, mark] where value != 0 {
            text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
        }
        return text
    }
}
