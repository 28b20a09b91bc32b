/// When the write-ahead log is copied into the database.
///
/// Copies are few and large, so that a page which changes in many commits is copied once: at full speed after 16 MB.
/// A slow sweep's log is copied after less than 4 MB, so that whoever reads, or copies the files, finds it short.
package struct LogPace: Sendable {
    /// Pages of 4 KiB.
    package static let longLog = 4_000
    package static let shortLog = 900
    package static let pause: Duration = .seconds(2)
    /// What SQLite cuts the log's file to when it begins at its start again.
    package static let bytesKept = 4 << 20

    private var copiedAt: ContinuousClock.Instant

    package init(now: ContinuousClock.Instant) { copiedAt = now }

    /// Whether a log of so many pages is to be copied now; if so, this counts as the time of the copy.
    package mutating func isDue(pages: Int, now: ContinuousClock.Instant) -> Bool {
        let isDue =
            pages >= Self.longLog || pages >= Self.shortLog && now - copiedAt >= Self.pause
        if isDue { copiedAt = now }
        return isDue
    }
}
