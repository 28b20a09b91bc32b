package import SweepCore

/// What an import made.
package struct ImportedSweep: Sendable, Equatable {
    package let uid: UID
    /// As it is now; `NAME-2` when the name was taken.
    package let name: String
    package fileprivate(set) var runCount = 0
    package fileprivate(set) var pointCount = 0
    /// Runs that were at work when they were exported; they begin anew.
    package fileprivate(set) var requeuedCount = 0
}

/// Reads a sweep into the database, row by row, in short transactions.
///
///     let sweepImport = SweepImport(into: writer)
///     for line in lines { try sweepImport.line(line) }
///     let sweep = try sweepImport.finish()
///
/// Until `finish()` the sweep is `expanding` and its definition is a marker, so no launch takes it up. An
/// import that was cut leaves it so; the next one of the same sweep removes it first. After an error call
/// `abandon()`, which leaves nothing.
package final class SweepImport {
    private let insertion: SweepInsertion
    private var imported: ImportedSweep?
    /// Numbers of runs that were at work: their points do not count any more.
    private var requeued: Set<Int64> = []
    private var weights: (run: Int64, values: [SQLValue], byteCount: Int, content: [UInt8])?

    private var lineNumber = 0
    private var checksum = Checksum()
    private var hasEnded = false

    package init(into writer: StoreWriter) { insertion = SweepInsertion(writer: writer) }

    // MARK: Lines

    /// Takes the next line of a file, without its end.
    package func line(_ bytes: [UInt8]) throws {
        lineNumber += 1
        do {
            guard !hasEnded else { throw LineProblem("there is more after the file's last line") }
            guard String(validating: bytes, as: UTF8.self) != nil,
                let entries = ValueParser.parse(bytes)?.asMap
            else { throw LineProblem("this is not a JSON object; the file is damaged or cut") }
            if entries["end"] != nil { return try end(entries) }
            checksum.add(bytes)
            checksum.add(CollectionOfOne(UInt8(ascii: "\n")))
            if lineNumber == 1 { return try Self.check(head: entries) }
            guard let row = entries["row"]?.asText else { throw LineProblem("\"row\" is missing") }
            try add(row, entries, line: lineNumber)
        } catch let problem as LineProblem {
            throw StoreError.badImport(line: lineNumber, message: problem.message)
        }
    }

    /// Looks at a file's first line alone, before anything is opened.
    ///
    /// - Throws: When it is not the beginning of an export that this program can read.
    package static func checkHead(_ bytes: [UInt8]) throws {
        do {
            try check(head: ValueParser.parse(bytes)?.asMap ?? [:])
        } catch {
            throw StoreError.badImport(line: 1, message: error.message)
        }
    }

    private static func check(head: [String: Value]) throws(LineProblem) {
        guard head["format"]?.asText == SweepExportFormat.name else {
            throw LineProblem("this is not a file of \"sweep export sweep\"")
        }
        guard let version = head["version"]?.asInteger, version > 0 else {
            throw LineProblem("the format's version is missing")
        }
        guard version <= SweepExportFormat.version else {
            throw LineProblem(
                "the format's version is \(version), this program knows "
                    + "\(SweepExportFormat.version); update sweep")
        }
    }

    private func end(_ entries: [String: Value]) throws {
        guard entries["lines"]?.asInteger == Int64(lineNumber - 1),
            entries["checksum"]?.asText == checksum.description
        else {
            throw LineProblem("the lines before are not those that were written; copy it again")
        }
        try endWeights()
        hasEnded = true
    }

    // MARK: Rows

    /// Takes a row: `sweep` first, then `environment`, `run`, `event`, `points`, `weights` and `content`.
    ///
    /// Errors name `line`.
    package func add(_ row: String, _ entries: [String: Value], line: Int) throws {
        do {
            guard imported != nil || row == "sweep" else {
                throw LineProblem("the sweep has to come first")
            }
            if row != "content" { try endWeights() }
            switch row {
            case "sweep": try begin(entries, line: line)
            case "environment":
                let values = try ExchangeTable.environment.values(of: entries)
                try insertion.add(.environment(values), line: line)
            case "run": try addRun(entries, line: line)
            case "event":
                let run = try entries["run"].flatMap { try Self.optionalNumber($0) }
                let values = try ExchangeTable.event.values(of: entries)
                try insertion.add(.event(run: run, values), line: line)
            case "points": try addPoints(entries, line: line)
            case "weights": try beginWeights(entries)
            case "content": try addContent(entries)
            default: throw LineProblem("\"\(row.visible)\" is no row that this program knows")
            }
        } catch let problem as LineProblem {
            throw StoreError.badImport(line: line, message: problem.message)
        }
    }

    private static func optionalNumber(_ value: Value) throws(LineProblem) -> Int64? {
        if case .null = value { return nil }
        return try value.integer("run", in: ExchangeTable.numbers)
    }

    private static func names(_ key: String, _ entries: [String: Value]) throws -> [String] {
        try (entries[key]?.asList ?? []).map { value in
            guard let text = value.asText else {
                throw LineProblem("\"\(key)\" is not a list of texts")
            }
            return text
        }
    }

    /// The definitions that the sweep has had, the first one first; older exports have none.
    private static func history(_ entries: [String: Value]) throws -> [[SQLValue]] {
        try (entries["definitions"]?.asList ?? []).map { definition in
            guard let columns = definition.asMap else {
                throw LineProblem("\"definitions\" is not a list of objects")
            }
            return try ExchangeTable.definition.values(of: columns)
        }
    }

    private func begin(_ entries: [String: Value], line: Int) throws {
        guard imported == nil else { throw LineProblem("this is a second sweep") }
        let values = try ExchangeTable.sweep.values(of: entries)
        let name = try insertion.begin(
            values, metrics: try Self.names("metrics", entries),
            tags: try Self.names("tags", entries), history: try Self.history(entries), line: line)
        imported = ImportedSweep(
            uid: UID(stored: entries["uid"]?.asText ?? ""), name: name)
    }

    private func addRun(_ entries: [String: Value], line: Int) throws {
        var entries = entries
        let number = try (entries["number"] ?? .null).integer("number", in: ExchangeTable.numbers)
        if entries["state"]?.asText == RunState.running.rawValue {
            // Its worker is not here, and the next attempt begins anew.
            entries["state"] = .text(RunState.queued.rawValue)
            entries["objective"] = .null
            entries["objective_step"] = .null
            requeued.insert(number)
            imported?.requeuedCount += 1
        }
        let values = try ExchangeTable.run.values(of: entries)
        try insertion.add(.run(values, tags: try Self.names("tags", entries)), line: line)
        imported?.runCount += 1
    }

    private func addPoints(_ entries: [String: Value], line: Int) throws {
        let points = try PointLine(entries)
        guard !requeued.contains(points.run) else { return }
        try insertion.add(.points(points), line: line)
        imported?.pointCount += points.steps.count
    }

    private func beginWeights(_ entries: [String: Value]) throws {
        let run = try (entries["run"] ?? .null).integer("run", in: ExchangeTable.numbers)
        let most = Int64(StoreWriter.mostWeightBytes)
        let count = try (entries["bytes"] ?? .null).integer("bytes", in: 0...most)
        let values = try ExchangeTable.weights.values(of: entries)
        let kind = entries["kind"]?.asText ?? ""
        guard WeightKind(rawValue: kind) != nil else {
            throw LineProblem("\"\(kind.visible)\" is no kind of weights")
        }
        weights = (run, values, Int(count), [])
    }

    private func addContent(_ entries: [String: Value]) throws {
        guard weights != nil, let data = entries["data"]?.asText.flatMap(Base64.decode) else {
            throw LineProblem("this is no part of a set of weights")
        }
        weights?.content += data
        guard let weights, weights.content.count <= weights.byteCount else {
            throw LineProblem("there are more weights than were announced")
        }
    }

    private func endWeights() throws {
        guard let whole = weights else { return }
        weights = nil
        guard whole.content.count == whole.byteCount else {
            throw LineProblem("a part of the weights before is missing")
        }
        guard !requeued.contains(whole.run) else { return }
        try insertion.add(
            .weights(run: whole.run, whole.values, content: whole.content), line: lineNumber)
    }

    // MARK: The end

    /// Makes the sweep what it was, once every line has been taken.
    ///
    /// - Throws: When the lines came from a file whose last one is missing.
    package func finish() throws -> ImportedSweep {
        guard lineNumber == 0 || hasEnded, let imported else {
            throw StoreError.badImport(
                line: lineNumber + 1, message: "the file's last lines are missing; copy it again")
        }
        try insertion.finish()
        return imported
    }

    /// Removes what has been stored.
    package func abandon() throws { try insertion.abandon() }
}
