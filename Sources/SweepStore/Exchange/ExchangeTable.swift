import SweepCore

/// A table of the database as its rows stand in a `sweep-export` file: keys are the columns' names.
///
/// Left out is what holds within one database only: ids, `rev`, workers and leases.
struct ExchangeTable: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable {
            case text
            case uid
            case real
            case integer(ClosedRange<Int64>)
            /// JSON that is stored as text: an object, a list of names.
            case map, names
        }

        let name: String
        let kind: Kind
        let isOptional: Bool

        init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
            self.name = name
            self.kind = kind
            self.isOptional = isOptional
        }
    }

    let name: String
    let columns: [Column]

    /// `RUN.a, RUN.b`, for a SELECT.
    var selection: String { columns.map { "\(name).\($0.name)" }.joined(separator: ", ") }

    /// The place of a column.
    ///
    /// - Precondition: There is one of this name.
    func index(_ column: String) -> Int {
        guard let index = columns.firstIndex(where: { $0.name == column }) else {
            preconditionFailure("\(name) has no column \(column)")
        }
        return index
    }

    // Wide enough for everything that is meant, narrow enough that no sum of two overflows.
    static let times: ClosedRange<Int64> = 0...253_402_300_799_999
    static let steps: ClosedRange<Int64> = -(1 << 53)...(1 << 53)
    static let counts: ClosedRange<Int64> = 0...1_000_000_000
    static let numbers: ClosedRange<Int64> = 1...1_000_000_000

    static let sweep = ExchangeTable(
        name: "sweep",
        columns: [
            Column("uid", .uid), Column("name", .text), Column("state", .text),
            Column("definition", .map), Column("source", .text),
            Column("seed", .integer(0...Int64(UInt32.max))),
            Column("metric", .text, isOptional: true), Column("goal", .text, isOptional: true),
            Column("summary", .text, isOptional: true), Column("varied", .names),
            Column("parameters", .names),
            Column("run_count_planned", .integer(counts), isOptional: true),
            Column("description", .text, isOptional: true),
            Column("note", .text, isOptional: true), Column("created_at", .integer(times)),
            Column("ended_at", .integer(times), isOptional: true),
            Column("archived_at", .integer(times), isOptional: true),
        ])

    /// One definition of the sweep's history.
    static let definition = ExchangeTable(
        name: "sweep_definition",
        columns: [
            Column("definition", .map), Column("source", .text),
            Column("first_run", .integer(numbers)), Column("created_at", .integer(times)),
        ])

    static let run = ExchangeTable(
        name: "run",
        columns: [
            Column("uid", .uid), Column("number", .integer(numbers)), Column("name", .text),
            Column("state", .text), Column("reason", .text, isOptional: true),
            Column("message", .text, isOptional: true), Column("configuration", .map),
            Column("seed", .integer(counts)), Column("run_group", .integer(counts)),
            Column("slot", .integer(0...1_023)), Column("slots", .integer(1...1_024)),
            Column("attempt", .integer(counts)), Column("failures", .integer(counts)),
            Column("interruptions", .integer(counts)), Column("rewind", .integer(counts)),
            Column("created_at", .integer(times)),
            Column("started_at", .integer(times), isOptional: true),
            Column("ended_at", .integer(times), isOptional: true),
            Column("objective", .real, isOptional: true),
            Column("objective_step", .integer(steps), isOptional: true),
            Column("note", .text, isOptional: true),
            Column("archived_at", .integer(times), isOptional: true),
        ])

    static let environment = ExchangeTable(
        name: "environment",
        columns: [
            Column("created_at", .integer(times)), Column("host", .text),
            Column("operating_system", .text), Column("cpu", .text),
            Column("cores", .integer(counts)), Column("blas", .text, isOptional: true),
            Column("blas_core", .text, isOptional: true), Column("program_version", .text),
            Column("git_commit", .text, isOptional: true),
            Column("git_dirty", .integer(0...1), isOptional: true),
            Column("git_diff", .text, isOptional: true), Column("command", .text),
            Column("working_directory", .text), Column("dataset", .text, isOptional: true),
            Column("dataset_checksum", .text, isOptional: true),
        ])

    static let event = ExchangeTable(
        name: "event",
        columns: [
            Column("time", .integer(times)),
            Column("attempt", .integer(counts), isOptional: true), Column("kind", .text),
            Column("message", .text, isOptional: true),
        ])

    static let weights = ExchangeTable(
        name: "checkpoint",
        columns: [
            Column("attempt", .integer(counts)), Column("step", .integer(steps)),
            Column("epoch", .integer(counts)), Column("kind", .text),
            Column("created_at", .integer(times)),
        ])
}
