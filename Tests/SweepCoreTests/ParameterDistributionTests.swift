import SweepCore
import Testing

@Suite("Distributions")
struct ParameterDistributionTests {
    private static func arange(_ low: Double, _ high: Double, _ q: Double) -> ParameterDistribution
    {
        .quantizedUniform(minimum: low, maximum: high, quantum: q)
    }

    private static func values(_ distribution: ParameterDistribution) -> [Value] {
        (0..<(distribution.gridCount ?? 0)).map(distribution.gridValue)
    }

    @Test(
        "the number of grid values",
        arguments: [
            (ParameterDistribution.constant(.integer(1)), 1),
            (.categorical([]), 0), (.categorical([.integer(1), .integer(2)]), 2),
            (.integerUniform(minimum: 1, maximum: 3), 3),
            (.integerUniform(minimum: 2, maximum: 2), 1),
            (.integerUniform(minimum: 3, maximum: 1), 0),
            (.integerUniform(minimum: .min, maximum: .max), Int.max),
            (.integerUniform(minimum: 0, maximum: .max), Int.max),
            (arange(0, 1, 0.1), 10), (arange(0, 1, 0.3), 4), (arange(1, 1, 1), 0),
            (arange(2, 1, 1), 0),
            (arange(0, 1e300, 1e-300), Int.max), (arange(0, 1e18, 1e-3), Int.max),
            (.continuous(name: "uniform", arguments: ["min": 0, "max": 1]), nil),
        ] as [(ParameterDistribution, Int?)])
    func counts(_ distribution: ParameterDistribution, _ count: Int?) {
        #expect(distribution.gridCount == count)
    }

    @Test("q_uniform gives the bits of numpy's arange")
    func numpyBits() {
        #expect(
            Self.values(Self.arange(0, 1, 0.1)).map(\.asNumber)
                == [
                    0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001,
                    0.7000000000000001, 0.8, 0.9,
                ])
        // numpy steps by (1 + 0.1) - 1, which is not 0.1; it also overshoots 1.3 by rounding.
        #expect(
            Self.values(Self.arange(1, 1.3, 0.1)).map(\.asNumber)
                == [1, 1.1, 1.2000000000000002, 1.3000000000000003])
    }

    @Test("grid values of the other distributions, in order")
    func gridValues() {
        #expect(
            Self.values(.integerUniform(minimum: -1, maximum: 1))
                == [.integer(-1), .integer(0), .integer(1)])
        #expect(Self.values(.categorical([.text("b"), .text("a")])) == [.text("b"), .text("a")])
        #expect(Self.values(.constant(.flag(true))) == [.flag(true)])
    }

    @Test("only what gives more than one value is varied")
    func varied() {
        #expect(!ParameterDistribution.constant(.null).isVaried)
        #expect(!ParameterDistribution.categorical([.integer(1)]).isVaried)
        #expect(ParameterDistribution.categorical([.integer(1), .integer(2)]).isVaried)
        #expect(ParameterDistribution.continuous(name: "normal", arguments: [:]).isVaried)
    }

    @Test(
        "the normal form names the distribution and all its arguments",
        arguments: [
            (ParameterDistribution.constant(.integer(1)), "constant", #"{"value":1}"#),
            (.categorical([.integer(1)]), "categorical", #"{"values":[1]}"#),
            (
                .categorical([.integer(1)], probabilities: [1]), "categorical_w_probabilities",
                #"{"probabilities":[1],"values":[1]}"#
            ),
            (
                .integerUniform(minimum: 1, maximum: 2), "int_uniform",
                #"{"distribution":"int_uniform","max":2,"min":1}"#
            ),
            (
                arange(0, 1, 0.5), "q_uniform",
                #"{"distribution":"q_uniform","max":1,"min":0,"q":0.5}"#
            ),
            (
                .continuous(name: "normal", arguments: ["mu": 0, "sigma": 1]), "normal",
                #"{"distribution":"normal","mu":0,"sigma":1}"#
            ),
        ])
    func identity(_ distribution: ParameterDistribution, _ name: String, _ json: String) {
        #expect(distribution.name == name)
        #expect(distribution.identity.canonicalJSON == json)
    }
}
