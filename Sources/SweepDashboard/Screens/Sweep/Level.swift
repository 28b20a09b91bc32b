package import SweepCore

/// One of the values that a parameter has in a sweep, or a range of them.
package enum Level: Hashable, Sendable {
    case number(Double)
    case flag(Bool)
    case text(String)
    /// From `lower` to below `upper`; `isLast` includes it.
    case bin(lower: Double, upper: Double, isLast: Bool)
    /// The run does not have the parameter (a conditional one).
    case missing
    /// In place of a parameter where there is none to tell runs apart.
    case any

    package init(_ value: Value?) {
        switch value {
        case nil, .null: self = .missing
        case .flag(let flag): self = .flag(flag)
        case .integer(let number): self = .number(Double(number))
        case .number(let number): self = number.isFinite ? .number(number) : .text("\(number)")
        case .text(let text): self = .text(text)
        case .some(let other): self = .text(other.canonicalJSON)
        }
    }

    package var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// As a header shows it; a bin shows where it begins.
    package func label(_ glyphs: GlyphSet) -> String {
        switch self {
        case .number(let value): Figure.level(value)
        case .flag(let value): value ? "true" : "false"
        case .text(let text): text
        case .bin(let lower, _, _): (glyphs.isASCII ? ">=" : "≥") + Figure.level(lower)
        case .missing: glyphs.isASCII ? "-" : "–"
        case .any: "all"
        }
    }

    /// The same with both edges of a bin.
    package func range(_ glyphs: GlyphSet) -> String {
        guard case .bin(let lower, let upper, _) = self else { return label(glyphs) }
        return Figure.level(lower) + (glyphs.isASCII ? ".." : "–") + Figure.level(upper)
    }

    /// Numbers by size, then flags, texts by their characters' codes, and what is missing last.
    package static func precedes(_ a: Level, _ b: Level) -> Bool {
        switch (a, b) {
        case (.number(let x), .number(let y)): x < y
        case (.flag(let x), .flag(let y)): !x && y
        case (.text(let x), .text(let y)): x < y
        default: a.rank < b.rank
        }
    }

    private var rank: Int {
        switch self {
        case .number, .bin: 0
        case .flag: 1
        case .text: 2
        case .missing: 3
        case .any: 4
        }
    }

    /// The terms of a filter (`docs/filters.md`) that runs of this level match, and no others.
    package func terms(for name: RunFilter.Name) -> [RunFilter] {
        func term(_ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand) -> RunFilter {
            .term(.init(.comparison(name, comparison, operand), column: 1))
        }
        switch self {
        case .number(let value): return [term(.equal, Self.operand(value))]
        case .flag(let value): return [term(.equal, .flag(value))]
        case .text(let text): return [term(.equal, .text(text))]
        case .bin(let lower, let upper, let isLast):
            return [
                term(.greaterOrEqual, Self.operand(lower)),
                term(isLast ? .lessOrEqual : .less, Self.operand(upper)),
            ]
        // Neither equal nor unequal to something: the run does not have it.
        case .missing: return [.not(term(.equal, .flag(true))), .not(term(.unequal, .flag(true)))]
        case .any: return []
        }
    }

    package static func operand(_ value: Double) -> RunFilter.Operand {
        Int64(exactly: value).map { .integer($0) } ?? .number(value)
    }
}
