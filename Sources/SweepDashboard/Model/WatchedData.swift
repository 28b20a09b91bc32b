package import SweepCore

/// All that has been observed, as it is now.
package struct WatchedData: Sendable {
    package var sweeps: [WatchedSweep] = []
    package var watching: SweepID?
    package var runs = RunTable()
    package var curves: [CurveKey: Curve] = [:]
    package var closeUps: [CurveKey: Curve] = [:]
    /// Steps of an epoch; a run without an entry has not been asked about yet.
    package var epochLengths: [RunID: Int64] = [:]
    package var portraits: [RunID: RunPortrait] = [:]
    package var workers: [WatchedWorker] = []
    package var events: [WatchedEvent] = []
    package var health: DatabaseHealth?
    package var trouble: String?
    /// When the last observation came.
    package var observedAt: SweepInstant?
    /// Whether anything has come at all.
    package var hasBegun = false

    package init() {}

    /// At most so many lines of the log are kept.
    package static let eventLimit = 2_000

    package var sweep: WatchedSweep? {
        watching.flatMap { id in sweeps.first { $0.id == id } }
    }

    package mutating func take(_ observation: Observation) {
        hasBegun = true
        switch observation {
        case .sweeps(let all): sweeps = all
        case .watching(let id): watch(id)
        case .runs(let rows, let isComplete):
            for row in rows where row.rewind != runs[row.id]?.rewind ?? row.rewind {
                closeUps = closeUps.filter { $0.key.run != row.id }
            }
            if !isComplete, let count = sweep?.runCount { runs.expect(count) }
            runs.take(rows)
            if isComplete { runs.isComplete = true }
        case .removed(let gone):
            runs.remove(gone)
            let gone = Set(gone)
            curves = curves.filter { !gone.contains($0.key.run) }
            closeUps = closeUps.filter { !gone.contains($0.key.run) }
        case .points(let key, let points, let isReset, let isComplete):
            var curve = isReset ? Curve() : curves.removeValue(forKey: key) ?? Curve()
            curve.append(points)
            curve.isComplete = isComplete
            curves[key] = curve
        case .closeUp(let key, let steps, let points, let isComplete):
            var curve = Curve()
            curve.append(points)
            curve.isComplete = isComplete
            curve.closeUpSteps = steps
            closeUps[key] = curve
        case .epochLength(let run, let steps): epochLengths[run] = steps ?? 0
        case .portrait(let portrait): portraits[portrait.run] = portrait
        case .workers(let all): workers = all
        case .events(let new, let isReset):
            if isReset { events = [] }
            events += new
            events.removeFirst(max(0, events.count - Self.eventLimit))
        case .health(let now): health = now
        case .trouble(let text): trouble = text
        }
    }

    /// Forgets what belongs to another sweep.
    private mutating func watch(_ id: SweepID?) {
        guard id != watching else { return }
        watching = id
        runs.clear()
        curves = [:]
        closeUps = [:]
        epochLengths = [:]
        portraits = [:]
        events = []
    }

    /// Drops curves and portraits that nobody asks for any more, so that memory stays bounded.
    package mutating func keep(_ request: WatchRequest) {
        let wanted = Set(request.curves)
        if curves.keys.contains(where: { !wanted.contains($0) }) {
            curves = curves.filter { wanted.contains($0.key) }
        }
        let close = Set(request.closeUp?.curves ?? [])
        if closeUps.keys.contains(where: { !close.contains($0) }) {
            closeUps = closeUps.filter { close.contains($0.key) }
        }
        if portraits.count > 16 {
            portraits = portraits.filter { request.portraits.contains($0.key) }
        }
    }
}
