import SweepCore
import SweepTestSupport
import Testing

@Suite("Expressions of where and when")
struct ExpressionTests {
    private static let values: [String: Operand] = [
        "width": .number(64), "depth": .number(2), "lr": .number(0.1),
        "optimizer": .text("sgd"), "residual": .flag(true), "my-rate": .number(3),
    ]

    private func parsed(_ text: String) throws -> Expression {
        try ExpressionParser.parse(text).resolvingWords { Self.values[$0] != nil || $0 == "idle" }
    }

    private func holds(_ text: String) throws -> Bool? {
        try parsed(text).holds { Self.values[$0] ?? .undefined }
    }

    private func refusal(_ text: String) -> String {
        do {
            return "\(String(describing: try holds(text)))"
        } catch {
            return "\(error)"
        }
    }

    // Where Python has the construct, its answer is the same.
    @Test(
        "operators, precedence and functions are Python's",
        arguments: [
            ("width * depth <= 128", true), ("width * depth < 128", false),
            ("1 + 2 * 3 == 7", true), ("(1 + 2) * 3 == 9", true), ("7 - 2 - 1 == 4", true),
            ("2 ** 3 ** 2 == 512", true), ("-2 ** 2 == -4", true), ("2 ** -1 == 0.5", true),
            ("-7 % 3 == 2", true), ("7 % -3 == -2", true), ("8 / 4 / 2 == 1", true),
            ("32 <= width <= 128", true), ("1 < depth < 2", false),
            ("not width == 64", false), ("not width == 64 or depth == 2", true),
            ("depth == 1 and width == 64 or lr == 0.1", true),
            ("depth == 1 and (width == 64 or lr == 0.1)", false),
            ("width in [32, 64]", true), ("width not in (32, 64)", false),
            ("optimizer == sgd", true), ("optimizer == 'sgd'", true), ("adam != optimizer", true),
            ("optimizer in [adam, sgd]", true), ("optimizer == 3", false),
            ("residual", true), ("not residual", false), ("residual == true", true),
            ("min(width, depth, 9) == 2", true), ("max(width, -depth) == 64", true),
            ("floor(width / 3) == 21 && ceil(width / 3) == 22", true),
            ("round(2.6) == 3", true), ("sqrt(width) == 8 || false", true), ("abs(-3) == 3", true),
            ("`my-rate` == 3", true), ("lr*1e1==1", true), ("lr < .5", true), ("!residual", false),
        ])
    func evaluation(_ text: String, _ expected: Bool) throws {
        #expect(try holds(text) == expected)
        // The canonical text says the same, and is its own canonical text.
        let canonical = "\(try parsed(text))"
        #expect(try holds(canonical) == expected, "\(canonical)")
        #expect("\(try parsed(canonical))" == canonical)
    }

    @Test(
        "what depends on an idle parameter is undefined, unless the rest decides",
        arguments: [
            ("idle > 1", nil), ("not idle > 1", nil), ("idle == idle", nil),
            ("idle > 1 or width == 64", true), ("idle > 1 and width == 64", nil),
            ("idle > 1 and width == 1", false), ("width == 1 and idle > 1", false),
            ("width == 64 or idle > 1", true), ("width == 1 or idle > 1", nil),
            ("idle in [1, 2]", nil), ("-idle + 3 < max(idle, 2)", nil), ("sqrt(idle) == 1", nil),
        ] as [(String, Bool?)])
    func undefined(_ text: String, _ expected: Bool?) throws {
        #expect(try holds(text) == expected)
    }

    @Test(
        "an error says what is wrong, and where",
        arguments: [
            (
                "",
                "the end is not understood; a parameter, a number or a text belongs there (column 1)"
            ),
            ("width = 3", "\"=\" is not understood; write == to compare (column 7)"),
            (
                "width >",
                "the end is not understood; a parameter, a number or a text belongs there (column 8)"
            ),
            ("(width > 3", "the end is not understood; \")\" belongs there (column 11)"),
            (
                "width 3",
                "3 is not understood; an operator such as <=, == or \"and\" belongs there (column 7)"
            ),
            ("width in 3", "3 is not understood; a list such as [1, 2] belongs there (column 10)"),
            ("optimizer == 'sgd", "the ' is never closed (column 14)"),
            ("width > 3x", "\"3x\" is no number (column 9)"),
            ("width > 1e999", "\"1e999\" is no number (column 9)"),
            ("width ; 3", "\";\" has no meaning here (column 7)"),
            (
                "sqr(width) > 3",
                "there is no function \"sqr\"; did you mean \"sqrt\"? (there are abs, min, max, floor, ceil, round, sqrt) (column 1)"
            ),
            ("sqrt(1, 2) > 3", "sqrt takes one number (column 1)"),
            ("width * 2", "width * 2 is 128; it must be a condition"),
            ("optimizer > 3", "optimizer is \"sgd\"; > takes numbers"),
            ("width and depth", "width is 64; it must be a condition"),
            ("width / (depth - 2) > 1", "depth - 2 is 0; nothing can be divided by it"),
            ("2 ** 0.5 > 1", "0.5 is 0.5; an exponent must be whole and at most 1,024"),
            ("0 ** -1 > 1", "0 ** -1 divides by 0"), ("sqrt(-1) > 1", "sqrt of -1 is no number"),
        ])
    func errors(_ text: String, _ error: String) {
        #expect(refusal(text) == error)
    }

    @Test("deep and long texts are refused, not followed")
    func bounds() {
        #expect(refusal(String(repeating: "(", count: 1_000)).hasPrefix("nested more than 50 deep"))
        #expect(refusal(String(repeating: "-", count: 1_000)).hasPrefix("nested more than 50 deep"))
        #expect(
            refusal(String(repeating: "not ", count: 400)).hasPrefix("nested more than 50 deep"))
        #expect(
            refusal(String(repeating: "1", count: 2_001)).hasPrefix("an expression has at most"))
        #expect(refusal(String(repeating: "1+", count: 900) + "1 == 901") == "Optional(true)")
    }

    @Test("any expression is read back from its canonical text")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let expression = Self.random(depth: 4, &generator)
            let text = "\(expression)"
            #expect(try ExpressionParser.parse(text) == expression, "\(text)")
        }
    }

    private static func random(
        depth: Int, _ generator: inout SeededGenerator
    ) -> Expression {
        func inner() -> Expression { random(depth: depth - 1, &generator) }
        switch Int.random(in: 0..<(depth == 0 ? 4 : 9), using: &generator) {
        case 0: return .number(Double(Int.random(in: -3...3, using: &generator)) / 2)
        case 1: return .text(["a", "b c", "and"].randomElement(using: &generator) ?? "")
        case 2: return .name(["x", "my-rate", "a.b", "not"].randomElement(using: &generator) ?? "")
        case 3: return .flag(.random(using: &generator))
        case 4: return .not(inner())
        case 5:
            let operand = inner()
            // The parser makes a negative number of it.
            if case .number = operand { return operand }
            return .negative(operand)
        case 6: return .among(inner(), [inner(), inner()])
        case 7: return .call(.max, [inner(), inner()])
        default:
            return .binary(
                Expression.Operator.allCases.randomElement(using: &generator) ?? .plus, inner(),
                inner())
        }
    }
}
