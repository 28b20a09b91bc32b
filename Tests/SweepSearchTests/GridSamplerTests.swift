import SweepCore
import SweepSearch
import Testing

@Suite("Grid sampler")
struct GridSamplerTests {
    private static func list(_ name: String, _ values: Int64...) -> SweptParameter {
        SweptParameter(name: name, distribution: .categorical(values.map(Value.integer)))
    }

    private static func all(_ sampler: GridSampler) -> [Configuration] {
        var sampler = sampler
        var configurations: [Configuration] = []
        while let values = sampler.propose() { configurations.append(Configuration(values)) }
        return configurations
    }

    @Test("the last parameter varies fastest")
    func order() {
        let sampler = GridSampler(parameters: [Self.list("b", 1, 2), Self.list("a", 5, 3)])
        #expect(
            Self.all(sampler).map(\.canonicalJSON)
                == [
                    #"{"a":5,"b":1}"#, #"{"a":3,"b":1}"#, #"{"a":5,"b":2}"#, #"{"a":3,"b":2}"#,
                ])
    }

    @Test("every configuration is proposed once, for many shapes of grids")
    func exactness() {
        for lengths in [[1], [3], [2, 3], [4, 1, 5], [2, 2, 2, 2], [7, 3, 2]] {
            let parameters = lengths.enumerated().map { index, length in
                SweptParameter(
                    name: "p\(index)",
                    distribution: .integerUniform(minimum: 10, maximum: 9 + Int64(length)))
            }
            let sampler = GridSampler(parameters: parameters)
            let configurations = Self.all(sampler)
            #expect(sampler.count == lengths.reduce(1, *))
            #expect(configurations.count == sampler.count)
            #expect(Set(configurations).count == configurations.count)
            #expect(configurations.allSatisfy { $0.values.count == lengths.count })
        }
    }

    @Test("idle parameters are left out, and what where forbids is not proposed")
    func constraints() throws {
        let sampler = GridSampler(
            parameters: [Self.list("a", 1, 2), Self.list("b", 1, 2, 3)],
            constraints: try SearchConstraints(
                conditions: [
                    SearchConstraints.Condition(
                        name: "b", expression: try ExpressionParser.parse("a == 2"))
                ], requirements: [try ExpressionParser.parse("b * c < 30")]),
            constants: ["c": .integer(10)])
        #expect(
            Self.all(sampler).map(\.canonicalJSON)
                == [#"{"a":1}"#, #"{"a":2,"b":1}"#, #"{"a":2,"b":2}"#])
        #expect(sampler.count == 3)
    }

    @Test("all four distributions of a grid give their values in order")
    func distributions() {
        let sampler = GridSampler(parameters: [
            SweptParameter(name: "c", distribution: .constant(.text("x"))),
            SweptParameter(name: "i", distribution: .integerUniform(minimum: -1, maximum: 0)),
            SweptParameter(
                name: "q", distribution: .quantizedUniform(minimum: 0, maximum: 1, quantum: 0.5)),
        ])
        #expect(
            Self.all(sampler).map(\.canonicalJSON)
                == [
                    #"{"c":"x","i":-1,"q":0}"#, #"{"c":"x","i":-1,"q":0.5}"#,
                    #"{"c":"x","i":0,"q":0}"#, #"{"c":"x","i":0,"q":0.5}"#,
                ])
    }

    @Test("with seeds, run_cap counts runs: the configurations that they need remain")
    func cappedSeeds() {
        let parameters = [
            SweptParameter(
                name: "a", distribution: .integerUniform(minimum: 1, maximum: 9))
        ]
        func count(seeds: Int, cap: Int) -> Int? {
            GridSampler(
                SweepDefinition(name: "x", parameters: parameters, seeds: seeds, runCap: cap)
            )
            .count
        }
        #expect(count(seeds: 2, cap: 4) == 2)
        #expect(count(seeds: 2, cap: 5) == 3)
        #expect(count(seeds: 3, cap: 100) == 9)
    }

    @Test("run_cap takes the first configurations", arguments: [1, 3, 6, 100])
    func cap(_ cap: Int) {
        let parameters = [Self.list("a", 1, 2, 3), Self.list("b", 1, 2)]
        let whole = Self.all(GridSampler(parameters: parameters))
        let definition = SweepDefinition(name: "x", parameters: parameters, runCap: cap)
        #expect(Self.all(GridSampler(definition)) == Array(whole.prefix(cap)))
        #expect(GridSampler(definition).count == min(6, cap))
    }

    @Test("a configuration asked for by number is the proposed one")
    func randomAccess() {
        let sampler = GridSampler(parameters: [
            Self.list("a", 1, 2, 3), Self.list("b", 1, 2), Self.list("c", 4, 5, 6, 7),
        ])
        for (index, configuration) in Self.all(sampler).enumerated() {
            #expect(Configuration(sampler.configuration(at: index)) == configuration)
        }
    }

    @Test("a grid without parameters is one configuration without values")
    func noParameters() {
        #expect(Self.all(GridSampler(parameters: [])) == [Configuration()])
    }

    @Test("a grid with an empty parameter has no configuration, however large the others are")
    func emptyParameter() {
        let huge = SweptParameter(
            name: "h", distribution: .integerUniform(minimum: 0, maximum: .max))
        let sampler = GridSampler(parameters: [huge, huge, Self.list("e")])
        #expect(sampler.count == 0)
        #expect(Self.all(sampler) == [])
    }

    @Test("a grid of 10^12 configurations answers by number at once")
    func hugeGrid() {
        let axis = ParameterDistribution.integerUniform(minimum: 0, maximum: 999)
        let sampler = GridSampler(
            parameters: ["a", "b", "c", "d"].map { SweptParameter(name: $0, distribution: axis) })
        #expect(sampler.count == 1_000_000_000_000)
        #expect(
            Configuration(sampler.configuration(at: 123_456_789_012)).canonicalJSON
                == #"{"a":123,"b":456,"c":789,"d":12}"#)
        #expect(
            Configuration(sampler.configuration(at: 999_999_999_999)).canonicalJSON
                == #"{"a":999,"b":999,"c":999,"d":999}"#)
    }

    @Test("the count saturates and the first configurations of an overflowing grid are right")
    func saturation() {
        let axis = ParameterDistribution.integerUniform(minimum: 0, maximum: .max - 1)
        let parameters = ["a", "b"].map { SweptParameter(name: $0, distribution: axis) }
        #expect(GridSampler(parameters: parameters).count == Int.max)
        let capped = GridSampler(parameters: parameters, runCap: 2)
        #expect(Self.all(capped).map(\.canonicalJSON) == [#"{"a":0,"b":0}"#, #"{"a":0,"b":1}"#])
    }

    @Test("a copy asked from the start gives the same answers")
    func determinism() {
        let fresh = GridSampler(parameters: [Self.list("a", 1, 2), Self.list("b", 3, 4)])
        var used = fresh
        _ = used.propose()
        #expect(Self.all(used) == Array(Self.all(fresh).dropFirst()))
    }
}
