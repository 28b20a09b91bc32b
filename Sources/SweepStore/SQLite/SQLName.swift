import GRDBSQLite

/// Names and literals for SQL text that we generate.
enum SQLName {
    /// The plain form of a name: usable in SQL without quotes.
    ///
    /// Every character outside `[A-Za-z0-9_]` becomes `_`; a name that would start with a digit, is a
    /// keyword of SQLite or is empty gets `_` in front.
    static func plain(_ name: String) -> String {
        let kept = String(
            name.map { character in
                let isPlain =
                    character.isASCII
                    && (character.isLetter || character.isNumber || character == "_")
                return isPlain ? character : "_"
            })
        let isKeyword = sqlite3_keyword_check(kept, Int32(clamping: kept.utf8.count)) != 0
        let startsWithDigit = kept.first?.isNumber ?? true
        return isKeyword || startsWithDigit ? "_" + kept : kept
    }

    /// Returns `name` or, when that is taken, the first free of `name_2`, `name_3`…
    static func free(_ name: String, isTaken: (String) throws -> Bool) rethrows -> String {
        var candidate = name
        var count = 1
        while try isTaken(candidate) {
            count += 1
            candidate = "\(name)_\(count)"
        }
        return candidate
    }

    /// The name in double quotes.
    static func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false).joined(
                separator: "\"\"")
            + "\""
    }

    /// The text as an SQL expression; a NUL cannot stand in SQL text and is spelled `char(0)`.
    static func literal(_ text: String) -> String {
        let parts = text.unicodeScalars.split(separator: "\0", omittingEmptySubsequences: false).map
        {
            let doubled = String($0).split(separator: "'", omittingEmptySubsequences: false)
            return "'" + doubled.joined(separator: "''") + "'"
        }
        return parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " || char(0) || ") + ")"
    }
}
