import Foundation
package import SweepCore
package import SweepTraining

/// The memory that the groups of a launch will take, known before any of them starts.
package struct MemoryNeed {
    /// Bytes of the largest group that the definition can make.
    package private(set) var largestGroup = 0
    /// One of its configurations.
    package private(set) var largest: Configuration?

    /// Nothing has been considered yet.
    package init() {}

    /// Takes a configuration of a definition with so many runs into account.
    ///
    /// The group is taken as full as `RunGrouping` may fill it.
    package mutating func consider(
        _ configuration: Configuration, runCount: Int, keep: WeightPolicy = .none,
        on executor: TrainingExecutor
    ) {
        let lanes = RunGrouping.laneLimit(
            runCount: runCount, width: configuration["width"]?.asInteger.map { Int($0) })
        let bytes = executor.estimatedMemory(of: configuration, lanes: lanes, keep: keep)
        guard bytes > largestGroup else { return }
        largestGroup = bytes
        largest = configuration
    }

    /// The number of workers that fit beside each other, at most `wanted`; 0 when not even one does.
    package func fittingWorkers(_ wanted: Int, available: Int) -> Int {
        largestGroup == 0 ? wanted : min(wanted, available / largestGroup)
    }

    /// Bytes that this process may still take: what the system has to give, or its control group if that
    /// is less; `nil` where neither says.
    package static func availableBytes() -> Int? {
        let system = file("/proc/meminfo").flatMap { available(inMemoryInfo: $0) }
        let limit = file("/sys/fs/cgroup/memory.max").flatMap { Int($0) }
        let used = file("/sys/fs/cgroup/memory.current").flatMap { Int($0) }
        let group = limit.flatMap { limit in used.map { max(0, limit - $0) } }
        return [system, group].compactMap(\.self).min()
    }

    /// Reads `MemAvailable` of /proc/meminfo, in bytes.
    package static func available(inMemoryInfo text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    private static func file(_ path: String) -> String? {
        // `try?`: other systems have no such file, and then nothing is known.
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines)
    }
}
