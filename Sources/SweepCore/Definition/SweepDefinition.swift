/// A checked sweep file: what is searched, over which parameters, for which objective.
///
/// `SweepFile` makes it from YAML; everything after that works on this value only.
package struct SweepDefinition: Sendable {
    package enum Method: String, Sendable, CaseIterable { case grid, random, bayes, custom }

    /// The name as given, or made from the file's name.
    package var name: String
    package var description: String?
    package var method: Method
    package var objective: Objective?
    /// Constants of a training run as written (defaults not yet filled in); `nil` when a program runs.
    package var train: [String: Value]?
    /// The program of the user's and everything else that says how to start it, as written.
    package var program: [String: Value]
    /// In file order, nested parameters by their dotted names.
    package var parameters: [SweptParameter]
    /// Which combinations of their values exist.
    package var constraints: SearchConstraints
    /// The number of repeats of each configuration; run seeds are `0 ..< seeds` unless `runSeeds` lists them.
    package var seeds: Int
    /// The run seeds, where the file lists them: `seeds` different ones, and not `0 ..< seeds`.
    package var runSeeds: [Int]?
    /// The most runs (not configurations) of a grid; the first in order.
    package var runCap: Int?
    /// Key of every random stream of the sweep.
    package var seed: UInt32
    /// The number of workers that `resources` asks for.
    package var workers: Int?
    /// Which weights stay when a run has ended; no part of the identity.
    package var keep: WeightPolicy
    /// How often a run that failed by itself is tried again; no part of the identity.
    package var retry: RetryPolicy
    /// What the file says beyond this program's present reach, each a phrase for people with its line.
    package var notYetRunnable: [Unsupported]
    /// The file's text as read, kept with the sweep.
    package var source: String

    /// Something a sweep file may say that this version reads but cannot run.
    package struct Unsupported: Sendable, Hashable {
        package let what: String
        package let line: Int

        package init(what: String, line: Int) {
            self.what = what
            self.line = line
        }
    }

    package init(
        name: String, description: String? = nil, method: Method = .grid,
        objective: Objective? = nil,
        train: [String: Value]? = nil, program: [String: Value] = [:],
        parameters: [SweptParameter] = [], constraints: SearchConstraints = .none, seeds: Int = 1,
        runCap: Int? = nil, seed: UInt32 = 0,
        workers: Int? = nil, keep: WeightPolicy = .none, retry: RetryPolicy = .none,
        notYetRunnable: [Unsupported] = [],
        source: String = ""
    ) {
        self.name = name
        self.description = description
        self.method = method
        self.objective = objective
        self.train = train
        self.program = program
        self.parameters = parameters
        self.constraints = constraints
        self.seeds = seeds
        self.runCap = runCap
        self.seed = seed
        self.workers = workers
        self.keep = keep
        self.retry = retry
        self.notYetRunnable = notYetRunnable
        self.source = source
    }

    /// The run seed of repeat number `index`, counted from 0.
    package func runSeed(at index: Int) -> Int { runSeeds?[index] ?? index }

    /// The names of the parameters that differ between runs, in file order.
    package var variedNames: [String] {
        parameters.filter(\.distribution.isVaried).map(\.name)
    }

    /// What is the same in every run, defaults included; nothing for a program.
    package var constants: [String: Value] {
        guard let train else { return [:] }
        let swept = Set(parameters.map(\.name))
        return ParameterTable.resolve(train).values.filter { !swept.contains($0.key) }
    }

    /// The run's full configuration for given values of the swept parameters.
    ///
    /// For training runs the table's defaults are filled in, also for parameters that do not act; for a program the
    /// values stand alone.
    package func configuration(for swept: [String: Value]) -> Configuration {
        guard let train else { return Configuration(swept) }
        return ParameterTable.resolve(train.merging(swept) { _, swept in swept })
    }
}
