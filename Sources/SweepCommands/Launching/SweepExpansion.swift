import SweepCore
import SweepSearch
import SweepStore

/// The runs of a definition: every configuration with every seed, in the order of their numbers.
///
/// Nothing is kept: each pass makes the configurations anew, so a large grid costs time, not memory.
struct SweepExpansion {
    /// Runs made at a time; the store cuts them further where it must.
    private static let chunk = 10_000

    private let definition: SweepDefinition
    private let sampler: GridSampler
    private let variedNames: [String]

    /// `variedNames` are the parameters that name a run, when not those that the definition varies.
    init(_ definition: SweepDefinition, variedNames: [String]? = nil) {
        self.definition = definition
        sampler = GridSampler(definition)
        self.variedNames = variedNames ?? definition.variedNames
    }

    /// The reader has bounded the product.
    var runCount: Int { min(configurationCount * definition.seeds, definition.runCap ?? Int.max) }

    private var configurationCount: Int { sampler.count ?? 0 }

    /// Each configuration once.
    var configurations: some Sequence<Configuration> {
        (0..<configurationCount).lazy.map { configuration(at: $0) }
    }

    /// A configuration's seeds are neighbours: run number `configuration · seeds + repeat + 1`.
    private func run(at index: Int) -> (configuration: Configuration, seed: Int) {
        (
            configuration(at: index / definition.seeds),
            definition.runSeed(at: index % definition.seeds)
        )
    }

    /// How many of the runs are not among earlier ones of the sweep.
    func newRunCount(besides earlier: Set<RunKey>) -> Int { newRuns(besides: earlier).count }

    /// Stores the runs that an earlier definition of the sweep did not make, chunk by chunk, except those that are
    /// there already because an earlier expansion was cut.
    func insert(into sweep: SweepID, after earlier: EarlierRuns, by writer: StoreWriter) throws {
        let new = newRuns(besides: earlier.keys)
        guard earlier.insertedCount < new.count else { return }
        let places = RunGrouping.places(
            for: new.lazy.map { run(at: $0) }, firstGroup: earlier.firstGroup)
        var start = earlier.insertedCount
        while start < new.count {
            let end = min(start + Self.chunk, new.count)
            let chunk = (start..<end).map { position in
                let (configuration, seed) = run(at: new[position])
                let names = namesActing(at: new[position] / definition.seeds)
                return NewRun(
                    name: RunName.make(
                        configuration: configuration, variedNames: names, seed: seed),
                    configuration: configuration, seed: seed, place: places[position])
            }
            try writer.insertRuns(chunk, into: sweep, firstNumber: earlier.firstNumber + start)
            start = end
        }
    }

    /// The varied parameters without those that do not act in a configuration.
    private func namesActing(at index: Int) -> [String] {
        guard !definition.constraints.conditions.isEmpty else { return variedNames }
        let values = sampler.configuration(at: index)
        let idle = definition.parameters.map(\.name).filter { values[$0] == nil }
        return variedNames.filter { !idle.contains($0) }
    }

    /// Indices of runs, by number.
    private func newRuns(besides earlier: Set<RunKey>) -> [Int] {
        guard !earlier.isEmpty else { return Array(0..<runCount) }
        return (0..<runCount).filter { index in
            let (configuration, seed) = run(at: index)
            return !earlier.contains(RunKey(configuration, seed: seed))
        }
    }

    private func configuration(at index: Int) -> Configuration {
        definition.configuration(for: sampler.configuration(at: index))
    }
}
