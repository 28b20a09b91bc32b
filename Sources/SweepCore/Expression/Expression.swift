/// An expression over the parameters of a configuration: what `where` and `when` of a sweep file say
/// (`docs/search-space.md`).
package indirect enum Expression: Sendable, Hashable {
    case number(Double)
    case text(String)
    case flag(Bool)
    /// A parameter, or a word that is none until `resolvingWords` has looked at it.
    case name(String)
    case not(Expression)
    case negative(Expression)
    case binary(Operator, Expression, Expression)
    case among(Expression, [Expression])
    case call(Function, [Expression])

    /// From the loosest to the tightest.
    package enum Operator: String, Sendable, Hashable, CaseIterable {
        case or, and
        case equal = "==", different = "!="
        case less = "<", atMost = "<=", greater = ">", atLeast = ">="
        case plus = "+", minus = "-"
        case times = "*", divided = "/", modulo = "%"
        case power = "**"

        var binding: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .equal, .different, .less, .atMost, .greater, .atLeast: 4
            case .plus, .minus: 5
            case .times, .divided, .modulo: 6
            case .power: 8
            }
        }
    }

    package enum Function: String, Sendable, Hashable, CaseIterable {
        case abs, min, max, floor, ceil, round, sqrt
    }

    /// The names in it, in order, each once.
    package var names: [String] {
        var names: [String] = []
        collect(into: &names)
        return names
    }

    private func collect(into names: inout [String]) {
        switch self {
        case .number, .text, .flag: break
        case .name(let name): if !names.contains(name) { names.append(name) }
        case .not(let inner), .negative(let inner): inner.collect(into: &names)
        case .binary(_, let a, let b):
            a.collect(into: &names)
            b.collect(into: &names)
        case .among(let inner, let list):
            inner.collect(into: &names)
            for element in list { element.collect(into: &names) }
        case .call(_, let arguments):
            for argument in arguments { argument.collect(into: &names) }
        }
    }

    /// Takes words that are no parameters for texts where they are compared with one: `optimizer == adam`.
    package func resolvingWords(isKnown: (String) -> Bool) -> Expression {
        func word(_ side: Expression, beside other: Expression) -> Expression {
            guard case .name(let word) = side, !isKnown(word), case .name(let name) = other,
                isKnown(name)
            else { return side.resolvingWords(isKnown: isKnown) }
            return .text(word)
        }
        switch self {
        case .number, .text, .flag, .name: return self
        case .not(let inner): return .not(inner.resolvingWords(isKnown: isKnown))
        case .negative(let inner): return .negative(inner.resolvingWords(isKnown: isKnown))
        case .binary(let sign, let a, let b):
            guard sign == .equal || sign == .different else {
                return .binary(
                    sign, a.resolvingWords(isKnown: isKnown), b.resolvingWords(isKnown: isKnown))
            }
            return .binary(sign, word(a, beside: b), word(b, beside: a))
        case .among(let inner, let list):
            return .among(
                inner.resolvingWords(isKnown: isKnown), list.map { word($0, beside: inner) })
        case .call(let function, let arguments):
            return .call(function, arguments.map { $0.resolvingWords(isKnown: isKnown) })
        }
    }

    /// Names that are compared with each other by `==`, `!=` or `in`.
    package var comparedNames: [(name: String, other: String)] {
        switch self {
        case .number, .text, .flag, .name: return []
        case .not(let inner), .negative(let inner): return inner.comparedNames
        case .binary(.equal, .name(let name), .name(let other)),
            .binary(.different, .name(let name), .name(let other)):
            return [(name, other), (other, name)]
        case .binary(_, let a, let b): return a.comparedNames + b.comparedNames
        case .among(.name(let name), let list):
            return list.compactMap {
                if case .name(let other) = $0 { (name, other) } else { nil }
            }
        case .among(let inner, let list):
            return inner.comparedNames + list.flatMap(\.comparedNames)
        case .call(_, let arguments): return arguments.flatMap(\.comparedNames)
        }
    }

    /// Parameters that are compared with a text, each with the text.
    package var comparedTexts: [(name: String, text: String)] {
        switch self {
        case .number, .text, .flag, .name: return []
        case .not(let inner), .negative(let inner): return inner.comparedTexts
        case .binary(_, .name(let name), .text(let text)),
            .binary(_, .text(let text), .name(let name)):
            return [(name, text)]
        case .binary(_, let a, let b): return a.comparedTexts + b.comparedTexts
        case .among(.name(let name), let list):
            return list.compactMap {
                if case .text(let text) = $0 { (name, text) } else { nil }
            }
        case .among(let inner, let list):
            return inner.comparedTexts + list.flatMap(\.comparedTexts)
        case .call(_, let arguments): return arguments.flatMap(\.comparedTexts)
        }
    }
}

/// Canonical text: one for one expression, and read back to the same.
extension Expression: CustomStringConvertible {
    package var description: String { text(within: 0) }

    private var binding: Int {
        switch self {
        case .number(let value): value < 0 || value.sign == .minus ? 7 : 9
        case .text, .flag, .name, .call: 9
        case .not: 3
        case .negative: 7
        case .binary(let sign, _, _): sign.binding
        case .among: 4
        }
    }

    private func text(within outer: Int) -> String {
        let text =
            switch self {
            case .number(let value): Value.number(value).canonicalJSON
            case .text(let text): Value.text(text).canonicalJSON
            case .flag(let value): value ? "true" : "false"
            case .name(let name): ExpressionParser.isPlainName(name) ? name : "`\(name)`"
            case .not(let inner): "not " + inner.text(within: 3)
            case .negative(let inner): "-" + inner.text(within: 7)
            case .binary(.power, let a, let b):
                "\(a.text(within: 9)) ** \(b.text(within: 7))"
            case .binary(let sign, let a, let b):
                // Comparisons are not chained in this form; the others are read from the left.
                a.text(within: sign.binding == 4 ? 5 : sign.binding) + " \(sign.rawValue) "
                    + b.text(within: sign.binding + 1)
            case .among(let inner, let list):
                inner.text(within: 5) + " in ["
                    + list.map { $0.text(within: 5) }.joined(separator: ", ") + "]"
            case .call(let function, let arguments):
                function.rawValue + "("
                    + arguments.map { $0.text(within: 5) }.joined(separator: ", ") + ")"
            }
        return binding < outer ? "(\(text))" : text
    }
}
