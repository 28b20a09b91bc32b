package import SweepCore

/// What one launch's writer did, as it is kept when the launch ends: an `event` of kind `writer`.
package struct WriterFigures: Sendable, Equatable {
    package static let eventKind = "writer"

    package let time: SweepInstant
    /// `nil` when the sweep has no name any more.
    package let sweepName: String?
    package let commitCount: Int
    package let pointCount: Int
    package let droppedPointCount: Int
    /// Milliseconds; half, and 99 of 100, of the commits took at most that, to a quarter.
    package let medianCommit: Double
    package let slowCommit: Double
    package let longestCommit: Double
    /// Milliseconds that threads waited because the queue was full, in all.
    package let blockedTime: Double

    /// `nil` for a message that is not one of ours.
    init?(_ message: String, time: SweepInstant, sweepName: String?) {
        guard let values = ValueParser.parse(message)?.asMap else { return nil }
        func number(_ name: String) -> Double {
            switch values[name] {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: 0
            }
        }
        // From outside: any number may stand there.
        func count(_ name: String) -> Int { Int(exactly: number(name).rounded()) ?? 0 }
        self.time = time
        self.sweepName = sweepName
        commitCount = count("commits")
        pointCount = count("points")
        droppedPointCount = count("dropped")
        medianCommit = number("p50_ms")
        slowCommit = number("p99_ms")
        longestCommit = number("longest_ms")
        blockedTime = number("blocked_ms")
    }

    static func message(_ statistics: WriterStatistics) -> String {
        func milliseconds(_ duration: Duration) -> Value {
            .number((duration / .microseconds(1)).rounded() / 1_000)
        }
        return Value.map([
            "commits": .integer(Int64(statistics.commitCount)),
            "points": .integer(Int64(statistics.pointCount)),
            "dropped": .integer(Int64(statistics.droppedPointCount)),
            // A quantile is the end of its step, which may lie beyond the longest.
            "p50_ms": milliseconds(
                min(statistics.commitLatency.quantile(0.5), statistics.longestCommit)),
            "p99_ms": milliseconds(
                min(statistics.commitLatency.quantile(0.99), statistics.longestCommit)),
            "longest_ms": milliseconds(statistics.longestCommit),
            "blocked_ms": milliseconds(statistics.blockedTime),
        ]).canonicalJSON
    }
}

extension StoreWriter {
    /// Keeps the figures of this writer so far, for `sweep doctor`; a launch does so when it ends.
    @available(*, noasync)
    package func recordFigures(of sweep: SweepID) throws {
        try recordEvent(
            kind: WriterFigures.eventKind, sweep: sweep, message: WriterFigures.message(statistics))
    }
}

extension StoreReader {
    /// Of the last launches, the newest first.
    package func writerFigures(limit: Int) throws -> [WriterFigures] {
        try read { connection in
            try connection.all(
                """
                SELECT event.message, event.time, sweep.name
                FROM event LEFT JOIN sweep ON sweep.id = event.sweep
                WHERE event.kind = ? AND event.run IS NULL ORDER BY event.id DESC LIMIT ?
                """, WriterFigures.eventKind, limit
            ) { WriterFigures($0.text(0), time: $0.instant(1), sweepName: $0.optionalText(2)) }
            .compactMap { $0 }
        }
    }
}
