import SweepCore
import SweepStore
import SweepTestSupport
import Testing

@Suite struct WriterFigureTests {
    @Test("a quantile is never too small, and at most a quarter too large")
    func quantiles() {
        var generator = SeededGenerator(seed: 7)
        var histogram = LatencyHistogram()
        var values: [Int] = []
        for _ in 0..<5_000 {
            let value = Int.random(
                in: 4...(1 << Int.random(in: 3...30, using: &generator)), using: &generator)
            values.append(value)
            histogram.add(.microseconds(value))
        }
        values.sort()
        for q in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(values[Int((Double(values.count) * q).rounded(.up)) - 1])
            let told = histogram.quantile(q) / .microseconds(1)
            #expect(told >= exact && told <= exact * 1.25 + 1, "\(q): \(told) for \(exact)")
        }
    }

    @Test("without any, and for times outside the scale, there is an answer")
    func edges() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(0.99) == .zero)
        histogram.add(.zero)
        histogram.add(.seconds(-1))
        #expect(histogram.quantile(1) <= .microseconds(2))
        histogram.add(.seconds(1_000_000))
        #expect(histogram.count == 3)
        #expect(histogram.quantile(1) > .seconds(1_000))
    }

    @Test("the figures of the last launch come back, the newest first")
    func figures() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("first")
        try fixture.record(attempt, [1, 2, 3])
        let sweep = try fixture.reader().sweep("first")
        try fixture.writer.recordFigures(of: sweep.id)
        fixture.clock.advance(1_000)
        try fixture.record(attempt, [4], from: 4)
        try fixture.writer.recordFigures(of: sweep.id)
        let figures = try fixture.reader().writerFigures(limit: 5)
        #expect(figures.map(\.pointCount) == [4, 3])
        let last = try #require(figures.first)
        #expect(last.sweepName == "first")
        #expect(last.droppedPointCount == 0)
        #expect(last.medianCommit > 0)
        #expect(last.medianCommit <= last.slowCommit && last.slowCommit <= last.longestCommit)
        #expect(try fixture.reader().writerFigures(limit: 1).count == 1)
    }

    @Test(
        "a message that somebody else wrote is no trouble",
        arguments: ["", "{", "[1]", "{}", #"{"points":1e300,"commits":"x"}"#])
    func foreign(message: String) throws {
        let fixture = try Fixture()
        try fixture.writer.recordEvent(kind: WriterFigures.eventKind, message: message)
        for figures in try fixture.reader().writerFigures(limit: 1) {
            #expect(figures.pointCount == 0)
        }
    }
}
