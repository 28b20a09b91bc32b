import SweepCore
import SweepTestSupport
import Testing

@Suite("Grouping of runs")
struct RunGroupingTests {
    private typealias Run = (configuration: Configuration, seed: Int)

    private static func run(rate: Double, depth: Int64, width: Int64, seed: Int = 0) -> Run {
        let values: [String: Value] = [
            "learning_rate": .number(rate), "depth": .integer(depth), "width": .integer(width),
        ]
        return (ParameterTable.resolve(values), seed)
    }

    /// 4 learning rates × 3 depths × 3 widths.
    private static var example: [Run] {
        [0.3, 0.1, 0.03, 0.01].flatMap { rate in
            [1, 2, 4].flatMap { depth in
                [32, 64, 128].map { run(rate: rate, depth: depth, width: $0) }
            }
        }
    }

    private static func random(_ count: Int, using generator: inout SeededGenerator) -> [Run] {
        (0..<count).map { index in
            run(
                rate: Double(index + 1) / 1_000, depth: .random(in: 0...2, using: &generator),
                width: [1, 64, 300, 1_024, 5_000].randomElement(using: &generator) ?? 1,
                seed: .random(in: 0...1, using: &generator))
        }
    }

    @Test("36 runs of the example become 9 groups of the 4 learning rates")
    func exampleOf36() {
        let runs = Self.example
        let places = RunGrouping.places(for: runs)
        #expect(Set(places.map(\.group)) == Set(0..<9))
        for group in 0..<9 {
            let members = zip(runs, places).filter { $0.1.group == group }
            #expect(members.map(\.1.slot).sorted() == [0, 1, 2, 3])
            #expect(members.allSatisfy { $0.1.slots == 4 })
            let rates = members.compactMap { $0.0.configuration["learning_rate"]?.asNumber }
            #expect(Set(rates) == [0.3, 0.1, 0.03, 0.01])
        }
    }

    @Test("every run has one place, lanes share shape and seed, and the bounds hold")
    func invariants() {
        var generator = SeededGenerator(seed: 3)
        for count in [0, 1, 7, 8, 16, 63, 64, 200] {
            let runs = Self.random(count, using: &generator)
            let places = RunGrouping.places(for: runs)
            let limit = min(max(count / 8, 1), RunGrouping.mostLanes)
            #expect(places.count == count)
            #expect(Set(places).count == count)
            for (_, members) in Dictionary(grouping: zip(runs, places), by: \.1.group) {
                let slots = members.count
                #expect(slots <= limit)
                #expect(members.map(\.1.slot).sorted() == Array(0..<slots))
                #expect(members.allSatisfy { $0.1.slots == slots })
                #expect(Set(members.map(\.0.seed)).count == 1)
                #expect(Set(members.map { $0.0.configuration["depth"] }).count == 1)
                let widths = Set(members.map { $0.0.configuration["width"] })
                #expect(widths.count == 1)
                let width = Int(widths.first??.asInteger ?? 0)
                #expect(slots == 1 || slots * width <= RunGrouping.mostColumns)
            }
        }
    }

    @Test("the order in which runs are given does not matter")
    func order() {
        var generator = SeededGenerator(seed: 4)
        let runs = Self.random(100, using: &generator)
        let places = RunGrouping.places(for: runs)
        let order = Array(runs.indices).shuffled(using: &generator)
        let shuffled = RunGrouping.places(for: order.map { runs[$0] })
        #expect(shuffled == order.map { places[$0] })
    }

    @Test("new groups are numbered from the first free one, without gaps")
    func firstGroup() {
        let runs = Self.example
        let places = RunGrouping.places(for: runs, firstGroup: 7)
        #expect(Set(places.map(\.group)) == Set(7..<16))
        #expect(places.map(\.slot) == RunGrouping.places(for: runs).map(\.slot))
    }

    @Test("runs of a program, which have no width, stand alone")
    func programs() {
        let runs = (0..<64).map { (configuration: Configuration(["x": .integer($0)]), seed: 0) }
        let places = RunGrouping.places(for: runs)
        #expect(Set(places.map(\.group)).count == 64)
        #expect(places.allSatisfy { $0.slot == 0 && $0.slots == 1 })
    }
}
