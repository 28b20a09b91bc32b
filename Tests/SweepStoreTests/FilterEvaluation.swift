import SweepCore
import SweepStore

/// What the tests know of a run, to say in plain Swift whether a filter matches it.
struct KnownRun {
    var record: RunRecord
    var metrics: [String: KnownMetric] = [:]
    var tags: [String] = []
    var isArchived = false

    struct KnownMetric {
        /// The last value, or the objective value; `nil` for NaN and for none.
        var value: Double?
        var minimum: Double?
        var maximum: Double?
    }

    func matches(_ filter: RunFilter) -> Bool {
        switch filter {
        case .all(let parts): parts.allSatisfy(matches)
        case .any(let parts): parts.contains(where: matches)
        case .not(let part): !matches(part)
        case .term(let term): matches(term.condition)
        }
    }

    private func matches(_ condition: RunFilter.Condition) -> Bool {
        switch condition {
        case .text(.words(let words)):
            return ([record.name, record.uid.description, record.note ?? ""] + tags).contains {
                Self.contains($0, words)
            }
        case .text(.expression(let expression)): return expression.matches(record.name)
        case .keyed(let key, let pattern):
            switch key {
            case .state:
                if case .words("diverged") = pattern { return record.hasDiverged }
                return Self.equal(record.shownState, pattern)
            case .reason: return Self.equal(record.reason, pattern)
            case .tag: return tags.contains { Self.equal($0, pattern) }
            case .sweep: return Self.equal("test", pattern)
            case .name: return Self.found(record.name, pattern)
            case .note: return Self.found(record.note, pattern)
            case .uid:
                if case .words(let words) = pattern {
                    return record.uid.description.hasPrefix(words.lowercased())
                }
                return Self.found(record.uid.description, pattern)
            case .seed: return Self.equal(String(record.seed), pattern)
            case .archived: return pattern == .words(isArchived ? "yes" : "no")
            }
        case .comparison(let name, let comparison, let operand):
            return matches(name, comparison, operand)
        }
    }

    private static func contains(_ text: String, _ words: String) -> Bool {
        words.isEmpty || text.lowercased().contains(words.lowercased())
    }

    private static func equal(_ text: String?, _ pattern: RunFilter.Pattern) -> Bool {
        switch pattern {
        case .words(let words): text?.lowercased() == words.lowercased()
        case .expression(let expression): text.map { expression.matches($0) } ?? false
        }
    }

    private static func found(_ text: String?, _ pattern: RunFilter.Pattern) -> Bool {
        switch pattern {
        case .words(let words): text.map { contains($0, words) } ?? false
        case .expression(let expression): text.map { expression.matches($0) } ?? false
        }
    }

    // MARK: Comparisons

    private func matches(
        _ name: RunFilter.Name, _ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand
    ) -> Bool {
        if let value = record.configuration[name.text] {
            return Self.matches(value, comparison, operand)
        }
        let value: Double? =
            switch name.text {
            case "objective": record.objective
            case "seed": Double(record.seed)
            default: metric(name.text)
            }
        let other: Double? =
            switch operand {
            case .integer(let value): Double(value)
            case .number(let value): value
            case .flag, .text: nil
            }
        guard let value, let other else { return false }
        return Self.holds(value, comparison, other)
    }

    private func metric(_ name: String) -> Double? {
        name.hasSuffix("_minimum")
            ? metrics[String(name.dropLast(8))]?.minimum : metrics[name]?.value
    }

    private static func matches(
        _ value: Value, _ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand
    ) -> Bool {
        switch (value, operand) {
        case (.null, _): return false
        case (.flag(let a), .flag(let b)): return (a == b) == (comparison == .equal)
        case (.text(let a), .text(let b)):
            return holds(Array(a.utf8), comparison, Array(b.utf8)) {
                $0.lexicographicallyPrecedes($1)
            }
        case (_, .integer(let b)):
            if let a = value.asNumber { return holds(a, comparison, Double(b)) }
        case (_, .number(let b)):
            if let a = value.asNumber { return holds(a, comparison, b) }
        default: break
        }
        return comparison == .unequal
    }

    private static func holds<T: Equatable>(
        _ a: T, _ comparison: RunFilter.Comparison, _ b: T, precedes: (T, T) -> Bool
    ) -> Bool {
        switch comparison {
        case .equal: a == b
        case .unequal: a != b
        case .less: precedes(a, b)
        case .lessOrEqual: !precedes(b, a)
        case .greater: precedes(b, a)
        case .greaterOrEqual: !precedes(a, b)
        }
    }

    private static func holds(
        _ a: Double, _ comparison: RunFilter.Comparison, _ b: Double
    ) -> Bool { holds(a, comparison, b, precedes: <) }
}
