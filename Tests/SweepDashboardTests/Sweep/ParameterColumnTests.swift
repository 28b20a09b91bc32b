import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Levels of a parameter")
struct ParameterColumnTests {
    private func column(_ values: [Value?]) -> ParameterColumn {
        var fixture = SweepFixture(varied: ["x"])
        for value in values { fixture.add([value]) }
        return ParameterColumn(name: "x", place: 0, rows: fixture.runs)
    }

    @Test("numbers stand by size, then flags and texts, and what a run lacks is the last level")
    func order() {
        let column = column([
            .text("b"), nil, .integer(2), .number(0.5), .flag(true), .text("a"), .number(2),
        ])
        #expect(
            column.values
                == [.number(0.5), .number(2), .flag(true), .text("a"), .text("b"), .missing])
        #expect(column.places == [4, 5, 1, 0, 2, 3, 1])
        #expect(!column.isNumeric)
    }

    @Test("positive numbers over two decades are logarithmic, others are not")
    func logarithmic() {
        #expect(column([.number(0.001), .number(0.1)]).isLogarithmic)
        #expect(!column([.number(0.01), .number(0.1)]).isLogarithmic)
        #expect(!column([.number(0), .number(100)]).isLogarithmic)
        #expect(!column([nil, nil]).isNumeric)
        // Drawn evenly from 0 to 1.
        #expect(!column((1...200).map { .number(Double($0) / 200) }).isLogarithmic)
    }

    @Test("up to twelve numbers are levels, thirteen are put into bins")
    func bins() {
        let few = column((1...12).map { .integer($0) })
        let many = column((1...13).map { .integer($0) })
        #expect(few.levels == few.values)
        #expect(!few.isBinned)
        #expect(many.isBinned)
        #expect(many.levels.first == .bin(lower: 0, upper: 2, isLast: false))
        #expect(many.levels.last == .bin(lower: 12, upper: 14, isLast: true))
    }

    @Test(
        "bins of a logarithmic parameter have round edges, and a missing value a level of its own")
    func logarithmicBins() {
        let values = (0..<20).map { Value.number(0.011 * Double(1 << $0)) } + [nil]
        let levels = column(values).levels
        #expect(levels[0] == .bin(lower: 0.01, upper: 0.03, isLast: false))
        #expect(levels.last == .missing)
        let near = column((0..<20).map { .number(0.0001 * Double(2 + 10 * $0)) }).levels
        #expect(near.prefix(2).map { $0.label(.braille) } == ["≥0", "≥2.5e-3"].map { $0 })
        let few = column((0..<16).map { .number(0.011 * Double(1 << $0) / 64) }).levels
        #expect(few.map { $0.label(.ascii) }.prefix(4) == [">=1e-4", ">=3e-4", ">=1e-3", ">=3e-3"])
    }

    @Test("every value lies in its bin, whatever the values are")
    func property() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let scale = Double.random(in: -8...8, using: &generator)
            let isSigned = Bool.random(using: &generator)
            let values = (0..<40).map { _ -> Value? in
                let size = Double.random(in: 0...3, using: &generator)
                let number = Self.power(scale + size)
                return .number(isSigned && Bool.random(using: &generator) ? -number : number)
            }
            let column = column(values)
            #expect(column.levels.count <= 2 * LevelBins.mostLevels)
            for (row, value) in values.enumerated() {
                guard let number = value?.asNumber,
                    case .bin(let lower, let upper, let isLast) = column.levels[
                        column.level(ofRow: row)]
                else {
                    Issue.record("no bin for \(String(describing: value))")
                    continue
                }
                #expect(number >= lower && (number < upper || isLast && number <= upper))
            }
            #expect(column.axisFractions.allSatisfy { (0...1).contains($0) })
        }
    }

    @Test("edges rise and cover the range, for ranges of every size")
    func edges() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let low = Double(bitPattern: generator.next())
            let high = Double(bitPattern: generator.next())
            guard low.isFinite, high.isFinite, low < high else { continue }
            let isLogarithmic = low > 0 && high / low >= LevelBins.logarithmicRatio
            let edges = LevelBins.edges(from: low, to: high, isLogarithmic: isLogarithmic)
            #expect(edges[0] <= low && edges[edges.count - 1] >= high)
            #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "\(low) \(high)")
            #expect(edges.count <= 2 * LevelBins.mostLevels)
        }
    }

    private static func power(_ exponent: Double) -> Double {
        // 10^x by halves, so that the test needs no library of its own.
        var (result, rest) = (1.0, exponent)
        while rest >= 1 { (result, rest) = (result * 10, rest - 1) }
        while rest < 0 { (result, rest) = (result / 10, rest + 1) }
        return result * (1 + 9 * rest)
    }
}
