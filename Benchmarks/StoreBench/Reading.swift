import Foundation
import SweepCore
import SweepStore

/// Times what a person waits for at the terminal, inside the process, in milliseconds: the median of many
/// turns, each on a connection of its own.
struct Reading {
    static let turnCount = 21

    let path: String

    /// Returns the figures as JSON.
    func run() throws -> String {
        let opening = try median { try open().schema() }
        let board = try median(before: open) { reader in
            try reader.leaderboard(of: reader.sweep("bench-1"), limit: 20)
        }
        let curve = try median(before: open) { reader in
            let run = try reader.run("bench-1/1")
            guard let metric = try reader.metric(named: "train/loss") else { return 0 }
            return try reader.points(of: run.id, metric: metric).count
        }
        return """
            {"opening": \(opening.milliseconds), "leaderboard": \(board.milliseconds), \
            "leaderboard_rows": \(board.last.count), "curve": \(curve.milliseconds), \
            "curve_points": \(curve.last)}
            """
    }

    private func open() throws -> StoreReader {
        try StoreReader(path: path) { SweepInstant(milliseconds: 0) }
    }

    private func median<T>(_ body: () throws -> T) throws -> (milliseconds: Double, last: T) {
        try median(before: {}) { _ in try body() }
    }

    /// `before` is not timed.
    private func median<S, T>(
        before: () throws -> S, _ body: (S) throws -> T
    ) throws -> (milliseconds: Double, last: T) {
        var times: [Double] = []
        var last: T?
        for _ in 0..<Self.turnCount {
            let state = try before()
            let start = ContinuousClock.now
            last = try body(state)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        guard let last else { preconditionFailure("no turn") }
        return (times.sorted()[Self.turnCount / 2], last)
    }
}
