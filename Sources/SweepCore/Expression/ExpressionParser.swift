/// Reads the text of an expression (`docs/search-space.md`), in Python's words and precedence.
///
///     or-part    = and-part ("or" and-part)*
///     and-part   = not-part ("and" not-part)*
///     not-part   = "not" not-part | comparison
///     comparison = sum (("==" | "!=" | "<" | "<=" | ">" | ">=") sum)* | sum ["not"] "in" list
///     sum        = product (("+" | "-") product)*
///     product    = factor (("*" | "/" | "%") factor)*
///     factor     = "-" factor | atom ["**" factor]
///     atom       = number | text | name | function "(" … ")" | "(" or-part ")"
///
/// Length and nesting are bounded, so that no text can exhaust the stack.
package struct ExpressionParser {
    package static let longest = 2_000
    private static let deepest = 50
    private static let words: Set = ["and", "or", "not", "in", "true", "false", "True", "False"]

    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0

    package static func parse(_ text: String) throws(ExpressionError) -> Expression {
        guard text.count <= longest else {
            throw ExpressionError("an expression has at most 2,000 characters", column: longest + 1)
        }
        var parser = ExpressionParser(tokens: try ExpressionToken.list(text))
        let expression = try parser.either()
        guard parser.current.kind == .end else {
            throw parser.unexpected("an operator such as <=, == or \"and\"")
        }
        return expression
    }

    /// Whether a name needs no backquotes.
    static func isPlainName(_ name: String) -> Bool {
        guard let first = name.first, ExpressionToken.isLetter(first), !words.contains(name) else {
            return false
        }
        return name.allSatisfy {
            ExpressionToken.isLetter($0) || ExpressionToken.isDigit($0) || $0 == "."
        }
    }

    private init(tokens: [ExpressionToken]) { self.tokens = tokens }

    private var current: ExpressionToken { tokens[min(position, tokens.count - 1)] }

    private mutating func take(_ spellings: String...) -> Bool {
        switch current.kind {
        case .word(let text), .sign(let text):
            guard spellings.contains(text) else { return false }
            position += 1
            return true
        default: return false
        }
    }

    private func unexpected(_ wanted: String) -> ExpressionError {
        let hint =
            current.kind == .sign("=") ? "; write == to compare" : "; \(wanted) belongs there"
        return ExpressionError("\(current.shown) is not understood\(hint)", column: current.column)
    }

    private mutating func nested<T>(
        _ body: (inout ExpressionParser) throws(ExpressionError) -> T
    ) throws(ExpressionError) -> T {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw ExpressionError("nested more than 50 deep", column: current.column)
        }
        return try body(&self)
    }

    // MARK: From the loosest to the tightest

    private mutating func either() throws(ExpressionError) -> Expression {
        var left = try both()
        while take("or", "||") { left = .binary(.or, left, try both()) }
        return left
    }

    private mutating func both() throws(ExpressionError) -> Expression {
        var left = try negation()
        while take("and", "&&") { left = .binary(.and, left, try negation()) }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> Expression {
        guard take("not", "!") else { return try comparison() }
        return .not(try nested { parser throws(ExpressionError) in try parser.negation() })
    }

    private mutating func comparison() throws(ExpressionError) -> Expression {
        var left = try sum()
        if take("in") { return .among(left, try list()) }
        if current.kind == .word("not"), tokens[position + 1].kind == .word("in") {
            position += 2
            return .not(.among(left, try list()))
        }
        // `64 <= width <= 512` says both.
        var chain: Expression?
        while let sign = comparator {
            position += 1
            let right = try sum()
            let part = Expression.binary(sign, left, right)
            chain = chain.map { .binary(.and, $0, part) } ?? part
            left = right
        }
        return chain ?? left
    }

    private var comparator: Expression.Operator? {
        guard case .sign(let text) = current.kind, let sign = Expression.Operator(rawValue: text),
            sign.binding == 4
        else { return nil }
        return sign
    }

    private mutating func list() throws(ExpressionError) -> [Expression] {
        guard take("[", "(") else { throw unexpected("a list such as [1, 2]") }
        var elements: [Expression] = []
        repeat { elements.append(try sum()) } while take(",")
        guard take("]", ")") else { throw unexpected("\"]\"") }
        return elements
    }

    private mutating func sum() throws(ExpressionError) -> Expression {
        var left = try product()
        while true {
            if take("+") {
                left = .binary(.plus, left, try product())
            } else if take("-") {
                left = .binary(.minus, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(ExpressionError) -> Expression {
        var left = try factor()
        while true {
            if take("*") {
                left = .binary(.times, left, try factor())
            } else if take("/") {
                left = .binary(.divided, left, try factor())
            } else if take("%") {
                left = .binary(.modulo, left, try factor())
            } else {
                return left
            }
        }
    }

    private mutating func factor() throws(ExpressionError) -> Expression {
        if take("-") {
            let inner = try nested { parser throws(ExpressionError) in try parser.factor() }
            // One form for one number.
            if case .number(let value) = inner { return .number(-value) }
            return .negative(inner)
        }
        let base = try atom()
        guard take("**") else { return base }
        return .binary(
            .power, base, try nested { parser throws(ExpressionError) in try parser.factor() })
    }

    private mutating func atom() throws(ExpressionError) -> Expression {
        let token = current
        position += 1
        switch token.kind {
        case .number(let value): return .number(value)
        case .text(let text): return .text(text)
        case .quotedName(let name): return .name(name)
        case .word("true"), .word("True"): return .flag(true)
        case .word("false"), .word("False"): return .flag(false)
        case .word(let word) where current.kind == .sign("("):
            return try call(word, column: token.column)
        case .word(let word) where !Self.words.contains(word): return .name(word)
        case .sign("("):
            let inner = try nested { parser throws(ExpressionError) in try parser.either() }
            guard take(")") else { throw unexpected("\")\"") }
            return inner
        default:
            position -= 1
            throw unexpected("a parameter, a number or a text")
        }
    }

    private mutating func call(_ name: String, column: Int) throws(ExpressionError) -> Expression {
        let names = Expression.Function.allCases.map(\.rawValue)
        guard let function = Expression.Function(rawValue: name) else {
            throw ExpressionError(
                "there is no function \"\(name)\"\(NearestName.hint(name, among: names)) "
                    + "(there are \(names.joined(separator: ", ")))", column: column)
        }
        position += 1
        var arguments: [Expression] = []
        repeat {
            arguments.append(try nested { parser throws(ExpressionError) in try parser.sum() })
        } while take(",")
        guard take(")") else { throw unexpected("\")\"") }
        let takesMany = function == .min || function == .max
        guard takesMany || arguments.count == 1 else {
            throw ExpressionError("\(name) takes one number", column: column)
        }
        return .call(function, arguments)
    }
}
