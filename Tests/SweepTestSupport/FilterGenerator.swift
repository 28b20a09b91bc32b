package import SweepCore

/// Makes filters at random: texts of the grammar's characters, and filters as a parser makes them.
package struct FilterGenerator {
    private var state: UInt64

    /// Names that comparisons use.
    package var names = ["lr", "width", "optimizer", "loss", "loss_minimum", "objective", "seed"]

    package init(seed: UInt64) { state = seed }

    /// A number below `bound`.
    package mutating func number(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    package mutating func element<T>(_ elements: [T]) -> T {
        elements[number(below: elements.count)]
    }

    // MARK: Texts

    private static let pieces: [String] =
        "( ) | ! = < > != <= >= : / \" \\ . * [ ] { } ^ - + 0 1 9 e a b é ' ; \0 \n".split(
            separator: " "
        ).map(String.init) + [
            " ", " ", " ", "lr", "width", "loss", "optimizer", "state:", "failed", "lost", "tag:",
            "sweep:", "name:", "uid:", "note:", "seed:", "archived:yes", "archived:no", "true",
            "0.5",
            "reason:", "objective", "seconds",
        ]

    package mutating func text() -> String {
        (0...number(below: 12)).map { _ in element(Self.pieces) }.joined()
    }

    // MARK: Filters

    package mutating func filter(depth: Int) -> RunFilter {
        switch number(below: depth > 0 ? 5 : 2) {
        case 0, 1: return .term(.init(condition(), column: 1))
        case 2: return .not(filter(depth: depth - 1))
        case let kind:
            var parts: [RunFilter] = []
            for _ in 0...(1 + number(below: 3)) {
                switch (filter(depth: depth - 1), kind) {
                case (.all(let inner), 3): parts += inner
                case (.any(let inner), 4): parts += inner
                case (let part, _): parts.append(part)
                }
            }
            return kind == 3 ? .all(parts) : .any(parts)
        }
    }

    package mutating func condition() -> RunFilter.Condition {
        switch number(below: 10) {
        case 0: return .text(pattern())
        case 1: return .keyed(.state, .words(element(RunFilter.stateWords)))
        case 2: return .keyed(element([.name, .note, .tag, .uid, .sweep, .reason]), pattern())
        case 3: return .keyed(.seed, .words(String(number(below: 3))))
        case 4: return .keyed(.archived, .words(element(["yes", "no"])))
        default:
            let text = element(names)
            // In quotes it would mean a parameter or a metric.
            let isField = RunFilter.Field(rawValue: text) != nil
            let name = RunFilter.Name(text, isQuoted: !isField && number(below: 4) == 0)
            return .comparison(name, element(RunFilter.Comparison.allCases), operand())
        }
    }

    private mutating func pattern() -> RunFilter.Pattern {
        if number(below: 3) > 0 {
            return .words(element(["run1", "a", "A b", "\"", "\\", "'", "%_", "", "é", "x;--"]))
        }
        // Constants that are well-formed; an error would be one of this file.
        guard
            let expression = try? RegularExpression(element(["1$", "^r", "[a-c]+", "a|b", "\\/"]))
        else { return .words("") }
        return .expression(expression)
    }

    package mutating func operand() -> RunFilter.Operand {
        switch number(below: 6) {
        case 0: .text(element(["adam", "sgd", "0.5", "", "'"]))
        case 1: .flag(number(below: 2) == 0)
        case 2: .integer(Int64(number(below: 5)) - 1)
        default: .number(Double(number(below: 9) - 2) / 4 + 0.125)
        }
    }
}
