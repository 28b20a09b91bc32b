/// How each role looks, for each number of colours.
package struct Theme: Sendable, Equatable {
    package let name: String
    /// What the terminal's own background is taken to be.
    package let ground: Ground
    private let inks256: [Ink]
    private let inks16: [Ink]
    /// The inks of the selected row, of 256 colours; elsewhere the row is reversed.
    private let selectedInks: [Ink]

    package enum Ground: Sendable { case dark, light }

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

    /// Takes for each number of colours the inks of all roles; `selected` makes of an ink of 256 colours that of
    /// the selected row. Without colours the themes are the same.
    init(
        name: String, ground: Ground, colors256: (Role) -> Ink, colors16: (Role) -> Ink,
        selected: (Role, Ink) -> Ink
    ) {
        self.name = name
        self.ground = ground
        inks256 = Role.allCases.map(colors256)
        inks16 = Role.allCases.map(colors16)
        selectedInks = zip(Role.allCases, inks256).map(selected)
    }

    /// The ink of a cell at a number of colours.
    package func ink(_ style: Style, _ depth: ColorDepth) -> Ink {
        let place = Int(style.role.rawValue)
        var ink =
            switch depth {
            case .indexed256: inks256[place]
            case .basic16: inks16[place]
            case .mono: Self.monoInk(style.role)
            }
        if style.attributes.contains(.selected) {
            if depth == .indexed256, name != "mono" {
                ink = selectedInks[place]
            } else {
                // The whole row in one ink, whatever its parts mean: reversed hues would be a patchwork.
                ink = Ink(-1, ink.attributes.intersection(.underline).union(.reverse))
            }
        }
        ink.attributes.formUnion(style.attributes.subtracting(.selected))
        return ink
    }

    /// All of them, in the order in which `T` goes through them.
    package static let all: [Theme] = [.dark, .light, .highContrast, .mono]

    package static func named(_ name: String) -> Theme? { all.first { $0.name == name } }
}
