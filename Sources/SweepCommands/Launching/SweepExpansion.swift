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

    init(_ definition: SweepDefinition) {
        self.definition = definition
        sampler = GridSampler(definition)
        variedNames = definition.variedNames
    }

    /// The reader has bounded the product.
    var runCount: Int { min(configurationCount * definition.seeds, definition.runCap ?? Int.max) }

    private var configurationCount: Int { sampler.count ?? 0 }

    /// Each configuration once.
    var configurations: some Sequence<Configuration> {
        (0..<configurationCount).lazy.map { configuration(at: $0) }
    }

    /// A configuration's seeds are neighbours: run number `configuration · seeds + seed + 1`.
    private var runs: some Sequence<(configuration: Configuration, seed: Int)> {
        (0..<runCount).lazy.map { index in
            (
                configuration: configuration(at: index / definition.seeds),
                seed: index % definition.seeds
            )
        }
    }

    /// Stores the runs that are not stored yet, chunk by chunk; `inserted` are there already when an earlier
    /// expansion was cut.
    func insert(into sweep: SweepID, from inserted: Int, by writer: StoreWriter) throws {
        guard inserted < runCount else { return }
        let places = RunGrouping.places(for: runs)
        var start = inserted
        while start < runCount {
            let end = min(start + Self.chunk, runCount)
            let chunk = (start..<end).map { index in
                let seed = index % definition.seeds
                let configuration = configuration(at: index / definition.seeds)
                return NewRun(
                    name: RunName.make(
                        configuration: configuration, variedNames: variedNames, seed: seed),
                    configuration: configuration, seed: seed, place: places[index])
            }
            try writer.insertRuns(chunk, into: sweep, firstNumber: start + 1)
            start = end
        }
    }

    private func configuration(at index: Int) -> Configuration {
        definition.configuration(for: sampler.configuration(at: index))
    }
}
