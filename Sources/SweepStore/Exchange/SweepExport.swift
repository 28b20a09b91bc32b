import Foundation
package import SweepCore

/// The format of `sweep export sweep`; docs/export.md describes it.
package enum SweepExportFormat {
    package static let name = "sweep-export"
    package static let version = 1
    /// Points of one line.
    static let pointsPerLine = 1_000
    /// Bytes of weights of one line, before base64: a multiple of 3, so that only the last has padding.
    static let contentPerLine = 768 << 10
}

extension StoreReader {
    /// Writes a sweep with all that belongs to it, line by line, as of one moment.
    ///
    /// Every call of `write` is one line with its end. Memory does not grow with the sweep, but for the
    /// largest set of weights.
    package func exportSweep(
        _ sweep: SweepID, programVersion: String, withWeights: Bool,
        write: ([UInt8]) throws -> Void
    ) throws {
        try read { connection in
            try withoutActuallyEscaping(write) { write in
                let export = SweepExport(sweep: sweep, connection: connection, write: write)
                try export.head(programVersion: programVersion)
                try export.sweepLine()
                try export.environments()
                try export.runs()
                try export.events()
                try export.points()
                if withWeights { try export.weights() }
                try export.end()
            }
        }
    }
}

/// One export on its way.
private final class SweepExport {
    private let sweep: SweepID
    private let connection: StoreConnection
    private let write: ([UInt8]) throws -> Void
    private var line: [UInt8] = []
    private var lineCount = 0
    private var checksum = Checksum()

    init(sweep: SweepID, connection: StoreConnection, write: @escaping ([UInt8]) throws -> Void) {
        self.sweep = sweep
        self.connection = connection
        self.write = write
    }

    func head(programVersion: String) throws {
        line.append(
            text:
                "{\"format\":\"\(SweepExportFormat.name)\",\"version\":\(SweepExportFormat.version)"
        )
        line.append(text: ",\"program\":")
        line.append(quoted: programVersion)
        try finishLine()
    }

    func sweepLine() throws {
        let select = "SELECT \(ExchangeTable.sweep.selection) FROM sweep WHERE id = ?"
        try connection.forEach(select, sweep) { row in
            begin("sweep")
            try append(.sweep, row, from: 0)
            line.append(text: ",\"metrics\":")
            append(names: try SweepView.metrics(of: sweep, on: connection).map(\.name))
            line.append(text: ",\"tags\":")
            append(
                names: try connection.all("SELECT name FROM tag WHERE sweep = ? ORDER BY id", sweep)
                { $0.text(0) })
            try appendDefinitions()
            try finishLine()
        }
    }

    /// The sweep's history, from the first definition to the present one.
    private func appendDefinitions() throws {
        line.append(text: ",\"definitions\":[")
        try connection.forEach(
            """
            SELECT revision, \(ExchangeTable.definition.selection) FROM sweep_definition
            WHERE sweep = ? ORDER BY revision
            """, sweep
        ) { row in
            if line.last != UInt8(ascii: "[") { line.append(UInt8(ascii: ",")) }
            line.append(text: "{\"revision\":\(row.integer(0))")
            try append(.definition, row, from: 1)
            line.append(UInt8(ascii: "}"))
        }
        line.append(UInt8(ascii: "]"))
    }

    func environments() throws {
        try connection.forEach(
            """
            SELECT \(ExchangeTable.environment.selection) FROM environment
            WHERE sweep = ? ORDER BY id
            """, sweep
        ) { row in
            begin("environment")
            try append(.environment, row, from: 0)
            try finishLine()
        }
    }

    func runs() throws {
        try connection.forEach(
            "SELECT id, \(ExchangeTable.run.selection) FROM run WHERE sweep = ? ORDER BY number",
            sweep
        ) { row in
            begin("run")
            try append(.run, row, from: 1)
            line.append(text: ",\"tags\":")
            append(
                names: try connection.all(
                    "SELECT name FROM tag WHERE run = ? ORDER BY id", row.integer(0)
                ) { $0.text(0) })
            try finishLine()
        }
    }

    func events() throws {
        try connection.forEach(
            """
            SELECT run.number, \(ExchangeTable.event.selection)
            FROM event LEFT JOIN run ON run.id = event.run
            WHERE event.sweep = ?1 ORDER BY event.id
            """, sweep
        ) { row in
            begin("event")
            line.append(text: ",\"run\":")
            line.append(text: row.optionalInteger(0).map(String.init) ?? "null")
            try append(.event, row, from: 1)
            try finishLine()
        }
    }

    func points() throws {
        let points = try connection.prepared(
            "SELECT step, value, time FROM point WHERE run = ? AND metric = ? ORDER BY step")
        var (steps, values, times): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        try connection.forEach(
            """
            SELECT run.number, metric.name, run.id, metric.id
            FROM run CROSS JOIN summary ON summary.run = run.id
                CROSS JOIN metric ON metric.id = summary.metric
            WHERE run.sweep = ? ORDER BY run.number, summary.metric
            """, sweep
        ) { series in
            points.bind(1, series.integer(2))
            points.bind(2, series.integer(3))
            defer { points.reset() }
            var hasMore = try points.step()
            while hasMore {
                var count = 0
                steps.removeAll(keepingCapacity: true)
                values.removeAll(keepingCapacity: true)
                times.removeAll(keepingCapacity: true)
                while hasMore, count < SweepExportFormat.pointsPerLine {
                    let separator = UInt8(ascii: count == 0 ? "[" : ",")
                    steps.append(separator)
                    steps.append(decimal: points.integer(0))
                    values.append(separator)
                    values.append(exchanged: points.value(1))
                    times.append(separator)
                    times.append(decimal: points.integer(2))
                    count += 1
                    hasMore = try points.step()
                }
                begin("points")
                line.append(text: ",\"run\":\(series.integer(0)),\"metric\":")
                line.append(quoted: series.text(1))
                for (name, list) in [("steps", steps), ("values", values), ("times", times)] {
                    line.append(text: ",\"\(name)\":")
                    line.append(contentsOf: list)
                    line.append(UInt8(ascii: "]"))
                }
                try finishLine()
            }
        }
    }

    func weights() throws {
        try connection.forEach(
            """
            SELECT run.number, \(ExchangeTable.weights.selection), checkpoint.content
            FROM run CROSS JOIN checkpoint ON checkpoint.run = run.id
            WHERE run.sweep = ? AND \(WeightRow.isWeights) ORDER BY run.number, checkpoint.id
            """, sweep
        ) { row in
            let last = Int32(ExchangeTable.weights.columns.count) + 1
            guard case .blob(let content) = row.sqlValue(last) else { return }
            begin("weights")
            line.append(text: ",\"run\":\(row.integer(0)),\"bytes\":\(content.count)")
            try append(.weights, row, from: 1)
            try finishLine()
            for start in stride(from: 0, to: content.count, by: SweepExportFormat.contentPerLine) {
                let end = min(start + SweepExportFormat.contentPerLine, content.count)
                begin("content")
                line.append(text: ",\"data\":\"")
                line.append(contentsOf: Data(content[start..<end]).base64EncodedData())
                line.append(text: "\"")
                try finishLine()
            }
        }
    }

    func end() throws {
        line.append(text: "{\"end\":true,\"lines\":\(lineCount),\"checksum\":")
        line.append(quoted: checksum.description)
        try finishLine()
    }

    // MARK: Lines

    private func begin(_ kind: String) { line.append(text: "{\"row\":\"\(kind)\"") }

    private func finishLine() throws {
        line.append(text: "}\n")
        checksum.add(line)
        lineCount += 1
        try write(line)
        line.removeAll(keepingCapacity: true)
    }

    private func append(_ table: ExchangeTable, _ row: RawStatement, from first: Int32) throws {
        do {
            try table.append(row, from: first, to: &line)
        } catch {
            throw StoreError.inconsistent(
                path: connection.path,
                message: "\(table.name).\(error.column) is not JSON; correct it first")
        }
    }

    private func append(names: [String]) {
        line.append(text: Value.list(names.map(Value.text)).canonicalJSON)
    }
}

extension [UInt8] {
    /// Appends a value of a series: null is NaN, infinities are texts.
    fileprivate mutating func append(exchanged value: Double) {
        if value.isFinite { return append(shortest: value) }
        append(text: value.isNaN ? "null" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"")
    }
}
