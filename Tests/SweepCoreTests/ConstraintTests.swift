import SweepCore
import SweepTestSupport
import Testing

@Suite("Conditional parameters and constraints")
struct ConstraintTests {
    private func condition(_ name: String, _ text: String) throws -> SearchConstraints.Condition {
        SearchConstraints.Condition(
            name: name,
            expression: try ExpressionParser.parse(text).resolvingWords { $0.count == 1 })
    }

    @Test("conditions are looked at after those that they depend on; a circle is an error")
    func order() throws {
        let constraints = try SearchConstraints(
            conditions: [
                try condition("c", "b > 1"), try condition("a", "x == 1"),
                try condition("b", "a > 0"),
            ], requirements: [])
        #expect(constraints.conditions.map(\.name) == ["a", "b", "c"])
        #expect(throws: ExpressionError.self) {
            try SearchConstraints(
                conditions: [try condition("a", "b > 1"), try condition("b", "a > 1")],
                requirements: [])
        }
        #expect(throws: ExpressionError.self) {
            try SearchConstraints(conditions: [try condition("a", "a > 1")], requirements: [])
        }
    }

    @Test("what depends on an idle parameter is idle too; a requirement on one is met")
    func idle() throws {
        let constraints = try SearchConstraints(
            conditions: [try condition("a", "x == 1"), try condition("b", "a > 0")],
            requirements: [try ExpressionParser.parse("a + x < 9")])
        func idle(x: Double, a: Double) throws -> Set<String>? {
            try constraints.idleParameters { .number($0 == "x" ? x : $0 == "a" ? a : 7) }
        }
        #expect(try idle(x: 2, a: 100) == ["a", "b"])
        #expect(try idle(x: 1, a: 3) == [])
        #expect(try idle(x: 1, a: 0) == ["b"])
        #expect(try idle(x: 1, a: 8) == nil)
    }

    /// By brute force: every combination, idle values removed, duplicates removed, in order of first sight.
    private func oracle(
        _ parameters: [SweptParameter], _ constraints: SearchConstraints
    ) throws -> [Configuration] {
        var all: [[String: Value]] = [[:]]
        for parameter in parameters {
            all = all.flatMap { values in
                (0..<(parameter.distribution.gridCount ?? 0)).map { index in
                    values.merging([
                        parameter.name: parameter.distribution.gridValue(at: index)
                    ]) { _, new in new }
                }
            }
        }
        var seen: Set<Configuration> = []
        return try all.compactMap { values in
            guard let idle = try constraints.idleParameters({ Operand(values[$0]) }) else {
                return nil
            }
            let kept = Configuration(values.filter { !idle.contains($0.key) })
            return seen.insert(kept).inserted ? kept : nil
        }
    }

    @Test("a grid has every configuration that exists once, in order: 300 random spaces")
    func exactness() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let names = ["a", "b", "c", "d"].shuffled(using: &generator)
            let parameters = names.map { name in
                SweptParameter(
                    name: name,
                    distribution: .integerUniform(
                        minimum: 1, maximum: Int64.random(in: 1...4, using: &generator)))
            }
            func comparison() -> String {
                let left = names.randomElement(using: &generator) ?? "a"
                let right = names.randomElement(using: &generator) ?? "b"
                let sign = ["<=", "!=", ">"].randomElement(using: &generator) ?? "<="
                return "\(left) + 1 \(sign) \(right) * \(Int.random(in: 1...3, using: &generator))"
            }
            // Each may depend on those before it, so there is no circle.
            var conditions: [SearchConstraints.Condition] = []
            for (index, name) in names.enumerated().dropFirst()
            where Bool.random(using: &generator) {
                let earlier = names[Int.random(in: 0..<index, using: &generator)]
                conditions.append(try condition(name, "\(earlier) > 1"))
            }
            let constraints = try SearchConstraints(
                conditions: conditions.shuffled(using: &generator),
                requirements: Bool.random(using: &generator)
                    ? [try ExpressionParser.parse(comparison())] : [])
            let expected = try oracle(parameters, constraints)
            let indices = try AdmittedGrid.indices(
                of: parameters, constants: [:], constraints: constraints)
            #expect(indices.count == expected.count)
            #expect(indices == indices.sorted())
        }
    }

    @Test("the identity has them in canonical form, and nothing where there are none")
    func identity() throws {
        func identity(_ constraints: SearchConstraints) -> Value {
            SweepDefinition(name: "a", train: [:], constraints: constraints)
                .identity(datasetChecksums: [:])
        }
        #expect(identity(.none).asMap?["when"] == nil)
        #expect(identity(.none).asMap?["where"] == nil)
        let (a, b) = try (
            SearchConstraints(
                conditions: [condition("a", "x==1")],
                requirements: [ExpressionParser.parse("(a*x)<= 3")]),
            SearchConstraints(
                conditions: [condition("a", "x  == 1.0")],
                requirements: [ExpressionParser.parse("a * x <= 3.0")])
        )
        #expect(identity(a) == identity(b))
        #expect(identity(a).asMap?["when"] == .map(["a": .text("x == 1")]))
        #expect(identity(a).asMap?["where"] == .list([.text("a * x <= 3")]))
    }
}
