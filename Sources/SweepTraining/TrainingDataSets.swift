package import SweepCore
import Synchronization
package import TrainingEngine

/// The data sets of one launch: read once, before any run starts, and shared by all workers.
package final class TrainingDataSets: Sendable {
    private let directory: String?
    private let loaded = Mutex<[DataSetRequest: DataSet]>([:])

    /// The parameters that decide which data a run sees.
    private static let parameters = [
        "dataset", "target", "soft_targets", "task", "ignore", "validation", "training_rows",
    ]

    /// - Parameter directory: The folder that `--data` or `SWEEP_DATA` names.
    package init(directory: String? = nil) { self.directory = directory }

    /// Reads every data set that the sweep's runs use.
    ///
    /// - Returns: The checksum of each by its name, for the sweep's identity.
    /// - Throws: A `TrainingEngineError` for data that are missing or damaged.
    package func load(for definition: SweepDefinition) throws -> [String: String] {
        var checksums: [String: String] = [:]
        for configuration in Self.combinations(of: definition) {
            let dataSet = try self.dataSet(for: configuration)
            checksums[dataSet.name] = dataSet.checksum
        }
        return checksums
    }

    /// Returns a configuration's data set, reading it when it is new.
    package func dataSet(for configuration: Configuration) throws -> DataSet {
        let request = DataSetRequest(configuration, directory: directory)
        if let known = loaded.withLock({ $0[request] }) { return known }
        let dataSet = try DataSetCatalog(directory: directory).load(request)
        loaded.withLock { $0[request] = dataSet }
        return dataSet
    }

    /// Every combination of the parameters above, the others at their first value.
    private static func combinations(of definition: SweepDefinition) -> [Configuration] {
        var combinations: [[String: Value]] = [[:]]
        for parameter in definition.parameters {
            let isDecisive = parameters.contains(parameter.name)
            let count = parameter.distribution.gridCount ?? 0
            let values = (0..<(isDecisive ? count : min(1, count))).map {
                parameter.distribution.gridValue(at: $0)
            }
            combinations = combinations.flatMap { combination in
                values.map { combination.merging([parameter.name: $0]) { _, new in new } }
            }
        }
        return combinations.map { definition.configuration(for: $0) }
    }
}
