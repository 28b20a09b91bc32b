/// The value of an expression for one configuration.
package enum Operand: Sendable, Equatable {
    case number(Double)
    case text(String)
    case flag(Bool)
    /// A list, a map or nothing: equal to nothing else.
    case other
    /// What depends on a parameter that does not act.
    case undefined

    package init(_ value: Value?) {
        self =
            switch value {
            case .integer(let value): .number(Double(value))
            case .number(let value): .number(value)
            case .text(let value): .text(value)
            case .flag(let value): .flag(value)
            case .null, .list, .map: .other
            case nil: .undefined
            }
    }

    fileprivate var shown: String {
        switch self {
        case .number(let value): Value.number(value).canonicalJSON
        case .text(let text): Value.text(text).canonicalJSON
        case .flag(let value): value ? "true" : "false"
        case .other: "a list or empty"
        case .undefined: "undefined"
        }
    }
}

extension Expression {
    /// Whether the condition holds; `nil` when that depends on a parameter that does not act.
    ///
    /// `and`, `or` and `not` are Kleene's: `undefined or true` is true, `undefined and true` undefined. `lookup` gives the
    /// value of a parameter, `.undefined` for one that does not act. Throws when an operator meets a value that it cannot
    /// take, or when the whole is no condition.
    package func holds(_ lookup: (String) -> Operand) throws(ExpressionError) -> Bool? {
        switch try value(lookup) {
        case .flag(let value): return value
        case .undefined: return nil
        case let other:
            throw ExpressionError("\(self) is \(other.shown); it must be a condition")
        }
    }

    package func value(_ lookup: (String) -> Operand) throws(ExpressionError) -> Operand {
        switch self {
        case .number(let value): return .number(value)
        case .text(let text): return .text(text)
        case .flag(let value): return .flag(value)
        case .name(let name): return lookup(name)
        case .not(let inner): return Self.operand(try inner.holds(lookup).map { !$0 })
        case .negative(let inner):
            return try inner.number(lookup, for: "-").map { .number(-$0) } ?? .undefined
        case .binary(.and, let a, let b):
            let first = try a.holds(lookup)
            guard first != false else { return .flag(false) }
            let second = try b.holds(lookup)
            return Self.operand(second == false ? false : first == nil ? nil : second)
        case .binary(.or, let a, let b):
            let first = try a.holds(lookup)
            guard first != true else { return .flag(true) }
            let second = try b.holds(lookup)
            return Self.operand(second == true ? true : first == nil ? nil : second)
        case .binary(let sign, let a, let b):
            return try Self.apply(sign, a, b, lookup)
        case .among(let inner, let list):
            let value = try inner.value(lookup)
            guard value != .undefined else { return .undefined }
            for element in list where try element.value(lookup) == value { return .flag(true) }
            return .flag(false)
        case .call(let function, let arguments):
            var numbers: [Double] = []
            for argument in arguments {
                guard let number = try argument.number(lookup, for: function.rawValue) else {
                    return .undefined
                }
                numbers.append(number)
            }
            return .number(try Self.call(function, numbers))
        }
    }

    private static func operand(_ flag: Bool?) -> Operand { flag.map(Operand.flag) ?? .undefined }

    private func number(
        _ lookup: (String) -> Operand, for what: String
    ) throws(ExpressionError) -> Double? {
        switch try value(lookup) {
        case .number(let value): return value
        case .undefined: return nil
        case let other:
            throw ExpressionError("\(self) is \(other.shown); \(what) takes numbers")
        }
    }

    private static func apply(
        _ sign: Operator, _ a: Expression, _ b: Expression, _ lookup: (String) -> Operand
    ) throws(ExpressionError) -> Operand {
        if sign == .equal || sign == .different {
            let (first, second) = (try a.value(lookup), try b.value(lookup))
            guard first != .undefined, second != .undefined else { return .undefined }
            return .flag((first == second) == (sign == .equal))
        }
        guard let first = try a.number(lookup, for: sign.rawValue),
            let second = try b.number(lookup, for: sign.rawValue)
        else { return .undefined }
        switch sign {
        case .less: return .flag(first < second)
        case .atMost: return .flag(first <= second)
        case .greater: return .flag(first > second)
        case .atLeast: return .flag(first >= second)
        case .plus: return .number(first + second)
        case .minus: return .number(first - second)
        case .times: return .number(first * second)
        case .divided, .modulo:
            guard second != 0 else {
                throw ExpressionError("\(b) is 0; nothing can be divided by it")
            }
            // The remainder has the divisor's sign, as in Python.
            return .number(
                sign == .divided
                    ? first / second : first - second * (first / second).rounded(.down))
        case .power: return .number(try power(first, second, of: b))
        case .or, .and, .equal, .different: return .undefined
        }
    }

    /// Whole exponents only: by repeated multiplication, so that every machine has the same bits.
    private static func power(
        _ base: Double, _ exponent: Double, of source: Expression
    ) throws(ExpressionError) -> Double {
        guard let count = Int(exactly: exponent), abs(count) <= 1_024 else {
            throw ExpressionError(
                "\(source) is \(Operand.number(exponent).shown); an exponent must be whole and at most 1,024"
            )
        }
        let product = (0..<abs(count)).reduce(1.0) { product, _ in product * base }
        guard count < 0 else { return product }
        guard base != 0 else { throw ExpressionError("0 ** \(count) divides by 0") }
        return 1 / product
    }

    private static func call(
        _ function: Function, _ numbers: [Double]
    ) throws(ExpressionError) -> Double {
        let first = numbers.first ?? 0
        switch function {
        case .abs: return Swift.abs(first)
        case .min: return numbers.min() ?? first
        case .max: return numbers.max() ?? first
        case .floor: return first.rounded(.down)
        case .ceil: return first.rounded(.up)
        case .round: return first.rounded()
        case .sqrt:
            guard first >= 0 else {
                throw ExpressionError("sqrt of \(Operand.number(first).shown) is no number")
            }
            return first.squareRoot()
        }
    }
}
