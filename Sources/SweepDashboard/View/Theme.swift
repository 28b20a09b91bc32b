/// How each role looks, for each number of colours.
package struct Theme: Sendable, Equatable {
    package let name: String
    package private(set) var inks: [Ink]

    /// A foreground, a background and attributes; −1 is the terminal's own colour.
    package struct Ink: Sendable, Equatable {
        package var foreground: Int
        package var background: Int
        package var attributes: Style.Attributes

        package init(
            _ foreground: Int, on background: Int = -1, _ attributes: Style.Attributes = []
        ) {
            self.foreground = foreground
            self.background = background
            self.attributes = attributes
        }
    }

    /// The ink of a cell at a number of colours.
    package func ink(_ style: Style, _ depth: ColorDepth) -> Ink {
        var ink = inks[Int(style.role.rawValue)]
        if depth == .mono { ink = Ink(-1, on: -1, ink.attributes) }
        ink.attributes.formUnion(style.attributes)
        return ink
    }

    package static let dark = Theme(name: "dark", inks: Role.allCases.map { _ in Ink(-1) })
}
