/// Which runs a person wants to see, as read from a filter's text (`docs/filters.md`).
///
/// Evaluation has two values: a term about something that a run does not have does not match, and its
/// negation does. What the parser returns is flat: no `all` stands directly in an `all`, no `any` in an
/// `any`, and both have at least two parts, but for the empty `all`, which every run matches.
package indirect enum RunFilter: Sendable, Equatable {
    case all([RunFilter])
    case any([RunFilter])
    case not(RunFilter)
    case term(Term)

    /// What every run matches.
    package static var everything: RunFilter { .all([]) }

    /// A condition, and where it stands in the filter's text. The place does not count for equality.
    package struct Term: Sendable, Equatable {
        package let condition: Condition
        /// Counted from 1.
        package let column: Int

        package init(_ condition: Condition, column: Int) {
            self.condition = condition
            self.column = column
        }

        package static func == (a: Term, b: Term) -> Bool { a.condition == b.condition }
    }

    package enum Condition: Sendable, Equatable {
        /// A bare word or expression: name, uid, tags and note, or the name alone.
        case text(Pattern)
        case keyed(Key, Pattern)
        case comparison(Name, Comparison, Operand)
    }

    /// What is looked for in a text.
    package enum Pattern: Sendable, Equatable {
        case words(String)
        case expression(RegularExpression)
    }

    /// What stands before a colon.
    package enum Key: String, Sendable, CaseIterable {
        case state, reason, tag, sweep, name, uid, note, seed, archived
    }

    /// What stands before a comparison; a quoted name is that of a parameter or a metric, never a `Field`.
    package struct Name: Sendable, Equatable {
        package let text: String
        package let isQuoted: Bool

        package init(_ text: String, isQuoted: Bool = false) {
            self.text = text
            self.isQuoted = isQuoted
        }

        /// The property of every run that the name means, if any.
        package var field: Field? { isQuoted ? nil : Field(rawValue: text) }
    }

    /// Numbers that every run may have.
    package enum Field: String, Sendable, CaseIterable {
        case objective, seed, number, step, seconds, attempts
    }

    package enum Comparison: String, Sendable, CaseIterable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// What stands after a comparison. Never NaN.
    package enum Operand: Sendable, Equatable {
        case integer(Int64)
        case number(Double)
        case flag(Bool)
        case text(String)
    }

    /// Whether a term of it is about `key`.
    package func mentions(_ key: Key) -> Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains { $0.mentions(key) }
        case .not(let part): part.mentions(key)
        case .term(let term):
            if case .keyed(key, _) = term.condition { true } else { false }
        }
    }

    /// Words that `state:` knows: what the run tables show, and `diverged`.
    package static var stateWords: [String] {
        RunState.allCases.map(\.rawValue) + ["lost", FailureReason.diverged.rawValue]
    }
}
