import SweepCore

/// The runs of the watched sweep as they were told last.
///
/// Runs that changed are found by `rev`, running ones are looked at again because their summaries change without
/// it, and a count says that some are gone. The first ones come best first; the rest in the order of their
/// numbers, a piece at each look.
struct RunSight {
    /// The best-ranked runs that come first.
    private static let firstCount = 200
    /// Runs between two questions for the time.
    private static let pieceCount = 64

    private enum Phase: Equatable {
        case first
        case rest(after: Int)
        case complete
    }

    let sweep: SweepID
    private var row: RunRow
    private var phase = Phase.first
    private var load = 1
    /// The last change that was told of.
    private var cursor: (rev: Int64, run: Int64) = (-1, 0)
    private var areChangesDue = true
    private var isRefreshDue = true
    private var isCountDue = true
    private(set) var memos = RunMemos()
    /// The running ones as they were told last.
    private(set) var running: [RunID: WatchedRun] = [:]

    init(sweep: SweepID, parameters: [String], metrics: [Int64]) {
        self.sweep = sweep
        row = RunRow(parameters: parameters, metrics: metrics)
    }

    var isComplete: Bool { phase == .complete }
    var isSettled: Bool { isComplete && !areChangesDue && !isRefreshDue && !isCountDue }

    /// What a look has found.
    struct News {
        var changed: [WatchedRun] = []
        var removed: [RunID] = []
        var isNewlyComplete = false
        var isFirst = false
        /// Whether lines of the log may have to be told anew: a run has another name, or is gone.
        var changesEvents = false
        /// Running runs with new points: where the newest one is.
        var progress: [(run: RunID, progress: RunRow.Progress)] = []
    }

    /// Somebody has committed something.
    mutating func mayHaveChanged() {
        areChangesDue = true
        isRefreshDue = true
        isCountDue = true
    }

    /// Tells of every run again, the first ones first.
    mutating func restart() {
        load += 1
        phase = .first
    }

    /// Takes the sweep's columns as they are now; runs that were told with other ones are told again.
    mutating func update(parameters: [String], metrics: [Int64]) {
        if !row.update(parameters: parameters, metrics: metrics) { restart() }
    }

    // MARK: Looking

    mutating func look(
        _ leases: LeaseBook, at now: SweepInstant, goal: Objective.Goal?, budget: inout LookBudget,
        connection: StoreConnection
    ) throws -> News {
        var news = News()
        if cursor.rev < 0 {
            cursor = (try connection.integer("SELECT value FROM meta WHERE key = 'rev'"), .max)
        }
        let hasTags =
            try connection.integer("SELECT EXISTS (SELECT 1 FROM tag WHERE run IS NOT NULL)") != 0
        var reading = Reading(
            leases: leases, now: now, hasTags: hasTags, connection: connection)
        if phase == .first {
            try readFirst(goal, &reading, &news)
            phase = .rest(after: 0)
            news.isFirst = true
            budget.spend(news.changed.count)
            return news
        }
        if areChangesDue { try readChanges(&reading, &budget, &news) }
        if isRefreshDue {
            try refresh(&reading, &news)
            isRefreshDue = false
        }
        try readRest(&reading, &budget, &news)
        if isComplete, !areChangesDue, isCountDue, !budget.isOver {
            try findRemoved(connection, &news)
            isCountDue = false
        }
        return news
    }

    /// Tells of running runs that are lost now, or found again, by the times that were read before.
    mutating func expire(_ leases: LeaseBook, at now: SweepInstant) -> [WatchedRun] {
        var changed: [WatchedRun] = []
        for id in running.keys.sorted() {
            let isLost = leases.isLost(id, at: now)
            guard running[id]?.isLost != isLost else { continue }
            running[id]?.isLost = isLost
            if let run = running[id] { changed.append(run) }
        }
        return changed
    }

    var lostCount: Int { running.values.count { $0.isLost } }

    private struct Reading {
        let leases: LeaseBook
        let now: SweepInstant
        let hasTags: Bool
        let connection: StoreConnection
        /// Runs that this look has read.
        var seen: Set<RunID> = []
    }

    private mutating func readFirst(
        _ goal: Objective.Goal?, _ reading: inout Reading, _ news: inout News
    ) throws {
        let direction = goal == .maximize ? "DESC" : "ASC"
        for source in [
            """
            run INDEXED BY run_objective WHERE run.sweep = ?1 AND run.objective IS NOT NULL
                AND run.archived_at IS NULL ORDER BY run.objective \(direction), run.number
            """,
            "run WHERE run.sweep = ?1 AND run.state = 'running' ORDER BY run.number",
            "run WHERE run.sweep = ?1 ORDER BY run.number",
        ] where reading.seen.count < Self.firstCount {
            let statement = try reading.connection.prepared(
                "SELECT \(RunRow.columns) FROM \(source) LIMIT \(Self.firstCount)")
            statement.bind([sweep])
            try take(statement, &reading, &news)
        }
    }

    private mutating func readChanges(
        _ reading: inout Reading, _ budget: inout LookBudget, _ news: inout News
    ) throws {
        while true {
            let statement = try reading.connection.prepared(
                """
                SELECT \(RunRow.columns) FROM run
                WHERE run.sweep = ?1 AND run.rev >= ?2 AND (run.rev > ?2 OR run.id > ?3)
                ORDER BY run.rev, run.id LIMIT \(Self.pieceCount)
                """)
            statement.bind([sweep, cursor.rev, cursor.run])
            let taken = try take(statement, &reading, &news)
            if taken.count > 0 { cursor = (taken.rev, taken.run) }
            areChangesDue = taken.count == Self.pieceCount
            budget.spend(taken.count)
            if !areChangesDue || budget.isOver { return }
        }
    }

    private mutating func readRest(
        _ reading: inout Reading, _ budget: inout LookBudget, _ news: inout News
    ) throws {
        guard case .rest(var number) = phase else { return }
        repeat {
            let statement = try reading.connection.prepared(
                """
                SELECT \(RunRow.columns) FROM run WHERE run.sweep = ?1 AND run.number > ?2
                ORDER BY run.number LIMIT \(Self.pieceCount)
                """)
            statement.bind([sweep, number])
            let taken = try take(statement, &reading, &news, isOnlyNew: true)
            budget.spend(taken.count)
            if taken.count > 0 { number = taken.number }
            phase = .rest(after: number)
            if taken.count < Self.pieceCount {
                phase = .complete
                news.isNewlyComplete = true
                return
            }
        } while !budget.isOver
    }

    // MARK: Rows

    /// How many rows there were, and where the last one stands.
    private struct Taken {
        var count = 0
        var rev: Int64 = 0
        var run: Int64 = 0
        var number = 0
    }

    /// Takes the rows of a statement; `isOnlyNew` leaves those out that this loading has told of.
    @discardableResult
    private mutating func take(
        _ statement: RawStatement, _ reading: inout Reading, _ news: inout News,
        isOnlyNew: Bool = false
    ) throws -> Taken {
        defer { statement.reset() }
        var taken = Taken()
        while try statement.step() {
            let id = RunID(statement.integer(0))
            taken = Taken(
                count: taken.count + 1, rev: statement.integer(18), run: id.rawValue,
                number: statement.int(2))
            if isOnlyNew, memos[id]?.load == load { continue }
            guard reading.seen.insert(id).inserted else { continue }
            var run = row.run(statement) { reading.leases.isLost($0, at: reading.now) }
            let progress = try row.progress(of: id, connection: reading.connection)
            run.latest = progress.latest
            if reading.hasTags {
                run.tags = try reading.connection.all(
                    "SELECT name FROM tag WHERE run = ? ORDER BY name", id
                ) { $0.text(0) }
            }
            remember(run, progress, &news)
            news.changed.append(run)
        }
        return taken
    }

    private mutating func remember(
        _ run: WatchedRun, _ progress: RunRow.Progress, _ news: inout News
    ) {
        let old = memos.set(
            run.id,
            RunMemo(
                uid: run.uid, name: run.name, state: run.state, hasDiverged: run.hasDiverged,
                worker: run.worker, pointCount: progress.pointCount, load: load))
        if let old, old.uid != run.uid {
            // Another run has the number of one that was deleted.
            news.removed.append(run.id)
        }
        if let old, old.uid != run.uid || old.name != run.name { news.changesEvents = true }
        if run.state == .running {
            if let before = running[run.id], before.latest != run.latest {
                news.progress.append((run.id, progress))
            }
            running[run.id] = run
        } else {
            running[run.id] = nil
        }
    }

    /// Looks at the running runs again: their summaries change without their rows.
    private mutating func refresh(_ reading: inout Reading, _ news: inout News) throws {
        for id in running.keys.sorted() where !reading.seen.contains(id) {
            guard var run = running[id], var memo = memos[id] else { continue }
            let progress = try row.progress(of: id, connection: reading.connection)
            let isLost = reading.leases.isLost(id, at: reading.now)
            let hasPoints = progress.latest != run.latest
            memo.pointCount = progress.pointCount
            memos.set(id, memo)
            if hasPoints { news.progress.append((id, progress)) }
            guard hasPoints || isLost != run.isLost else { continue }
            run.latest = progress.latest
            run.isLost = isLost
            running[id] = run
            news.changed.append(run)
        }
    }

    private mutating func findRemoved(
        _ connection: StoreConnection, _ news: inout News
    ) throws {
        let count = try connection.integer("SELECT count(*) FROM run WHERE sweep = ?", sweep)
        guard count != memos.count else { return }
        let present = Set(
            try connection.all("SELECT id FROM run WHERE sweep = ?", sweep) {
                RunID($0.integer(0))
            })
        for run in memos.byRun.keys.filter({ !present.contains($0) }).sorted() {
            memos.set(run, nil)
            running[run] = nil
            news.removed.append(run)
        }
        news.changesEvents = true
    }
}
