import Foundation
import SweepCommands
import Testing

@Suite("Figures about frames")
struct FrameStatisticsTests {
    private struct Figures: Decodable {
        struct Times: Decodable {
            let count: Int
            let median_ms, p95_ms, p99_ms, max_ms: Double
        }
        let frames, work, keys: Times
    }

    private func figures(_ statistics: FrameStatistics) throws -> Figures {
        try JSONDecoder().decode(Figures.self, from: Data(statistics.json.utf8))
    }

    @Test("quantiles are times that occurred, in whatever order the frames came")
    func quantiles() throws {
        var statistics = FrameStatistics()
        for index in 0..<100 {
            statistics.drew(
                .milliseconds((index * 37 + 11) % 100), work: .microseconds(index), sinceKey: nil)
        }
        let frames = try figures(statistics).frames
        #expect(frames.count == 100)
        #expect(frames.median_ms == 50)
        #expect(frames.p95_ms == 95)
        #expect(frames.p99_ms == 99)
        #expect(frames.max_ms == 99)
        #expect(try figures(statistics).work.max_ms == 0.099)
    }

    @Test("only frames that show the effect of a key count for keys")
    func keys() throws {
        var statistics = FrameStatistics()
        statistics.drew(.milliseconds(2), work: .milliseconds(1), sinceKey: nil)
        statistics.drew(
            .microseconds(1_500), work: .milliseconds(1), sinceKey: .microseconds(4_250))
        let figures = try figures(statistics)
        #expect(figures.frames.count == 2)
        #expect(figures.keys.count == 1)
        #expect(figures.keys.max_ms == 4.25)
    }

    @Test("without a frame everything is 0")
    func empty() throws {
        let figures = try figures(FrameStatistics())
        #expect(figures.frames.count == 0)
        #expect(figures.keys.p99_ms == 0)
    }
}
