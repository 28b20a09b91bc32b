import Foundation
import SweepCore
import SweepStore
import Testing

@Suite("The write-ahead log")
struct LogTests {
    private let start = ContinuousClock.now

    @Test("a long log is copied at once, a shorter one after a pause, a short one never")
    func pace() {
        var pace = LogPace(now: start)
        let afterPause = start + LogPace.pause
        let answers = [
            pace.isDue(pages: LogPace.shortLog, now: start),
            pace.isDue(pages: LogPace.longLog, now: start),
            pace.isDue(pages: LogPace.shortLog - 1, now: afterPause),
            pace.isDue(pages: LogPace.longLog - 1, now: afterPause - .milliseconds(1)),
            pace.isDue(pages: LogPace.shortLog, now: afterPause),
            // One copy, one pause.
            pace.isDue(pages: LogPace.shortLog, now: afterPause),
        ]
        #expect(answers == [false, true, false, false, true, false])
        #expect(LogPace.shortLog * (4_096 + 24) < LogPace.bytesKept)
    }

    @Test("after a long log has been copied its file is short again, with the writer still open")
    func length() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let long = [UInt8](repeating: 7, count: 5 << 20)
        for step: Int64 in 1...4 {
            try fixture.writer.save(
                Checkpoint(step: step, epoch: 0, content: long), of: attempt)
        }
        // The log begins at its start with the commit after the copy.
        try fixture.record(attempt, [1])
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: fixture.path + "-wal")[.size] as? Int)
        #expect(size <= LogPace.bytesKept)
    }
}
