import SweepCore
import SweepSearch
import SweepStore

/// The runs of a definition: every configuration with every seed, in the order of their numbers.
///
/// Nothing is kept: each pass makes the configurations anew, so a large grid costs time, not memory.
struct SweepExpansion {
    /// A grid with more configurations is looked at through its table.
    private static let large = 10_000

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

    /// Configurations among which every shape and every combination of lane-variable values occurs; of a small grid
    /// all.
    var representatives: some Sequence<Configuration> {
        let table =
            configurationCount > Self.large
            ? GridTable(definition, sampler: sampler, variedNames: variedNames) : nil
        return (table?.representatives ?? Array(0..<configurationCount)).lazy.map {
            configuration(at: $0)
        }
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
        let table = GridTable(definition, sampler: sampler, variedNames: variedNames)
        let places =
            table?.places(of: new, firstGroup: earlier.firstGroup)
            ?? RunGrouping.places(
                for: new.lazy.map { run(at: $0) }, firstGroup: earlier.firstGroup)
        let uids = UID.sorted(new.count)
        let inserter = RunInserter(
            writer, sweep: sweep, firstNumber: earlier.firstNumber + earlier.insertedCount,
            // Earlier definitions have made names of their own.
            namesAreDistinct: earlier.firstNumber == 1 && table?.namesAreDistinct == true)
        var start = earlier.insertedCount
        while start < new.count {
            let end = min(start + inserter.chunkSize, new.count)
            let chunk =
                table.map { self.runs(new[start..<end], places: places[start..<end], uids, of: $0) }
                ?? self.runs(new[start..<end], places: places[start..<end])
            try inserter.insert(chunk)
            start = end
        }
        try inserter.finish()
    }

    private func runs(
        _ numbers: ArraySlice<Int>, places: ArraySlice<RunGrouping.Place>, _ uids: [UID],
        of table: GridTable
    ) -> [NewRun] {
        var runs: [NewRun] = []
        runs.reserveCapacity(numbers.count)
        var position = places.startIndex
        let parameters = table.forEach(numbers) { name, configuration, seed in
            runs.append(
                NewRun(
                    uid: uids[position], name: name, canonicalConfiguration: configuration,
                    parameters: [],
                    seed: seed, place: places[position]))
            position += 1
        }
        // One run of the chunk names the parameters of all.
        guard let last = runs.popLast() else { return [] }
        return runs + [
            NewRun(
                uid: last.uid, name: last.name, canonicalConfiguration: last.configuration,
                parameters: parameters, seed: last.seed, place: last.place)
        ]
    }

    private func runs(
        _ numbers: ArraySlice<Int>, places: ArraySlice<RunGrouping.Place>
    ) -> [NewRun] {
        zip(numbers, places).map { number, place in
            let (configuration, seed) = run(at: number)
            let names = namesActing(at: number / definition.seeds)
            return NewRun(
                name: RunName.make(
                    configuration: configuration, variedNames: names, seed: seed),
                configuration: configuration, seed: seed, place: place)
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
        if let table = GridTable(definition, sampler: sampler, variedNames: variedNames) {
            var new: [Int] = []
            var index = 0
            _ = table.forEach(0..<runCount) { _, configuration, seed in
                let key = RunKey(canonicalConfiguration: configuration, seed: seed)
                if !earlier.contains(key) { new.append(index) }
                index += 1
            }
            return new
        }
        return (0..<runCount).filter { index in
            let (configuration, seed) = run(at: index)
            return !earlier.contains(RunKey(configuration, seed: seed))
        }
    }

    private func configuration(at index: Int) -> Configuration {
        definition.configuration(for: sampler.configuration(at: index))
    }
}
