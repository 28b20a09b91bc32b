package import SweepCore

/// What a person has chosen on the Workers screen, and what was measured between looks.
package struct WorkersState: Sendable {
    package enum Pane: Int, Sendable, CaseIterable { case workers, events, use, database }

    /// Which pane has the keys.
    package var pane = Pane.workers
    package var selected: WorkerID?
    /// Id of the last event that is shown; `nil` while the newest are followed.
    package var lastEvent: Int64?

    package private(set) var paces: [WorkerID: WorkerPace] = [:]
    /// Share of the live workers that have runs, over time; the oldest first.
    package private(set) var uses: [Use] = []
    package private(set) var pointRate: PointRate?

    package struct Use: Sendable, Equatable {
        package var time: SweepInstant
        /// From 0 to 1; 0 without a live worker.
        package var busy: Double
    }

    /// Points written per second, between two counts of all.
    package struct PointRate: Sendable, Equatable {
        package var count: Int64
        package var time: SweepInstant
        /// `nil` before the second count.
        package var perSecond: Double?
    }

    /// Milliseconds that uses are kept for, and the least between two of them.
    package static let useSpan: Int64 = 300_000
    package static let usePause: Int64 = 1_000

    package init() {}

    /// Takes what a look has found, at a time.
    package mutating func take(_ data: WatchedData, now: SweepInstant) {
        let known = Set(data.workers.map(\.id))
        paces = paces.filter { known.contains($0.key) }
        for worker in data.workers {
            paces[worker.id, default: WorkerPace()].take(worker, now: now)
        }
        if data.hasBegun { takeUse(data.workers, now: now) }
        if let count = data.health?.pointCount { takePoints(count, now: now) }
        if let selected, !known.contains(selected) { self.selected = nil }
        if let lastEvent, data.events.last.map({ $0.id < lastEvent }) ?? true {
            self.lastEvent = nil
        }
    }

    private mutating func takeUse(_ workers: [WatchedWorker], now: SweepInstant) {
        if let last = uses.last, now.milliseconds - last.time.milliseconds < Self.usePause {
            return
        }
        let conditions = workers.map { WorkerCondition(of: $0, now: now) }
        let live = conditions.filter(\.isLive).count
        let busy = conditions.filter { $0 == .training }.count
        uses.append(Use(time: now, busy: live > 0 ? Double(busy) / Double(live) : 0))
        uses.removeAll { now.milliseconds - $0.time.milliseconds > Self.useSpan }
    }

    private mutating func takePoints(_ count: Int64, now: SweepInstant) {
        guard let last = pointRate, count >= last.count else {
            pointRate = PointRate(count: count, time: now)
            return
        }
        let span = now.milliseconds - last.time.milliseconds
        guard span >= 1_000 else { return }
        pointRate = PointRate(
            count: count, time: now, perSecond: Double(count - last.count) * 1_000 / Double(span))
    }
}
