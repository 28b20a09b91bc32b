/// A run's name: its varied parameters in file order and its seed, `lr0.1-d2-w64-s0`.
package enum RunName {
    private static let longestPart = 24

    /// Returns the name of a run.
    ///
    /// Table parameters use their short forms, others their own name. Characters outside
    /// `[A-Za-z0-9_.+-]` become `_`, and a long value is cut, so two names can clash; the store then
    /// appends the run's number.
    package static func make(
        configuration: Configuration, variedNames: [String], seed: Int
    ) -> String {
        var parts = variedNames.map { part(of: $0, value: configuration[$0] ?? .null) }
        parts.append("s\(seed)")
        return parts.joined(separator: "-")
    }

    /// What a name says of one parameter.
    package static func part(of name: String, value: Value) -> String {
        let short = ParameterTable.named(name)?.short ?? name
        // A text value says by itself what it is: `adam`, not `optimizeradam`.
        let isText = value.asText != nil
        return String((cleaned(isText ? "" : short) + cleaned(value.display)).prefix(longestPart))
    }

    private static func cleaned(_ text: String) -> String {
        String(
            text.map { character in
                let isKept =
                    character.isASCII
                    && (character.isLetter || character.isNumber || "_.+-".contains(character))
                return isKept ? character : "_"
            })
    }
}
