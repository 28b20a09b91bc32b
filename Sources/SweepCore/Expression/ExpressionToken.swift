/// A piece of an expression's text.
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        case number(Double)
        case text(String)
        case word(String)
        /// A name in backquotes: a parameter, whatever it looks like.
        case quotedName(String)
        case sign(String)
        case end
    }

    let kind: Kind
    /// In characters, counted from 1.
    let column: Int

    var shown: String {
        switch kind {
        case .number(let value): Value.number(value).canonicalJSON
        case .text(let text): Value.text(text).canonicalJSON
        case .word(let word), .sign(let word): "\"\(word)\""
        case .quotedName(let name): "`\(name)`"
        case .end: "the end"
        }
    }

    private static let signs = [
        "**", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[",
        "]", ",", "=", "!",
    ].map { Array($0) }

    /// Cuts a text into tokens, the last of which is `.end`.
    static func list(_ text: String) throws(ExpressionError) -> [ExpressionToken] {
        let characters = Array(text)
        var tokens: [ExpressionToken] = []
        var position = 0
        func rest(_ offset: Int) -> Character? {
            position + offset < characters.count ? characters[position + offset] : nil
        }
        while let current = rest(0) {
            let column = position + 1
            func append(_ kind: Kind) { tokens.append(ExpressionToken(kind: kind, column: column)) }
            if current.isWhitespace {
                position += 1
            } else if isDigit(current) || current == "." && rest(1).map(isDigit) == true {
                let number = try number(characters, from: position)
                append(.number(number.value))
                position = number.end
            } else if current == "\"" || current == "'" || current == "`" {
                guard let end = characters[(position + 1)...].firstIndex(of: current) else {
                    throw ExpressionError("the \(current) is never closed", column: column)
                }
                let inner = String(characters[(position + 1)..<end])
                append(current == "`" ? .quotedName(inner) : .text(inner))
                position = end + 1
            } else if isLetter(current) {
                let word = characters[position...].prefix {
                    isLetter($0) || isDigit($0) || $0 == "."
                }
                append(.word(String(word)))
                position += word.count
            } else if let sign = signs.first(where: { characters[position...].starts(with: $0) }) {
                append(.sign(String(sign)))
                position += sign.count
            } else {
                throw ExpressionError(
                    "\"\(String(current).visible)\" has no meaning here", column: column)
            }
        }
        tokens.append(ExpressionToken(kind: .end, column: characters.count + 1))
        return tokens
    }

    static func isLetter(_ character: Character) -> Bool {
        character.isASCII && character.isLetter || character == "_"
    }

    static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func number(
        _ characters: [Character], from start: Int
    ) throws(ExpressionError) -> (value: Double, end: Int) {
        var end = start
        func take(_ isPart: (Character) -> Bool) {
            while end < characters.count, isPart(characters[end]) { end += 1 }
        }
        take(isDigit)
        if end < characters.count, characters[end] == "." {
            end += 1
            take(isDigit)
        }
        if end < characters.count, characters[end] == "e" || characters[end] == "E" {
            end += 1
            if end < characters.count, "+-".contains(characters[end]) { end += 1 }
            take(isDigit)
        }
        take { isLetter($0) || isDigit($0) || $0 == "." }
        let text = String(characters[start..<end])
        guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
            throw ExpressionError("\"\(text)\" is no number", column: start + 1)
        }
        return (value, end)
    }
}
