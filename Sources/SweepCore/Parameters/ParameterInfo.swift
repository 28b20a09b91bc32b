/// What the program knows of one parameter: one row of the table of parameters.
package struct ParameterInfo: Sendable {
    /// The type with its range.
    package enum Kind: Sendable {
        case integer(ClosedRange<Int64>)
        case number(Interval)
        case choice([String])
        case flag
        case text
        case textList
        /// A list of some of these, each once.
        case choices([String])
    }

    /// Whether runs that differ in the parameter can be lanes of one group (`design.md` §5).
    package enum Role: String, Sendable {
        case laneVariable = "lane-variable", groupForming = "group-forming"
    }

    package enum Default: Sendable {
        case value(Value)
        /// Depends on other parameters; the text says how, `ParameterTable.resolve` does it.
        case byRule(String)
        /// What leaving it out means. It is not filled in, so that the identity of definitions older
        /// than the parameter stays as it was.
        case implied(Value)
        /// Has no default and may be left out.
        case none
    }

    package let name: String
    /// The short form in run names.
    package let short: String
    package let kind: Kind
    package let defaultValue: Default
    package let unit: String
    package let role: Role
    package let summary: String
}

/// A range of numbers whose ends may be left out.
package struct Interval: Sendable {
    package let lower: Double
    package let upper: Double
    package let includesLower: Bool
    package let includesUpper: Bool

    package init(
        _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
    ) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    /// Whether the interval holds `value`; NaN and infinities never.
    package func contains(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        return (includesLower ? value >= lower : value > lower)
            && (includesUpper ? value <= upper : value < upper)
    }

    /// As people read it: `0 < x ≤ 1`, `x ≥ 0`.
    package var description: String {
        let low = Value.number(lower).canonicalJSON
        let high = Value.number(upper).canonicalJSON
        switch (lower.isFinite, upper.isFinite) {
        case (true, true):
            return "\(low) \(includesLower ? "≤" : "<") x \(includesUpper ? "≤" : "<") \(high)"
        case (true, false): return "x \(includesLower ? "≥" : ">") \(low)"
        case (false, true): return "x \(includesUpper ? "≤" : "<") \(high)"
        case (false, false): return "any finite number"
        }
    }
}

extension ParameterInfo {
    /// What is allowed, as people read it.
    package var allowed: String {
        switch kind {
        case .integer(let range):
            range.upperBound == .max
                ? "an integer ≥ \(range.lowerBound)"
                : "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .number(let interval): "a number, \(interval.description)"
        case .choice(let names): "one of " + names.joined(separator: ", ")
        case .flag: "true or false"
        case .text: "text"
        case .textList: "a list of texts"
        case .choices(let names): "a list of some of " + names.joined(separator: ", ")
        }
    }

    /// Returns the value in the parameter's own type (1e2 as 100 for an integer), or `nil` when it is
    /// not allowed.
    package func accepted(_ value: Value) -> Value? {
        switch kind {
        case .integer(let range):
            return value.asInteger.flatMap { range.contains($0) ? .integer($0) : nil }
        case .number(let interval):
            return value.asNumber.flatMap { interval.contains($0) ? .number($0) : nil }
        case .choice(let names):
            return value.asText.flatMap { names.contains($0) ? .text($0) : nil }
        case .flag:
            return value.asFlag.map(Value.flag)
        case .text:
            return value.asText.flatMap { $0.isEmpty ? nil : .text($0) }
        case .textList:
            guard let list = value.asList, list.allSatisfy({ $0.asText != nil }) else { return nil }
            return value
        case .choices(let names):
            guard let list = value.asList?.map(\.asText), Set(list).count == list.count,
                list.allSatisfy({ $0.map(names.contains) ?? false })
            else { return nil }
            return value
        }
    }

    /// What leaving the parameter out means, where it does not depend on others.
    package var implied: Value? {
        switch defaultValue {
        case .value(let value), .implied(let value): value
        case .byRule, .none: nil
        }
    }

    /// The default as people read it; empty when there is none.
    package var defaultDescription: String {
        switch defaultValue {
        case .value(let value), .implied(let value): value.display
        case .byRule(let text): text
        case .none: ""
        }
    }
}
