package import SweepCore

/// How far a sweep is, and when it may be done.
package struct SweepProgress: Sendable, Equatable {
    package var finishedCount = 0
    package var plannedCount = 0
    /// Runs that a worker is at.
    package var runningCount = 0
    /// When the first run began and the last one ended.
    package var firstStart: SweepInstant?
    package var lastEnd: SweepInstant?
    /// When the runs that a worker is at began.
    package var runningSince: [SweepInstant] = []
    /// Mean milliseconds from start to end of the newest finished runs; `nil` below three.
    package var meanDuration: Double?
    /// Runs that ended for each millisecond, over the newest ones; `nil` below three.
    package var rate: Double?

    /// So many of the runs that ended last count for durations and rates.
    package static let window = 20
    package static let fewest = 3

    package init() {}

    package init(sweep: WatchedSweep, rows: [WatchedRun]) {
        finishedCount = RunState.allCases.filter(\.isFinished)
            .reduce(0) { $0 + (sweep.counts[$1] ?? 0) }
        plannedCount = max(sweep.plannedRunCount ?? sweep.runCount, finishedCount)
        var ends: [(end: Int64, duration: Int64)] = []
        // Fields are read, never whole runs: a run's copy counts a dozen references.
        for index in rows.indices {
            guard let start = rows[index].startedAt else { continue }
            firstStart = firstStart.map { min($0, start) } ?? start
            if rows[index].state == .running, !rows[index].isLost { runningSince.append(start) }
            guard let end = rows[index].endedAt else { continue }
            lastEnd = lastEnd.map { max($0, end) } ?? end
            // Who cancels a run says nothing about how long one takes.
            let state = rows[index].state
            guard state.isFinished, state != .cancelled else { continue }
            ends.append((end.milliseconds, max(0, end.milliseconds - start.milliseconds)))
        }
        runningCount = runningSince.count
        guard ends.count >= Self.fewest else { return }
        ends.sort { $0.end > $1.end }
        let newest = ends.prefix(Self.window)
        meanDuration = Double(newest.reduce(0) { $0 + $1.duration }) / Double(newest.count)
        // From the run before the window to the last end; one interval fewer when there is none before.
        let before = ends.count > newest.count ? ends[newest.count] : ends[newest.count - 1]
        let count = ends.count > newest.count ? newest.count : newest.count - 1
        let span = ends[0].end - before.end
        if span > 0 { rate = Double(count) / Double(span) }
    }

    package var fraction: Double {
        plannedCount > 0 ? Double(finishedCount) / Double(plannedCount) : 0
    }

    /// Milliseconds from the first run's start to now, or to the last end when nobody works.
    package func elapsed(now: SweepInstant) -> Int64? {
        guard let firstStart else { return nil }
        let end = runningCount > 0 ? now : lastEnd ?? now
        return max(0, end.milliseconds - firstStart.milliseconds)
    }

    /// Milliseconds until the last run may end; `nil` when that cannot be said.
    ///
    /// Work left, divided by the number of runs that are being executed now. A queued or paused run is taken to
    /// last as long as the mean of the last 20 that ended (cancelled ones apart, pruned and failed ones
    /// included, since more of those will come); a running one, what is left of that, at least a tenth of it.
    /// So the estimate follows at once when workers come and go. None below three such runs, and none while
    /// nobody works.
    package func remaining(now: SweepInstant) -> Int64? {
        guard let meanDuration, runningCount > 0, finishedCount < plannedCount else { return nil }
        let waiting = max(0, plannedCount - finishedCount - runningCount)
        var work = Double(waiting) * meanDuration
        for start in runningSince {
            let age = Double(now.milliseconds - start.milliseconds)
            work += max(meanDuration - age, meanDuration / 10)
        }
        let lanes = min(runningCount, plannedCount - finishedCount)
        let estimate = work / Double(max(1, lanes))
        return estimate < 1e15 ? Int64(estimate) : nil
    }
}
