import SweepCore

/// `NAME OP VALUE` of a filter, ready for the runs of one sweep.
struct RunComparison: Sendable {
    private let source: Source
    private let comparison: RunFilter.Comparison
    private let operand: RunFilter.Operand
    /// The operand as a number, where it is one.
    private let number: Double

    private enum Source: Sendable {
        case parameter(Int)
        case field(RunFilter.Field)
        case metric(Int, FilterSubject.Summary)
    }

    /// - Throws: `FilterError` when the value cannot be compared with what the name means.
    init(
        _ subject: FilterSubject, _ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand,
        name: RunFilter.Name, column: Int, objectiveMetric: String?, metricNames: [String]
    ) throws(FilterError) {
        if case .flag = operand, comparison != .equal, comparison != .unequal {
            throw FilterError("true and false are compared with = and != only", column: column)
        }
        let number: Double? =
            switch operand {
            case .integer(let value): Double(value)
            case .number(let value): value
            case .flag, .text: nil
            }
        switch subject {
        case .parameter(let place): source = .parameter(place)
        case .field(let field): source = .field(field)
        case .metric(let place, .value) where metricNames[place] == objectiveMetric:
            source = .field(.objective)
        case .metric(let place, let summary): source = .metric(place, summary)
        }
        if case .parameter = source {
        } else if number == nil {
            throw FilterError(
                "\"\(name.text.visible)\" is compared with a number", column: column)
        }
        self.comparison = comparison
        self.operand = operand
        self.number = number ?? .nan
    }

    func holds(for rows: [WatchedRun], _ place: Int, now: SweepInstant) -> Bool {
        switch source {
        case .parameter(let index):
            let parameters = rows[place].parameters
            guard index < parameters.count, let value = parameters[index] else { return false }
            return holds(value)
        case .field(let field):
            guard let value = Self.value(of: field, rows, place, now: now) else { return false }
            return holds(value, number)
        case .metric(let index, let summary):
            let points = rows[place].latest
            guard index < points.count, let latest = points[index] else { return false }
            let value =
                switch summary {
                case .value: latest.value
                case .minimum: latest.minimum
                case .maximum: latest.maximum
                }
            return !value.isNaN && holds(value, number)
        }
    }

    private static func value(
        of field: RunFilter.Field, _ rows: [WatchedRun], _ place: Int, now: SweepInstant
    ) -> Double? {
        switch field {
        case .objective: rows[place].objective
        case .seed: Double(rows[place].seed)
        case .number: Double(rows[place].number)
        case .step: rows[place].objectiveStep.map(Double.init)
        case .seconds: rows[place].seconds(at: now)
        case .attempts: Double(rows[place].attempt)
        }
    }

    /// A value of another kind than the operand is unequal to it, and neither less nor greater.
    private func holds(_ value: Value) -> Bool {
        switch (value, operand) {
        case (.null, _): return false
        case (.flag(let a), .flag(let b)): return (a == b) == (comparison == .equal)
        case (.integer(let a), .integer(let b)): return holds(a, b)
        case (.integer, .number), (.number, .number), (.number, .integer):
            return holds(value.asNumber ?? .nan, number)
        case (.text(let a), .text(let b)): return holds(a, as: b)
        case (.list, .text(let b)), (.map, .text(let b)): return holds(value.canonicalJSON, as: b)
        default: return comparison == .unequal
        }
    }

    private func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
        switch comparison {
        case .equal: a == b
        case .unequal: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
    }

    /// Texts are compared by their characters' codes, not as Swift does.
    private func holds(_ a: String, as b: String) -> Bool {
        let isEqual = a.utf8.elementsEqual(b.utf8)
        let isLess = !isEqual && a.utf8.lexicographicallyPrecedes(b.utf8)
        return switch comparison {
        case .equal: isEqual
        case .unequal: !isEqual
        case .less: isLess
        case .lessOrEqual: isLess || isEqual
        case .greater: !isLess && !isEqual
        case .greaterOrEqual: !isLess
        }
    }
}

extension WatchedRun {
    /// From its start to its end, or until now while it runs; `nil` before, and while it waits.
    func seconds(at now: SweepInstant) -> Double? {
        guard let startedAt, let end = state == .running ? now : endedAt else { return nil }
        return Double(end.milliseconds - startedAt.milliseconds) / 1_000
    }
}
