/// What is settled when the dashboard begins: by options, the configuration file and the terminal.
package struct DashboardSettings: Sendable {
    package var glyphs: GlyphSet
    package var theme: Theme
    package var colors: ColorDepth
    /// Nothing can be changed in the database.
    package var isReadOnly: Bool
    package var keys: KeyTable

    package init(
        glyphs: GlyphSet = .braille, theme: Theme = .dark, colors: ColorDepth = .indexed256,
        isReadOnly: Bool = false, keys: KeyTable = .standard
    ) {
        self.glyphs = glyphs
        self.theme = theme
        self.colors = colors
        self.isReadOnly = isReadOnly
        self.keys = keys
    }
}

/// How many colours there are.
package enum ColorDepth: Sendable, CaseIterable {
    /// None: bold, dim, reverse and underline have to do.
    case mono
    /// Eight, and their bright forms where there are any.
    case basic16
    case indexed256
}
