import SweepCore

/// A column of the list of runs, beside the state, the letter and the name that always stand first.
package enum RunColumn: Hashable, Sendable {
    case number, rank, state, objective, trend, step, seed, seconds, worker, attempts, tags, note
    case name
    /// A parameter, or the last value of a metric.
    case named(String)

    private static let plain: [(RunColumn, String)] = [
        (.rank, "rank"), (.number, "number"), (.name, "name"), (.state, "state"),
        (.objective, "objective"), (.trend, "trend"), (.step, "step"), (.seed, "seed"),
        (.seconds, "seconds"), (.worker, "worker"), (.attempts, "attempts"), (.tags, "tags"),
        (.note, "note"),
    ]

    /// As the configuration file and the palette spell it; in quotes where a parameter has the name of
    /// something that every run has, as in filters.
    package var text: String {
        if case .named(let name) = self {
            let isTaken = Self.plain.contains { $0.1 == name }
            return isTaken ? "\"\(name)\"" : name
        }
        return Self.plain.first { $0.0 == self }?.1 ?? ""
    }

    package init(_ text: String) {
        if let known = Self.plain.first(where: { $0.1 == text }) {
            self = known.0
        } else if text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            self = .named(String(text.dropFirst().dropLast()))
        } else {
            self = .named(text)
        }
    }

    /// What stands above it.
    func title(_ sweep: WatchedSweep?) -> String {
        switch self {
        case .objective: sweep?.objective?.metric ?? "objective"
        case .rank: "#"
        case .number: "no"
        case .seconds: "time"
        case .attempts: "att"
        case .name: "run"
        case .named(let name): RunText.shortName(name)
        default: text
        }
    }

    /// Whether the sweep has it.
    func exists(in sweep: WatchedSweep?) -> Bool {
        guard case .named(let name) = self else { return true }
        return sweep?.parameterNames.contains(name) == true
            || sweep?.metricNames.contains(name) == true
    }

    /// Everything that can be chosen for a sweep, in the order of the menu.
    static func all(of sweep: WatchedSweep?) -> [RunColumn] {
        let objective = sweep?.objective?.metric
        return [.rank, .number, .objective, .trend, .step, .state]
            + (sweep?.parameterNames ?? []).map(RunColumn.named)
            + (sweep?.metricNames ?? []).filter { $0 != objective }.map(RunColumn.named)
            + [.seed, .seconds, .worker, .attempts, .tags, .note]
    }

    /// Whether it holds numbers, which stand at the right.
    func isNumeric(in sweep: WatchedSweep?) -> Bool {
        switch self {
        case .state, .worker, .tags, .note, .name, .trend: false
        default: true
        }
    }
}

/// What the list is sorted by.
package struct RunSort: Hashable, Sendable {
    package var column: RunColumn
    /// Against the column's own direction: the goal's for the objective, upwards for all else.
    package var isInverted: Bool

    package init(_ column: RunColumn = .objective, isInverted: Bool = false) {
        self.column = column
        self.isInverted = isInverted
    }

    /// Whether larger values stand below smaller ones.
    func isAscending(_ sweep: WatchedSweep?) -> Bool {
        let isNaturallyAscending =
            column != .objective || sweep?.objective?.goal != .maximize
        return isNaturallyAscending != isInverted
    }
}
