/// How a cell is drawn: its role, and what is added to it whatever the theme says.
package struct Style: Equatable, Hashable, Sendable {
    package var role: Role
    package var attributes: Attributes

    package init(_ role: Role, _ attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }

    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let reverse = Attributes(rawValue: 4)
        package static let underline = Attributes(rawValue: 8)
        /// On the background of the selected row.
        package static let selected = Attributes(rawValue: 16)
    }

    package func with(_ more: Attributes) -> Style { Style(role, attributes.union(more)) }
}
