import SweepCore

/// Everything that was seen of one database file, and what of it has been told.
///
/// A commit of somebody's (`PRAGMA data_version`) makes every part *due*; a look then works off what is due, as far
/// as its budget goes, in one short read transaction. Parts know what they have told, so it does not matter that
/// the next look is of a later moment.
struct Sight {
    private var request = WatchRequest()
    /// The version of the database that made the parts due last.
    private var version: Int64?
    private var isSettled = false
    private(set) var schema = 0

    private var sweeps = SweepSight()
    private var toldSweeps: [WatchedSweep]?
    private var watched: Watched?
    /// Whether something was told of another file, or of this one before reading went wrong.
    private let followsAnother: Bool
    private var leases = LeaseBook()
    private var gone: GoneWorkers
    private var runs: RunSight?
    private var curves = CurveSight()
    private var epochs = EpochSight()
    private var closeUp = CloseUpSight()
    private var portraits = PortraitSight()
    private var workers = WorkerSight()
    private var events = EventSight()

    /// Which sweep was told to be the watched one.
    private struct Watched {
        var sweep: WatchedSweep?
    }

    /// What a look says beside its observations.
    struct Answer {
        var isSettled: Bool
        /// Whether there was more to do than to ask for the version.
        var hasRead = false
        var isNewVersion = false
        var lagMilliseconds: Double?
    }

    init(_ gone: GoneWorkers, followsAnother: Bool = false) {
        self.gone = gone
        self.followsAnother = followsAnother
    }

    var dataVersion: Int64 { version ?? 0 }

    /// Points of the watched sweep's runs; `nil` until all of them are known.
    var pointCount: Int64? { runs.flatMap { $0.isComplete ? $0.memos.pointCount : nil } }

    /// Whether the state may be half changed, because reading went wrong in the middle of it.
    private(set) var isBroken = false

    mutating func look(
        _ wanted: WatchRequest, at now: SweepInstant, limit: LookLimit?,
        connection: WatchConnection, into news: inout [Observation]
    ) throws -> Answer {
        if wanted != request { take(wanted) }
        if isSettled, !closeUp.isDue(at: now),
            try connection.store.integer("PRAGMA data_version") == version
        {
            expire(at: now, into: &news)
            return Answer(isSettled: isSettled)
        }
        return try connection.read { store in
            let current = try store.integer("PRAGMA data_version")
            isBroken = true
            var answer = Answer(isSettled: false, hasRead: true, isNewVersion: current != version)
            if current != version {
                try mayHaveChanged(store)
                version = current
            }
            var budget = LookBudget(limit ?? (isLoading ? .loading : .live))
            try work(at: now, &budget, store, &answer, into: &news)
            expire(at: now, into: &news)
            isBroken = false
            answer.isSettled = isSettled
            return answer
        }
    }

    private var isLoading: Bool { runs?.isComplete == false || runs == nil || curves.isLoading }

    private mutating func take(_ wanted: WatchRequest) {
        request = wanted
        curves.request(wanted.curves)
        epochs.request(wanted.curves)
        closeUp.request(wanted.closeUp)
        portraits.request(wanted.portraits)
        workers.request(wanted.wantsWorkers)
        isSettled = false
    }

    private mutating func mayHaveChanged(_ store: StoreConnection) throws {
        schema = try Int(store.integer("PRAGMA user_version"))
        try sweeps.look(store)
        try leases.read(store)
        try gone.read(store)
        leases.gone = gone.ids
        runs?.mayHaveChanged()
        try curves.mayHaveChanged(store)
        try closeUp.mayHaveChanged(store)
        epochs.mayHaveChanged()
        portraits.mayHaveChanged()
        workers.mayHaveChanged()
        events.mayHaveChanged()
    }

    // MARK: Working off what is due

    private mutating func work(
        at now: SweepInstant, _ budget: inout LookBudget, _ store: StoreConnection,
        _ answer: inout Answer, into news: inout [Observation]
    ) throws {
        isSettled = false
        let isSwitched = chooseSweep()
        if runs?.isComplete != true { try sweeps.countOne(first: runs?.sweep, connection: store) }
        var found = RunSight.News()
        if runs?.isSettled == false || answer.isNewVersion {
            // Curves that wait get half of the time.
            var share = curves.isSettled ? budget : budget.half()
            let before = share.rowCount
            found =
                try runs?.look(
                    leases, at: now, goal: watched?.sweep?.objective?.goal, budget: &share,
                    connection: store) ?? found
            budget.spend(before - share.rowCount)
        }
        if let runs { sweeps.takeCounts(of: runs) }
        tellSweeps(at: now, isSwitched: isSwitched, into: &news)
        tell(found, into: &news)
        if found.changesEvents { events.restart() }
        answer.lagMilliseconds = try lag(of: found.progress, at: now, store)
        // The first runs are worth a frame of their own.
        if found.isFirst { return }
        try curves.look(budget: &budget, connection: store, into: &news)
        try lookAround(store, into: &news)
        try closeUp.look(at: now, budget: &budget, connection: store, into: &news)
        while !sweeps.isSettled, !budget.isOver {
            try sweeps.countOne(first: nil, connection: store)
            tellSweeps(at: now, isSwitched: false, into: &news)
        }
        isSettled =
            sweeps.isSettled && runs?.isSettled != false && curves.isSettled && closeUp.isSettled
            && epochs.isSettled && portraits.isSettled && workers.isSettled && events.isSettled
    }

    /// The parts that are small.
    private mutating func lookAround(
        _ store: StoreConnection, into news: inout [Observation]
    ) throws {
        if !epochs.isSettled { try epochs.look(store, into: &news) }
        if !portraits.isSettled { try portraits.look(store, into: &news) }
        if !workers.isSettled {
            try workers.look(
                ends: runs?.memos.endsByWorker ?? [:], areEndsComplete: runs?.isSettled != false,
                schema: schema, gone: gone.ids, connection: store, into: &news)
        }
        events.request(request.wantsEvents ? watched?.sweep?.id : nil)
        if !events.isSettled { try events.look(store, into: &news) }
    }

    /// Returns whether another sweep is watched than before.
    private mutating func chooseSweep() -> Bool {
        let target = sweeps.target(request.sweep)
        let before = watched
        watched = Watched(sweep: target)
        let metrics = target.map { sweeps.metrics(of: $0.id) } ?? []
        guard let before, before.sweep?.id == target?.id, before.sweep?.uid == target?.uid else {
            runs = target.map {
                RunSight(sweep: $0.id, parameters: $0.parameterNames, metrics: metrics)
            }
            events = EventSight()
            // What they have done is counted in the watched sweep.
            workers.mayHaveChanged()
            return true
        }
        if let target, let old = before.sweep {
            runs?.update(parameters: target.parameterNames, metrics: metrics)
            // While a sweep is imported, runs that have ended still get points.
            if old.state == .expanding, target.state != .expanding,
                runs?.memos.counts.keys.contains(where: \.isFinished) == true
            {
                runs?.restart()
            }
        }
        return false
    }

    // MARK: Telling

    private mutating func tellSweeps(
        at now: SweepInstant, isSwitched: Bool, into news: inout [Observation]
    ) {
        let shown = sweeps.shown(leases, at: now)
        if shown != toldSweeps {
            news.append(.sweeps(shown))
            toldSweeps = shown
        }
        guard isSwitched else { return }
        let id = watched?.sweep?.id
        // A sweep of another file may have the same number.
        if followsAnother, id != nil { news.append(.watching(nil)) }
        news.append(.watching(id))
    }

    private func tell(_ found: RunSight.News, into news: inout [Observation]) {
        if !found.removed.isEmpty { news.append(.removed(found.removed)) }
        if !found.changed.isEmpty || found.isNewlyComplete || found.isFirst {
            news.append(.runs(found.changed, isComplete: runs?.isComplete == true))
        }
    }

    /// Tells what follows from the time alone: leases that have expired, and workers that are gone.
    private mutating func expire(at now: SweepInstant, into news: inout [Observation]) {
        if askForWorkers(at: now) || leases.hasExpired(at: now) {
            let changed = runs?.expire(leases, at: now) ?? []
            tellSweeps(at: now, isSwitched: false, into: &news)
            if !changed.isEmpty {
                news.append(.runs(changed, isComplete: runs?.isComplete == true))
            }
        }
        leases.settle(at: now)
    }

    /// Returns whether workers are gone that were there before.
    private mutating func askForWorkers(at now: SweepInstant) -> Bool {
        guard gone.ask(at: now) else { return false }
        leases.gone = gone.ids
        workers.mayHaveChanged()
        isSettled = isSettled && workers.isSettled
        return true
    }

    /// The age of the newest of the points that were just found.
    private func lag(
        of found: [(run: RunID, progress: RunRow.Progress)], at now: SweepInstant,
        _ store: StoreConnection
    ) throws -> Double? {
        var newest: Int64?
        for (run, progress) in found.prefix(16) {
            guard let start = runs?.running[run]?.startedAt else { continue }
            let time = try store.first(
                "SELECT time FROM point WHERE run = ? AND metric = ? AND step = ?", run,
                progress.metric, progress.step
            ) { $0.integer(0) }
            guard let time else { continue }
            newest = max(newest ?? .min, start.milliseconds + time)
        }
        return newest.map { Double(now.milliseconds - $0) }
    }
}
