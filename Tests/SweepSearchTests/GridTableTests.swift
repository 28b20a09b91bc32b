import SweepCore
import SweepSearch
import SweepTestSupport
import Testing

@Suite("The table of a large grid")
struct GridTableTests {
    private static func list(_ name: String, _ values: Value...) -> SweptParameter {
        SweptParameter(name: name, distribution: .categorical(values))
    }

    /// Values whose texts are beginnings of each other, that decide over defaults, first and last keys, and lists.
    private static let axes: [SweptParameter] = [
        list(
            "learning_rate", .number(0.1), .number(0.15), .number(1e-7), .integer(1), .integer(10)),
        list("optimizer", .text("sgd"), .text("momentum"), .text("adamw")),
        list("width", .integer(8), .integer(80), .integer(300), .integer(3)),
        list("dropout", .number(0.5), .number(0), .number(0.05)),
        list("epochs", .integer(2), .integer(20), .integer(4)),
        list("schedule", .text("step"), .text("constant"), .text("exponential")),
        list("sparsity", .number(0), .number(0.5)),
        list("weight_decay", .number(0.01), .number(0.011)),
        list("warmup_steps", .integer(0), .integer(5), .integer(50)),
        list("activation", .text("relu"), .text("tanh")),
        SweptParameter(name: "depth", distribution: .integerUniform(minimum: 0, maximum: 3)),
        SweptParameter(
            name: "momentum",
            distribution: .quantizedUniform(minimum: 0.1, maximum: 0.9, quantum: 0.2)),
        list("metrics", .list([.text("gradient_norm")]), .list([])),
    ]

    private struct Grid {
        let definition: SweepDefinition
        let sampler: GridSampler
        let runs: [Int]

        func run(_ number: Int) -> (configuration: Configuration, seed: Int) {
            (
                definition.configuration(
                    for: sampler.configuration(at: number / definition.seeds)),
                definition.runSeed(at: number % definition.seeds)
            )
        }

        var table: GridTable? {
            GridTable(definition, sampler: sampler, variedNames: definition.variedNames)
        }
    }

    private static func random(_ generator: inout SeededGenerator) throws -> Grid {
        let count = Int.random(in: 1...4, using: &generator)
        var definition = SweepDefinition(
            name: "a", train: ["dataset": .text("digits"), "batch_size": .integer(9)],
            parameters: Array(axes.shuffled(using: &generator).prefix(count)),
            seeds: Int.random(in: 1...3, using: &generator))
        if Bool.random(using: &generator) {
            definition.runSeeds = Array([7, 0, 3].prefix(definition.seeds))
        }
        if Bool.random(using: &generator),
            let axis = definition.parameters.first(where: { $0.name == "width" })
        {
            definition.constraints = try SearchConstraints(
                conditions: [],
                requirements: [try ExpressionParser.parse("\(axis.name) < 100")])
        }
        let sampler = GridSampler(definition)
        let all = (sampler.count ?? 0) * definition.seeds
        // As an extension leaves it: not every run, but in order.
        let keeps = Bool.random(using: &generator)
        let runs = (0..<all).filter { _ in keeps || Int.random(in: 0..<3, using: &generator) > 0 }
        return Grid(definition: definition, sampler: sampler, runs: runs)
    }

    @Test("names, texts, seeds and places are those that configurations give: 150 random grids")
    func equality() throws {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<150 {
            let grid = try Self.random(&generator)
            let table = try #require(grid.table)
            var position = 0
            let parameters = table.forEach(grid.runs) { name, text, seed in
                let (configuration, expectedSeed) = grid.run(grid.runs[position])
                #expect(text == configuration.canonicalJSON)
                #expect(seed == expectedSeed)
                #expect(
                    name
                        == RunName.make(
                            configuration: configuration,
                            variedNames: grid.definition.variedNames, seed: seed))
                position += 1
            }
            #expect(position == grid.runs.count)
            let expected = grid.runs.reduce(into: Set<String>()) { names, number in
                names.formUnion(grid.run(number).configuration.values.keys)
            }
            #expect(parameters == expected)
            #expect(
                table.places(of: grid.runs, firstGroup: 5)
                    == RunGrouping.places(for: grid.runs.map { grid.run($0) }, firstGroup: 5),
                "\(grid.definition.parameters.map(\.name))")
        }
    }

    @Test("names are called distinct only where they are")
    func distinctNames() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<150 {
            let grid = try Self.random(&generator)
            let table = try #require(grid.table)
            guard table.namesAreDistinct else { continue }
            var names: Set<String> = []
            _ = table.forEach(grid.runs) { name, _, _ in names.insert(name) }
            #expect(names.count == grid.runs.count)
        }
        func table(_ parameters: [SweptParameter], named names: [String]? = nil) throws -> GridTable
        {
            let definition = SweepDefinition(
                name: "a", train: ["dataset": .text("digits")], parameters: parameters)
            return try #require(
                GridTable(
                    definition, sampler: GridSampler(definition),
                    variedNames: names ?? definition.variedNames))
        }
        let rates = Self.list("learning_rate", .number(0.1), .number(1e-7), .number(0.15))
        let widths = SweptParameter(
            name: "width", distribution: .integerUniform(minimum: 1, maximum: 50))
        #expect(try table([rates, widths]).namesAreDistinct)
        // Not named, so runs of different widths have one name.
        #expect(try !table([rates, widths], named: ["learning_rate"]).namesAreDistinct)
    }

    @Test("among the representatives is every shape and every combination of lane values")
    func representatives() throws {
        var generator = SeededGenerator(seed: 29)
        for _ in 0..<50 {
            let grid = try Self.random(&generator)
            func keys(_ indices: some Sequence<Int>) -> (
                shapes: Set<String>, lanes: Set<Configuration>
            ) {
                var keys: (shapes: Set<String>, lanes: Set<Configuration>) = ([], [])
                for index in indices {
                    let swept = grid.sampler.configuration(at: index)
                    keys.shapes.insert(
                        RunGrouping.shape(of: grid.definition.configuration(for: swept)))
                    keys.lanes.insert(
                        Configuration(
                            swept.filter { ParameterTable.named($0.key)?.role == .laneVariable }))
                }
                return keys
            }
            let chosen = try #require(grid.table).representatives
            let (all, some) = (keys(0..<(grid.sampler.count ?? 0)), keys(chosen))
            #expect(all == some)
            #expect(chosen.count <= all.shapes.count + all.lanes.count)
        }
    }

    @Test("programs, conditional parameters and names that are no axes are left to the slow way")
    func others() throws {
        var definition = SweepDefinition(
            name: "a", train: ["dataset": .text("digits")],
            parameters: [
                Self.list("width", .integer(1), .integer(2)), Self.list("depth", .integer(1)),
            ])
        func isServed(_ names: [String] = ["width"]) -> Bool {
            GridTable(definition, sampler: GridSampler(definition), variedNames: names) != nil
        }
        #expect(isServed())
        #expect(!isServed(["width", "epochs"]))
        definition.constraints = try SearchConstraints(
            conditions: [
                SearchConstraints.Condition(
                    name: "depth", expression: try ExpressionParser.parse("width > 1"))
            ], requirements: [])
        #expect(!isServed())
        definition.constraints = .none
        definition.train = nil
        #expect(!isServed())
    }
}
