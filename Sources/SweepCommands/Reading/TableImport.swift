import Foundation
import SweepCore
import SweepStore
import TrainingEngine

/// Makes a sweep of finished runs from a CSV table, a row each.
///
/// Named columns become parameters, typed; other columns of numbers become metrics with one point at step 0.
/// `name`, `seed`, `state`, `reason`, `started_at` and `seconds` are what they are in our own export, whose
/// other fixed columns and extremes are skipped.
struct TableImport {
    private static let used: Set = ["name", "seed", "state", "reason", "started_at", "seconds"]
    private static let skipped: Set = ["sweep", "number", "run", "objective", "objective_step"]

    private let table: CSVTable
    private let name: String
    private let objective: Objective?
    private let now: SweepInstant
    private let parameters: [Int]
    private let metrics: [Int]
    /// Columns that are neither parameters nor numbers.
    let leftOut: [String]

    init(
        _ table: CSVTable, name: String, parameters names: [String], objective: Objective?,
        now: SweepInstant
    ) throws {
        self.table = table
        self.name = name
        self.objective = objective
        self.now = now
        let columns = table.columns
        for wanted in names + [objective?.metric].compactMap({ $0 }) where !columns.contains(wanted)
        {
            throw Failure(
                "there is no column \"\(wanted.visible)\"\(NearestName.hint(wanted, among: columns))"
            )
        }
        parameters = names.compactMap { columns.firstIndex(of: $0) }
        var metrics: [Int] = []
        var leftOut: [String] = []
        for (index, column) in columns.enumerated() {
            let isExtreme = ["_minimum", "_maximum"].contains { suffix in
                column.hasSuffix(suffix) && columns.contains(String(column.dropLast(suffix.count)))
            }
            if names.contains(column) || isExtreme { continue }
            if Self.used.contains(column) || Self.skipped.contains(column) { continue }
            let cells = (0..<table.rowCount).map { table.cell(row: $0, column: index) }
            let isNumeric = cells.allSatisfy { $0.isEmpty || Double($0) != nil }
            if isNumeric { metrics.append(index) } else { leftOut.append(column) }
        }
        self.metrics = metrics
        self.leftOut = leftOut
        if let objective, !metrics.contains(where: { columns[$0] == objective.metric }) {
            throw Failure("column \"\(objective.metric.visible)\" does not hold numbers alone")
        }
    }

    /// Hands the rows on.
    func add(to sweepImport: SweepImport) throws {
        try sweepImport.add("sweep", sweepRow(), line: 1)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            let entries = try runRow(row)
            let key = "\(entries["configuration"]?.canonicalJSON ?? "") \(try seed(of: row))"
            if let other = seen.updateValue(table.line(ofRow: row), forKey: key) {
                throw problem(
                    row,
                    "its parameters and seed are those of line \(other); name the columns that "
                        + "differ in --parameters")
            }
            try sweepImport.add("run", entries, line: table.line(ofRow: row))
        }
        for row in 0..<table.rowCount {
            for metric in metrics {
                guard let value = Double(table.cell(row: row, column: metric)) else { continue }
                try sweepImport.add(
                    "points",
                    [
                        "run": .integer(Int64(row + 1)), "metric": .text(table.columns[metric]),
                        "steps": .list([.integer(0)]), "values": .list([.number(value)]),
                        "times": .list([.integer(try duration(of: row) ?? 0)]),
                    ], line: table.line(ofRow: row))
            }
        }
    }

    // MARK: Rows

    private func sweepRow() -> [String: Value] {
        let varied = parameters.filter { column in
            Set((0..<table.rowCount).map { table.cell(row: $0, column: column) }).count > 1
        }
        let names = varied.map { table.columns[$0] }
        let others = parameters.filter { !varied.contains($0) }.map { table.columns[$0] }.sorted()
        let time = Value.integer(now.milliseconds)
        return [
            "uid": .text(UID.random().description), "name": .text(name),
            "state": .text(SweepState.completed.rawValue),
            "definition": .map(["imported": .text("csv"), "name": .text(name)]),
            "source": .text(""),
            "seed": .integer(0), "metric": objective.map { .text($0.metric) } ?? .null,
            "goal": objective.map { .text($0.goal.rawValue) } ?? .null,
            "summary": objective.map { .text($0.summary.rawValue) } ?? .null,
            "varied": .list(names.map(Value.text)),
            "parameters": .list((names + others).map(Value.text)),
            "run_count_planned": .integer(Int64(table.rowCount)), "created_at": time,
            "ended_at": time, "metrics": .list(metrics.map { .text(table.columns[$0]) }),
        ]
    }

    private func runRow(_ row: Int) throws -> [String: Value] {
        var configuration: [String: Value] = [:]
        for column in parameters {
            configuration[table.columns[column]] = Self.typed(table.cell(row: row, column: column))
        }
        let number = Int64(row + 1)
        var entries: [String: Value] = [
            "uid": .text(UID.random().description), "number": .integer(number),
            "name": .text(cell("name", row) ?? "run-\(number)"),
            "state": .text(try state(of: row)),
            "reason": cell("reason", row).map(Value.text) ?? .null,
            "configuration": .map(configuration), "seed": .integer(try seed(of: row)),
            "run_group": .integer(number - 1), "slot": .integer(0), "slots": .integer(1),
            "attempt": .integer(1), "failures": .integer(0), "interruptions": .integer(0),
            "rewind": .integer(0), "created_at": .integer(now.milliseconds),
        ]
        if let start = try start(of: row) {
            entries["started_at"] = .integer(start)
            entries["ended_at"] = .integer(start + (try duration(of: row) ?? 0))
        }
        if let objective, let value = cell(objective.metric, row).flatMap({ Double($0) }),
            value.isFinite
        {
            entries["objective"] = .number(value)
            entries["objective_step"] = .integer(0)
        }
        return entries
    }

    /// A cell as a value: a whole number, a number, a truth value, or text.
    private static func typed(_ cell: String) -> Value? {
        if cell.isEmpty { return nil }
        if let integer = Int64(cell) { return .integer(integer) }
        if let number = Double(cell), number.isFinite { return .number(number) }
        return cell == "true" || cell == "false" ? .flag(cell == "true") : .text(cell)
    }

    /// A cell of a column that may be missing; `nil` when it is empty.
    private func cell(_ name: String, _ row: Int) -> String? {
        guard let column = table.columns.firstIndex(of: name) else { return nil }
        let text = table.cell(row: row, column: column)
        return text.isEmpty ? nil : text
    }

    private func seed(of row: Int) throws -> Int64 {
        guard let text = cell("seed", row) else { return 0 }
        guard let seed = Int64(text) else { throw problem(row, "the seed is no whole number") }
        return seed
    }

    private func state(of row: Int) throws -> String {
        guard let text = cell("state", row) else { return RunState.completed.rawValue }
        guard let state = RunState(rawValue: text), state.isFinished else {
            throw problem(row, "state \"\(text.visible)\" is not one of a run that has ended")
        }
        return state.rawValue
    }

    private func start(of row: Int) throws -> Int64? {
        guard let text = cell("started_at", row) else { return nil }
        guard let date = ISO8601DateFormatter().date(from: text) else {
            throw problem(row, "started_at is not a time as 2026-11-23T18:40:12Z")
        }
        return Int64(date.timeIntervalSince1970 * 1_000)
    }

    /// In milliseconds.
    private func duration(of row: Int) throws -> Int64? {
        guard let text = cell("seconds", row) else { return nil }
        guard let seconds = Double(text), (0...1e9).contains(seconds) else {
            throw problem(row, "seconds is not a number of seconds")
        }
        return Int64((seconds * 1_000).rounded())
    }

    private func problem(_ row: Int, _ text: String) -> Failure {
        Failure("line \(table.line(ofRow: row)): \(text)")
    }
}
