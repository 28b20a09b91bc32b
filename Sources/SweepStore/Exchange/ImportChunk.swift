import SweepCore

/// The sweep that is being imported.
struct ImportTarget: Sendable {
    let sweep: SweepID
    let marker: String
    let metrics: [String: Int64]

    /// Inserts the sweep's row, its metrics and tags; what it is called may differ from what it was.
    static func create(
        _ values: [SQLValue], metrics: [String], tags: [String], line: Int,
        connection: StoreConnection
    ) throws -> (target: ImportTarget, name: String) {
        let table = ExchangeTable.sweep
        let marker = UnfinishedImport.newMarker()
        var values = values
        guard case .text(let wanted) = values[table.index("name")] else {
            throw StoreError.badImport(line: line, message: "\"name\" is missing")
        }
        let name = try SweepRow.uniqueName(wanted, connection: connection)
        values[table.index("name")] = .text(name)
        values[table.index("state")] = .text(SweepState.expanding.rawValue)
        values[table.index("definition")] = .text(marker)
        return try ImportChunk.naming(line) {
            try ImportChunk.insert(values, into: table, connection: connection)
            let sweep = SweepID(connection.lastInsertedID)
            var keys: [String: Int64] = [:]
            for (index, metric) in metrics.enumerated() {
                try connection.run(
                    "INSERT INTO metric (name) VALUES (?) ON CONFLICT DO NOTHING", metric)
                let key = try connection.integer("SELECT id FROM metric WHERE name = ?", metric)
                try connection.run(
                    "INSERT INTO sweep_metric (sweep, metric, position) VALUES (?, ?, ?)", sweep,
                    key, index + 1)
                keys[metric] = key
            }
            for tag in tags {
                try connection.run("INSERT INTO tag (name, sweep) VALUES (?, ?)", tag, sweep)
            }
            return (ImportTarget(sweep: sweep, marker: marker, metrics: keys), name)
        }
    }

    /// - Throws: When another import of the same sweep has begun since.
    func checkCurrent(on connection: StoreConnection) throws {
        let isOurs = try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM sweep WHERE id = ? AND definition = ?)", sweep, marker)
        guard isOurs != 0 else {
            throw StoreError.other(
                path: connection.path,
                message: "another import of this sweep has begun, or it was deleted")
        }
    }
}

/// A series whose points are being imported, and what its summary is so far.
struct ImportSeries: Sendable {
    let run: Int64
    let metric: Int64
    var summary = SeriesSummary()

    func store(on connection: StoreConnection) throws {
        guard summary.count > 0 else { return }
        let insert = try connection.prepared(
            """
            INSERT INTO summary (run, metric, \(SeriesSummary.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, run)
        insert.bind(2, metric)
        summary.bind(to: insert, from: 3)
        defer { insert.reset() }
        try insert.run()
    }
}

/// Inserts one transaction's rows of an import.
enum ImportChunk {
    /// Returns the series that the next chunk may go on with.
    static func insert(
        _ items: [ImportItem], of target: ImportTarget, series: ImportSeries?,
        on connection: StoreConnection
    ) throws -> ImportSeries? {
        // One step of the counter for the chunk, as when a grid is expanded.
        try connection.run("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
        let rev = try connection.integer("SELECT value FROM meta WHERE key = 'rev'")
        var series = series
        for item in items {
            try naming(item.line) {
                switch item.row {
                case .environment(let values):
                    try insert(
                        values + [target.sweep.sqlValue], into: .environment, with: ["sweep"],
                        connection: connection)
                case .run(let values, let tags):
                    try insert(run: values, tags: tags, of: target, rev: rev, on: connection)
                case .event(let number, let values):
                    let run = try number.map { try self.run($0, of: target, on: connection) }
                    try insert(
                        values + [target.sweep.sqlValue, run.sqlValue], into: .event,
                        with: ["sweep", "run"], connection: connection)
                case .points(let points):
                    try insert(points, of: target, series: &series, on: connection)
                case .weights(let number, let values, let content):
                    let run = try run(number, of: target, on: connection)
                    try insert(
                        values + [run.sqlValue, .blob(content)], into: .weights,
                        with: ["run", "content"], connection: connection)
                }
            }
        }
        return series
    }

    private static func insert(
        run values: [SQLValue], tags: [String], of target: ImportTarget, rev: Int64,
        on connection: StoreConnection
    ) throws {
        let table = ExchangeTable.run
        guard case .text(let configuration) = values[table.index("configuration")],
            case .integer(let slot) = values[table.index("slot")],
            case .integer(let slots) = values[table.index("slots")], slot < slots
        else { throw LineProblem("\"slot\" is not one of \"slots\"") }
        let hash = Checksum.of(configuration)
        try insert(
            values + [target.sweep.sqlValue, .integer(hash), .integer(rev)], into: table,
            with: ["sweep", "configuration_hash", "rev"], connection: connection)
        let run = connection.lastInsertedID
        for tag in tags {
            try connection.run("INSERT INTO tag (name, run) VALUES (?, ?)", tag, run)
        }
    }

    private static func insert(
        _ points: PointLine, of target: ImportTarget, series: inout ImportSeries?,
        on connection: StoreConnection
    ) throws {
        guard let metric = target.metrics[points.metric] else {
            throw LineProblem("metric \"\(points.metric.visible)\" is not one of the sweep's")
        }
        let run = try run(points.run, of: target, on: connection)
        if series?.run != run || series?.metric != metric {
            try series?.store(on: connection)
            series = ImportSeries(run: run, metric: metric)
        }
        guard var current = series else { return }
        let insert = try connection.prepared(
            "INSERT INTO point (run, metric, step, value, time) VALUES (?, ?, ?, ?, ?)")
        insert.bind(1, run)
        insert.bind(2, metric)
        defer { insert.reset() }
        for index in points.steps.indices {
            let step = points.steps[index]
            guard current.summary.count == 0 || step > current.summary.lastStep else {
                throw LineProblem("step \(step) does not come after \(current.summary.lastStep)")
            }
            insert.bind(3, step)
            insert.bind(4, points.values[index])
            insert.bind(5, points.times[index])
            try insert.run()
            current.summary.add(step: step, value: points.values[index])
        }
        series = current
    }

    private static func run(
        _ number: Int64, of target: ImportTarget, on connection: StoreConnection
    ) throws -> Int64 {
        let run = try connection.first(
            "SELECT id FROM run WHERE sweep = ? AND number = ?", target.sweep, number
        ) { $0.integer(0) }
        guard let run else { throw LineProblem("there is no run \(number) before it") }
        return run
    }

    // MARK: Rows

    /// Inserts the table's columns and, after them, those of `more`.
    static func insert(
        _ values: [SQLValue], into table: ExchangeTable, with more: [String] = [],
        connection: StoreConnection
    ) throws {
        let columns = table.columns.map(\.name) + more
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
        // A statement holds its copy of a blob until the next use, so that one is not kept.
        let insert =
            try more.contains("content")
            ? RawStatement(sql, on: connection) : connection.prepared(sql)
        insert.bind(values)
        defer { insert.reset() }
        try insert.run()
    }

    /// Runs `body`; what is wrong with a row, in our eyes or SQLite's, names its line.
    static func naming<T>(_ line: Int, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let problem as LineProblem {
            throw StoreError.badImport(line: line, message: problem.message)
        } catch StoreError.other(_, let message) {
            throw StoreError.badImport(
                line: line, message: "this does not go with the rest (\(message))")
        }
    }
}
