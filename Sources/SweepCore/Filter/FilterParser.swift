/// Reads a filter's text (`docs/filters.md`).
///
///     alternatives = conjunction ("|" conjunction)*
///     conjunction  = part+
///     part         = "!"* (term | "(" alternatives ")")
///     term         = key ":" pattern | name OP operand | pattern
///
/// Text and nesting are bounded, so that no text can exhaust the stack, here or in SQLite, whose parser
/// keeps at most 100 symbols.
package struct FilterParser {
    package static let longest = 2_000
    package static let deepest = 50

    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0

    /// Returns the filter; text without a term is what every run matches.
    package static func parse(_ text: String) throws(FilterError) -> RunFilter {
        var parser = FilterParser(scalars: Array(text.unicodeScalars.prefix(longest + 1)))
        guard parser.scalars.count <= longest else {
            throw FilterError(
                "a filter has at most 2,000 characters", column: longest + 1)
        }
        parser.skipBlanks()
        guard parser.current != nil else { return .everything }
        let filter = try parser.alternatives()
        // Only a parenthesis ends the list early.
        guard parser.current == nil else {
            throw FilterError("there is no \"(\" for this \")\"", column: parser.column)
        }
        return filter
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// Where the parser is, counted from 1.
    var column: Int { position + 1 }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    mutating func skipBlanks() {
        while let current, current.properties.isWhitespace { position += 1 }
    }

    // MARK: Structure

    private mutating func alternatives() throws(FilterError) -> RunFilter {
        var parts: [RunFilter] = []
        repeat {
            let part = try conjunction()
            if case .any(let inner) = part { parts += inner } else { parts.append(part) }
        } while take("|")
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(FilterError) -> RunFilter {
        var parts: [RunFilter] = []
        skipBlanks()
        while let scalar = current, scalar != "|", scalar != ")" {
            let part = try part()
            if case .all(let inner) = part { parts += inner } else { parts.append(part) }
            skipBlanks()
        }
        guard let first = parts.first else {
            throw FilterError(
                current.map { "a term is missing before \"\($0)\"" } ?? "a term is missing",
                column: column)
        }
        return parts.count == 1 ? first : .all(parts)
    }

    private mutating func part() throws(FilterError) -> RunFilter {
        let outside = depth
        defer { depth = outside }
        var negations = 0
        while take("!") {
            negations += 1
            try nest()
            skipBlanks()
        }
        let inner = try group()
        var part = if let inner { inner } else { try RunFilter.term(term()) }
        for _ in 0..<negations { part = .not(part) }
        return part
    }

    private mutating func group() throws(FilterError) -> RunFilter? {
        let start = column
        guard take("(") else { return nil }
        try nest()
        let filter = try alternatives()
        guard take(")") else {
            throw FilterError("there is no \")\" for this \"(\"", column: start)
        }
        return filter
    }

    private mutating func nest() throws(FilterError) {
        depth += 1
        guard depth <= Self.deepest else {
            throw FilterError(
                "a filter nests at most \(Self.deepest) deep", column: position)
        }
    }
}
