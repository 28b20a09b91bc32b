/// Which configurations of a search space exist: `when` and `where` of a sweep file.
///
/// A parameter whose condition does not hold does not act: it has no value, and configurations that would
/// differ in it alone are one. A requirement that depends on a parameter which does not act is met.
package struct SearchConstraints: Sendable, Hashable {
    /// One per conditional parameter, so ordered that each comes after those that it depends on.
    package private(set) var conditions: [Condition] = []
    package let requirements: [Expression]

    package struct Condition: Sendable, Hashable {
        package let name: String
        package let expression: Expression

        package init(name: String, expression: Expression) {
            self.name = name
            self.expression = expression
        }
    }

    package static let none = SearchConstraints()

    private init() { requirements = [] }

    /// - Throws: When conditional parameters depend on each other in a circle.
    package init(
        conditions: [Condition], requirements: [Expression]
    ) throws(ExpressionError) {
        self.requirements = requirements
        let names = Set(conditions.map(\.name))
        var waiting = conditions
        var known: Set<String> = []
        while !waiting.isEmpty {
            let ready = waiting.filter { condition in
                condition.expression.names.allSatisfy { !names.contains($0) || known.contains($0) }
            }
            guard !ready.isEmpty else {
                let circle = waiting.map(\.name).joined(separator: ", ")
                throw ExpressionError(
                    waiting.count == 1
                        ? "\(circle) depends on itself (a text of that name stands in quotes)"
                        : "\(circle) depend on each other")
            }
            self.conditions += ready
            known.formUnion(ready.map(\.name))
            waiting.removeAll { known.contains($0.name) }
        }
    }

    package var isEmpty: Bool { conditions.isEmpty && requirements.isEmpty }

    /// The parameters that do not act, or `nil` when a requirement does not hold; `lookup` gives the value of a swept
    /// parameter or of a constant.
    package func idleParameters(
        _ lookup: (String) -> Operand
    ) throws(ExpressionError) -> Set<String>? {
        var idle: Set<String> = []
        for condition in conditions {
            let holds = try condition.expression.holds {
                idle.contains($0) ? .undefined : lookup($0)
            }
            if holds != true { idle.insert(condition.name) }
        }
        for requirement in requirements {
            let holds = try requirement.holds { idle.contains($0) ? .undefined : lookup($0) }
            if holds == false { return nil }
        }
        return idle
    }

    /// What enters the sweep's identity, by the keys of the sweep file.
    package var identity: [String: Value] {
        var map: [String: Value] = [:]
        if !conditions.isEmpty {
            map["when"] = .map(
                Dictionary(
                    conditions.map { ($0.name, .text($0.expression.description)) },
                    uniquingKeysWith: { first, _ in first }))
        }
        if !requirements.isEmpty {
            map["where"] = .list(requirements.map { .text($0.description) })
        }
        return map
    }
}
