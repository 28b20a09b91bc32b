import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Importance")
struct MainEffectsTests {
    /// From numpy: sums of squares of a balanced two-way analysis of variance over the 4 × 3 grid `y` with two
    /// repeats, (SS_A − 3·MS) / SS and (SS_B − 2·MS) / SS.
    @Test("on a balanced grid the shares are those of an exact analysis of variance")
    func balanced() {
        let values = [
            0.31, 0.28, 0.22, 0.15, 0.13, 0.11, 0.094, 0.087, 0.0812, 0.121, 0.095, 0.0871,
            0.33, 0.26, 0.24, 0.16, 0.12, 0.10, 0.099, 0.091, 0.0790, 0.118, 0.099, 0.0901,
        ]
        let rows = (0..<24).map { Int32($0 % 12 / 3) }
        let columns = (0..<24).map { Int32($0 % 3) }
        let effects = MainEffects(
            factors: [(rows, 4), (columns, 3)], values: values,
            weights: Array(repeating: 1, count: 24))
        #expect(abs(effects.shares[0] - 0.9065871669668388) < 1e-12)
        #expect(abs(effects.shares[1] - 0.058769442490583926) < 1e-12)
        #expect(effects.residualFreedom == 18)
    }

    /// From numpy: weighted least squares with indicator columns (`lstsq`), effects centred by their weights.
    @Test("on unbalanced, weighted runs they are those of the least-squares fit")
    func unbalanced() {
        let effects = MainEffects(
            factors: [
                ([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2], 3),
                ([0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1], 2),
                ([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 1], 3),
            ], values: [1.0, 1.2, 2.1, 1.9, 3.0, 4.1, 4.4, 0.2, 0.1, 0.4, 1.1, 1.3],
            weights: [1, 2, 1, 1, 0, 3, 1, 1, 2, 1, 1, 1])
        let reference = [0.6633286604128951, 0.09172761629884472, 0.0012481140377227234]
        for (share, expected) in zip(effects.shares, reference) {
            #expect(abs(share - expected) < 1e-9)
        }
    }

    @Test("factors that say the same are no trouble, and share what they explain")
    func confounded() {
        let levels = (0..<30).map { Int32($0 % 3) }
        let values = levels.enumerated().map { Double($1) + Double($0 % 2) / 10 }
        let effects = MainEffects(
            factors: [(levels, 3), (levels, 3)], values: values,
            weights: Array(repeating: 1, count: 30))
        #expect(effects.shares.allSatisfy { (0...1).contains($0) })
        #expect(effects.shares[0] > 0.9)
    }

    private func importance(_ fixture: SweepFixture) -> Importance {
        var columns: [ParameterColumn] = []
        for (place, name) in fixture.sweep.variedNames.enumerated() {
            columns.append(ParameterColumn(name: name, place: place, rows: fixture.runs))
        }
        let rows = fixture.runs.indices.filter { fixture.runs[$0].objective != nil }
        return Importance(
            columns: columns, rows: rows.map(Int32.init),
            objectives: rows.compactMap { fixture.runs[$0].objective })
    }

    private func noisy(_ count: Int, noise: Double) -> SweepFixture {
        var generator = SeededGenerator(seed: 4)
        var fixture = SweepFixture(varied: ["strong", "weak", "nothing"])
        for _ in 0..<count {
            let (a, b, c) = (
                Double.random(in: 0...1, using: &generator),
                Int64.random(in: 0...3, using: &generator),
                Int64.random(in: 0...3, using: &generator)
            )
            let value =
                1 + 3 * a + Double(b) / 3 + noise * Double.random(in: -1...1, using: &generator)
            fixture.add([.number(a), .integer(b), .integer(c)], value: value)
        }
        return fixture
    }

    @Test("what matters more stands first, and what does not matter has nearly nothing")
    func order() {
        let importance = importance(noisy(400, noise: 0.2))
        #expect(importance.shares.map(\.name) == ["strong", "weak", "nothing"])
        // Var(3a) = 0.75, Var(b / 3) = 0.139, noise 0.013.
        #expect(abs(importance.shares[0].share - 0.83) < 0.05)
        #expect(abs(importance.shares[1].share - 0.15) < 0.05)
        #expect(importance.shares[2].share < 0.01)
        #expect(importance.rest < 0.06)
    }

    @Test("an interval lies around its share, narrows with more runs, and is the same each time")
    func intervals() {
        let few = importance(noisy(40, noise: 0.5))
        let many = importance(noisy(1_000, noise: 0.5))
        for share in few.shares + many.shares {
            #expect(share.low <= share.share && share.share <= share.high)
            #expect(share.low >= 0 && share.high <= 1)
        }
        func width(_ importance: Importance) -> Double {
            importance.shares[0].high - importance.shares[0].low
        }
        #expect(width(many) < width(few))
        #expect(importance(noisy(40, noise: 0.5)) == few)
    }

    @Test("below twenty runs it says why there is nothing, and also where nothing can be said")
    func reasons() {
        #expect(importance(noisy(19, noise: 1)).reason == "19 of 20 finished runs that this needs")
        #expect(importance(noisy(20, noise: 1)).reason == nil)
        var equal = SweepFixture(varied: ["x"])
        for index in 0..<30 { equal.add([.integer(Int64(index % 3))], value: 1) }
        #expect(importance(equal).reason == "every run has the same objective value")
        var alone = SweepFixture(varied: ["x"])
        for index in 0..<30 { alone.add([.integer(1)], value: Double(index)) }
        #expect(importance(alone).reason == "nothing varies")
        var texts = SweepFixture(varied: ["x"])
        for index in 0..<30 { texts.add([.text("\(index)")], value: Double(index)) }
        #expect(importance(texts).reason == "too few runs for so many values")
    }

    @Test("an objective over two decades is taken by its logarithm")
    func logarithm() {
        var fixture = SweepFixture(varied: ["x"])
        for index in 0..<40 {
            fixture.add([.integer(Int64(index % 4))], value: [0.01, 0.1, 1, 10][index % 4])
        }
        let importance = importance(fixture)
        #expect(importance.isLogarithmic)
        #expect(abs(importance.shares[0].share - 1) < 1e-9)
    }

    @Test("shares are shares, whatever the runs are")
    func property() {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<150 {
            let importance = importance(SweepFixture.random(using: &generator))
            for share in importance.shares {
                #expect(share.share.isFinite && share.share >= 0)
                #expect(share.low.isFinite && share.high.isFinite)
            }
        }
    }
}
