import SweepCore

/// The log of the watched sweep: its newest lines first of all, then those that are added.
struct EventSight {
    /// Lines that are read at once.
    static let pieceCount = 500

    private var sweep: SweepID?
    private var last: WatchedEvent?
    private var isFresh = true
    private(set) var isSettled = true

    mutating func request(_ sweep: SweepID?) {
        guard sweep != self.sweep else { return }
        self = EventSight()
        self.sweep = sweep
        isSettled = sweep == nil
    }

    mutating func mayHaveChanged() { isSettled = sweep == nil }

    /// Lines that were told have changed, or some of them are gone.
    mutating func restart() {
        guard sweep != nil else { return }
        isFresh = true
        isSettled = false
    }

    mutating func look(_ connection: StoreConnection, into news: inout [Observation]) throws {
        guard let sweep else { return }
        // Deleting the last line gives its number to the next one.
        if !isFresh, let last, try read(sweep, "= ?2", last.id, connection).first != last {
            isFresh = true
        }
        if isFresh {
            let lines = try read(sweep, "> ?2", 0, connection, isFromEnd: true)
            last = lines.first
            isFresh = false
            isSettled = true
            news.append(.events(lines.reversed(), isReset: true))
            return
        }
        let lines = try read(sweep, "> ?2", last?.id ?? 0, connection)
        isSettled = lines.count < Self.pieceCount
        guard let newest = lines.last else { return }
        last = newest
        news.append(.events(lines, isReset: false))
    }

    private func read(
        _ sweep: SweepID, _ condition: String, _ id: Int64, _ connection: StoreConnection,
        isFromEnd: Bool = false
    ) throws -> [WatchedEvent] {
        try connection.all(
            """
            SELECT \(WatchedEvent.columns) FROM event LEFT JOIN run ON run.id = event.run
            WHERE event.sweep = ?1 AND event.id \(condition)
            ORDER BY event.id \(isFromEnd ? "DESC" : "ASC") LIMIT \(Self.pieceCount)
            """, sweep, id
        ) { WatchedEvent($0) }
    }
}

extension WatchedEvent {
    /// Of `event` and the `run` that it is about.
    static let columns = """
        event.id, event.time, event.run, run.name, event.worker, event.attempt, event.kind, \
        event.message
        """

    init(_ row: RawStatement) {
        self.init(
            id: row.integer(0), time: row.instant(1), run: row.optionalInteger(2).map(RunID.init),
            runName: row.optionalText(3), worker: row.optionalInteger(4).map(WorkerID.init),
            attempt: row.optionalInteger(5).map { Int($0) }, kind: row.text(6),
            message: row.optionalText(7))
    }
}
