import SweepCore

/// Stores an imported sweep in transactions that hold the write lock for less than 250 ms.
final class SweepInsertion {
    private static let firstChunk = 500
    private static let largestChunk = 32_000
    private static let targetTime: Duration = .milliseconds(125)

    private let writer: StoreWriter
    private var target: ImportTarget?
    private var endState = SweepState.completed
    private var endDefinition = ""
    private var history: [[SQLValue]] = []
    private var pending: [ImportItem] = []
    private var pendingCost = 0
    private var size = firstChunk
    private var series: ImportSeries?

    init(writer: StoreWriter) { self.writer = writer }

    /// Creates the sweep and returns its name; removes what an import that was cut left of it.
    func begin(
        _ values: [SQLValue], metrics: [String], tags: [String], history: [[SQLValue]], line: Int
    ) throws -> String {
        let table = ExchangeTable.sweep
        guard case .text(let uid) = values[table.index("uid")],
            case .text(let state) = values[table.index("state")],
            case .text(let definition) = values[table.index("definition")],
            let endState = SweepState(rawValue: state)
        else { throw LineProblem("\"state\" is none of a sweep's") }
        self.endState = endState
        endDefinition = definition
        self.history = history
        let unfinished = try writer.perform { connection in
            try UnfinishedImport.find(uid: uid, line: line, connection: connection)
        }
        if let unfinished { try remove(unfinished) }
        let begun = try writer.perform(alone: true) { connection, _ in
            try ImportTarget.create(
                values, metrics: metrics, tags: tags, line: line, connection: connection)
        }
        target = begun.target
        return begun.name
    }

    /// Takes a row; it is stored with those after it.
    func add(_ row: ImportItem.Row, line: Int) throws {
        let item = ImportItem(row: row, line: line)
        pending.append(item)
        pendingCost += item.cost
        if pendingCost >= size { try flush() }
    }

    private func flush() throws {
        guard let target, !pending.isEmpty else { return }
        let (items, before) = (pending, series)
        pending = []
        pendingCost = 0
        let start = ContinuousClock.now
        series = try writer.perform(alone: true) { connection, _ in
            try target.checkCurrent(on: connection)
            return try ImportChunk.insert(items, of: target, series: before, on: connection)
        }
        let time = ContinuousClock.now - start
        if time < Self.targetTime / 2 {
            size = min(size * 2, Self.largestChunk)
        } else if time > Self.targetTime {
            size = max(size / 2, 125)
        }
    }

    /// Stores the rest and gives the sweep its state, definitions and view.
    func finish() throws {
        try flush()
        guard let target else { return }
        let (last, endState, endDefinition) = (series, endState, endDefinition)
        let history = history
        try writer.perform(alone: true) { connection, _ in
            try target.checkCurrent(on: connection)
            try last?.store(on: connection)
            try connection.run(
                "UPDATE sweep SET state = ?, definition = ? WHERE id = ?", endState.rawValue,
                endDefinition, target.sweep)
            // Not before: a launch looks for its definition here.
            for (index, definition) in history.enumerated() {
                try ImportChunk.insert(
                    definition + [target.sweep.sqlValue, .integer(Int64(index) + 1)],
                    into: .definition, with: ["sweep", "revision"], connection: connection)
            }
            try SweepView.rebuild(for: target.sweep, on: connection)
        }
        self.target = nil
    }

    func abandon() throws {
        guard let target else { return }
        self.target = nil
        try remove(UnfinishedImport(sweep: target.sweep, marker: target.marker))
    }

    private func remove(_ unfinished: UnfinishedImport) throws {
        while try writer.perform(
            alone: true,
            { connection, _ in
                try unfinished.removeSome(connection: connection)
            })
        {}
    }
}

/// A row on its way into the database, and the line that it came from.
struct ImportItem: Sendable {
    enum Row: Sendable {
        case environment([SQLValue])
        case run([SQLValue], tags: [String])
        case event(run: Int64?, [SQLValue])
        case points(PointLine)
        case weights(run: Int64, [SQLValue], content: [UInt8])
    }

    let row: Row
    let line: Int

    /// About how many small rows take as long.
    var cost: Int {
        switch row {
        case .environment, .event: 1
        case .run: 4
        case .points(let points): max(1, points.steps.count)
        case .weights(_, _, let content): 1 + content.count / 500
        }
    }
}
