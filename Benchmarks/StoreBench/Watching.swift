import Foundation
import SweepCore
import SweepStore

/// Times what a dashboard waits for, inside the process: medians of many watchers, each with a connection of its
/// own.
struct Watching {
    private static let turnCount = 21
    private static let idleCount = 2_000
    private static let clock: SweepClock = {
        SweepInstant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    let path: String

    /// Returns the figures as JSON.
    func run() throws -> String {
        var first: [Double] = []
        var all: [Double] = []
        var longest = 0.0
        var runCount = 0
        for _ in 0..<Self.turnCount {
            let watcher = StoreWatcher(path: path, clock: Self.clock)
            let start = ContinuousClock.now
            var look = watcher.look(WatchRequest())
            first.append(Self.milliseconds(since: start))
            runCount = 0
            while true {
                for case .runs(let runs, _) in look.observations { runCount += runs.count }
                guard !look.isSettled else { break }
                let before = ContinuousClock.now
                look = watcher.look(WatchRequest())
                longest = max(longest, Self.milliseconds(since: before))
            }
            all.append(Self.milliseconds(since: start))
        }
        return """
            {"first": \(Self.median(first)), "all": \(Self.median(all)), "runs": \(runCount), \
            "longest_look": \(longest), "idle_microseconds": \(idle()), \(try curve())}
            """
    }

    private func idle() -> Double {
        let watcher = StoreWatcher(path: path, clock: Self.clock)
        while !watcher.look(WatchRequest()).isSettled {}
        let start = ContinuousClock.now
        for _ in 0..<Self.idleCount { _ = watcher.look(WatchRequest()) }
        return Self.milliseconds(since: start) * 1_000 / Double(Self.idleCount)
    }

    /// The curve of the run with the most points, beside a list that has been read.
    private func curve() throws -> String {
        let reader = try StoreReader(path: path, clock: Self.clock)
        guard let sweep = try reader.sweeps().first?.sweep,
            let best = try reader.leaderboard(of: sweep, limit: 1).first?.run
        else { return "\"points\": 0" }
        var first: [Double] = []
        var all: [Double] = []
        var count = 0
        for _ in 0..<Self.turnCount {
            let watcher = StoreWatcher(path: path, clock: Self.clock)
            while !watcher.look(WatchRequest()).isSettled {}
            let request = WatchRequest(curves: [CurveKey(run: best.id, metric: "train/loss")])
            let start = ContinuousClock.now
            count = 0
            var isSettled = false
            while !isSettled {
                let look = watcher.look(request)
                isSettled = look.isSettled
                for case .points(_, let points, _, _) in look.observations {
                    if count == 0 { first.append(Self.milliseconds(since: start)) }
                    count += points.count
                }
            }
            all.append(Self.milliseconds(since: start))
        }
        return """
            "points": \(count), "first_points": \(Self.median(first)), "all_points": \(Self.median(all))
            """
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - start) / .milliseconds(1)
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
