extension FilterParser {
    mutating func term() throws(FilterError) -> RunFilter.Term {
        let start = column
        if current == "/" { return try .init(.text(.expression(expression())), column: start) }
        let isQuoted = current == "\""
        let word = isQuoted ? try quoted() : take { !Self.endsWord($0) && $0 != ":" }
        if !isQuoted, take(":") { return try keyed(word, at: start) }
        let afterWord = position
        skipBlanks()
        if let comparison = comparison() {
            guard isQuoted || !word.isEmpty else {
                throw FilterError(
                    "a name is missing before \"\(comparison.rawValue)\"", column: start)
            }
            let name = RunFilter.Name(word, isQuoted: isQuoted)
            return try .init(.comparison(name, comparison, operand()), column: start)
        }
        position = afterWord
        guard isQuoted || !word.isEmpty else {
            // "(", ")", "|" and "!" are taken elsewhere, so this is a blank after "!" at the end.
            throw FilterError("a term is missing", column: start)
        }
        guard isQuoted || !["AND", "OR", "NOT", "&", "&&"].contains(word) else {
            throw FilterError(
                "a blank means and, \"|\" means or, \"!\" means not; quote \"\(word)\" to search for it",
                column: start)
        }
        return .init(.text(.words(word)), column: start)
    }

    private mutating func keyed(
        _ word: String, at start: Int
    ) throws(FilterError) -> RunFilter.Term {
        guard let key = RunFilter.Key(rawValue: word.lowercased()) else {
            let keys = RunFilter.Key.allCases.map(\.rawValue)
            throw FilterError(
                "no key is named \"\(word.visible)\"\(NearestName.hint(word, among: keys)) (quote a "
                    + "word with a colon to search for it)", column: start)
        }
        let place = column
        let pattern: RunFilter.Pattern
        if current == "/" {
            pattern = .expression(try expression())
        } else if current == "\"" {
            pattern = .words(try quoted())
        } else {
            let word = take { !Self.endsValue($0) }
            guard !word.isEmpty else {
                throw FilterError("a value is missing after \"\(key.rawValue):\"", column: place)
            }
            pattern = .words(word)
        }
        return try .init(.keyed(key, Self.checked(pattern, for: key, at: place)), column: start)
    }

    /// Refuses what no run can have.
    private static func checked(
        _ pattern: RunFilter.Pattern, for key: RunFilter.Key, at column: Int
    ) throws(FilterError) -> RunFilter.Pattern {
        switch (key, pattern) {
        case (.state, .words(let word)):
            let states = RunFilter.stateWords
            guard let state = states.first(where: { $0 == word.lowercased() }) else {
                throw FilterError(
                    "no state is named \"\(word.visible)\"\(NearestName.hint(word, among: states)) "
                        + "(\(states.joined(separator: ", ")))", column: column)
            }
            return .words(state)
        case (.seed, .words(let word)):
            guard let seed = Int64(word) else {
                throw FilterError("\"\(word.visible)\" is no whole number", column: column)
            }
            return .words(String(seed))
        case (.archived, .words("yes")), (.archived, .words("no")): return pattern
        case (.archived, _):
            throw FilterError("after \"archived:\" comes yes or no", column: column)
        default: return pattern
        }
    }

    // MARK: Pieces

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        endsValue(scalar) || "!=<>".unicodeScalars.contains(scalar)
    }

    private static func endsValue(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "\"()|".unicodeScalars.contains(scalar)
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let current, belongs(current) {
            text.append(current)
            position += 1
        }
        return String(text)
    }

    private mutating func comparison() -> RunFilter.Comparison? {
        let isNegation = current == "!"
        let next = position + 1 < scalars.count ? scalars[position + 1] : nil
        guard !isNegation || next == "=" else { return nil }
        if take("!") { return take("=") ? .unequal : nil }
        if take("<") { return take("=") ? .lessOrEqual : .less }
        if take(">") { return take("=") ? .greaterOrEqual : .greater }
        guard take("=") else { return nil }
        // As in a program.
        _ = take("=")
        return .equal
    }

    private mutating func operand() throws(FilterError) -> RunFilter.Operand {
        skipBlanks()
        let start = column
        if current == "\"" { return .text(try quoted()) }
        let word = take { !Self.endsValue($0) }
        switch word {
        case "": throw FilterError("a value is missing", column: start)
        case "true": return .flag(true)
        case "false": return .flag(false)
        default: return Self.number(word) ?? .text(word)
        }
    }

    /// Digits with sign, fraction and exponent; `inf`, `nan` and `0x10` are words.
    private static func number(_ word: String) -> RunFilter.Operand? {
        let hasDigit = word.utf8.contains { (0x30...0x39).contains($0) }
        guard hasDigit, word.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else {
            return nil
        }
        return Int64(word).map { .integer($0) } ?? Double(word).map { .number($0) }
    }

    /// A text in quotes; `\"` and `\\` stand for what follows the backslash.
    private mutating func quoted() throws(FilterError) -> String {
        let start = column
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "\"" { return String(text) }
            if scalar == "\\", let next = current, next == "\"" || next == "\\" {
                text.append(next)
                position += 1
            } else {
                text.append(scalar)
            }
        }
        throw FilterError("the quote that begins here is not closed", column: start)
    }

    /// An expression between slashes; `\/` stands for a slash.
    private mutating func expression() throws(FilterError) -> RegularExpression {
        let start = column
        position += 1
        var source = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "/" {
                do {
                    return try RegularExpression(String(source))
                } catch {
                    throw FilterError(error.message, column: start + error.column)
                }
            }
            source.append(scalar)
            if scalar == "\\", let next = current {
                source.append(next)
                position += 1
            }
        }
        throw FilterError("the expression that begins here is not closed by \"/\"", column: start)
    }
}
