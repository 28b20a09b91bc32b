import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("A curve in bounded memory")
struct CurveTests {
    @Test("keeps every point up to its capacity")
    func exact() {
        let points = ChartSamples.points(ChartSamples.loss(Curve.capacity, floor: 0.1))
        let curve = Curve(points)
        #expect(curve.points == points)
        #expect(!curve.isReduced)
    }

    @Test("never keeps more samples than its capacity, and each is a point that came")
    func bounded() {
        var generator = SeededGenerator(seed: 1)
        var reducer = SampleReducer(capacity: 64)
        var all: [Int64: Double] = [:]
        for chunk in 0..<500 {
            let points = (0..<Int.random(in: 0...40, using: &generator)).map { index in
                let value = Double.random(in: 0...1, using: &generator)
                return CurvePoint(
                    step: Int64(chunk * 40 + index), value: value < 0.05 ? .nan : value, time: 7)
            }
            for point in points { all[point.step] = point.value }
            reducer.append(points)
            #expect(reducer.samples.count <= 64 + 5)
            let steps = reducer.samples.map(\.step)
            #expect(steps == steps.sorted() && Set(steps).count == steps.count)
        }
        #expect(reducer.isReduced)
        for sample in reducer.samples {
            let value = all[sample.step] ?? .infinity
            #expect(value.bitPattern == sample.value.bitPattern)
        }
    }

    @Test("is the same however the points are cut into chunks")
    func chunks() {
        let points = ChartSamples.points(ChartSamples.loss(20_000, floor: 0.1))
        var whole = SampleReducer(capacity: 256)
        whole.append(points)
        var parts = SampleReducer(capacity: 256)
        for start in stride(from: 0, to: points.count, by: 37) {
            parts.append(points[start..<min(points.count, start + 37)])
        }
        #expect(whole.samples == parts.samples)
    }

    @Test("a spike of one point is kept with its own step, wherever it is")
    func spike() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let count = Int.random(in: 1...20_000, using: &generator)
            let place = Int.random(in: 0..<count, using: &generator)
            var values = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
            values[place] = Bool.random(using: &generator) ? 50 : -50
            var reducer = SampleReducer(capacity: 128)
            reducer.append(ChartSamples.points(values))
            let spike = CurvePoint(
                step: Int64(place + 1), value: values[place], time: Int64(place + 1) * 25)
            #expect(reducer.samples.contains(spike))
        }
    }

    @Test("keeps the first, the last and the extremes, and counts what is not finite")
    func summary() {
        var values = ChartSamples.loss(100_000, floor: 0.1)
        values[40_000] = .nan
        values[50_000] = .infinity
        values[99_999] = -.infinity
        let curve = ChartSamples.curve(values)
        let summary = curve.summary
        #expect(curve.count == 100_000)
        #expect(summary.nanCount == 1 && summary.firstNaN?.step == 40_001)
        #expect(summary.positiveInfinityCount == 1 && summary.firstPositiveInfinity?.step == 50_001)
        #expect(summary.negativeInfinityCount == 1 && summary.last?.value == -.infinity)
        #expect(summary.lastFinite?.step == 99_999)
        #expect(summary.minimum?.value == values.filter(\.isFinite).min())
        #expect(summary.maximum?.value == values.filter(\.isFinite).max())
        #expect(curve.points.contains { $0.value.isNaN && $0.step == 40_001 })
        #expect(curve.points.contains { $0.value == .infinity })
        #expect(curve.points.first?.step == 1)
    }

    @Test("eight curves of a million points take less than 24 MB")
    func memory() {
        var curve = Curve()
        let chunk = ChartSamples.points(ChartSamples.loss(50_000, floor: 0.1))
        for part in 0..<4 {
            curve.append(
                chunk.map {
                    CurvePoint(step: $0.step + Int64(part) * 50_000, value: $0.value, time: 0)
                })
        }
        var samples = curve.points.capacity + curve.coarseSamples(smoothing: 0).capacity
        for weight in ChartOptions.smoothingWeights where weight > 0 {
            samples += curve.samples(smoothing: weight).capacity
        }
        #expect(8 * samples * MemoryLayout<CurvePoint>.stride < 24_000_000)
    }

    @Test("reads at a step, between steps, and not before the first")
    func reading() {
        let curve = ChartSamples.curve([3, 2, 1], every: 10, from: 10)
        #expect(curve.reading(at: 9, by: \.step, smoothing: 0) == nil)
        #expect(curve.reading(at: 20, by: \.step, smoothing: 0)?.raw.value == 2)
        #expect(curve.reading(at: 29.5, by: \.step, smoothing: 0)?.raw.value == 2)
        #expect(curve.reading(at: 1e9, by: \.time, smoothing: 0.6)?.raw.value == 1)
        let smoothed = curve.reading(at: 30, by: \.step, smoothing: 0.6)?.smoothed.value ?? 0
        #expect(smoothed > 1 && smoothed < 2)
    }

    @Test("its course for a sparkline has as many parts as asked for, from first to last")
    func levels() {
        let curve = ChartSamples.curve((0..<80).map { Double(80 - $0) })
        let levels = curve.levels(count: 8)
        #expect(levels.count == 8 && levels == levels.sorted(by: >))
        #expect(Curve().levels(count: 8).isEmpty)
        #expect(ChartSamples.curve([1, .nan]).levels(count: 2)[1].isNaN)
    }

    @Test("a sparkline shows the course, and a cross at the end of a diverged run's")
    func sparkline() {
        func line(_ values: [Double], _ glyphs: GlyphSet = .braille, diverged: Bool = false)
            -> String
        {
            var buffer = CellBuffer(Size(columns: 10, rows: 1))
            Sparkline.draw(
                ChartSamples.curve(values), x: 0, y: 0, columns: 8, hasDiverged: diverged,
                glyphs: glyphs, Style(.text), into: &buffer)
            return buffer.lines[0]
        }
        #expect(line([8, 7, 6, 5, 4, 3, 2, 1]) == "█▇▆▅▄▃▂▁")
        #expect(line([8, 4, 1], .ascii) == "#-_")
        #expect(line([1, 2, 9, .nan], diverged: true) == "▁▂█×")
        #expect(line([.nan], diverged: true) == "×")
        #expect(line([3, 3, 3]) == "▄▄▄")
        #expect(line([]) == "")
    }

    @Test("a spike of one point is seen in a sparkline, wherever it is and however long the curve")
    func spikes() {
        var generator = SeededGenerator(seed: 31)
        var problems: [String] = []
        for round in 0..<400 {
            let count = Int.random(in: 3...(round % 20 == 0 ? 40_000 : 600), using: &generator)
            let columns = Int.random(in: 4...14, using: &generator)
            var values =
                round % 3 == 0
                ? (0..<count).map { _ in Double.random(in: 1...2, using: &generator) }
                : round % 3 == 1
                    ? ChartSamples.loss(count, floor: 0.1, seed: UInt64(round))
                    : (0..<count).map { 1 - 1 / Double($0 + 1) }
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            let isUp = Bool.random(using: &generator)
            // A curve's first point is where it comes from.
            let index = Int.random(in: 1..<count, using: &generator)
            values[index] = isUp ? high + 4 * (high - low) : low - 4 * (high - low)
            let shown = min(columns, count)
            var buffer = CellBuffer(Size(columns: columns, rows: 1))
            Sparkline.draw(
                ChartSamples.curve(values), x: 0, y: 0, columns: columns, glyphs: .braille,
                Style(.text), into: &buffer)
            let line = Array(buffer.lines[0])
            let place = min(shown - 1, index * shown / (count - 1))
            let extreme: Character = isUp ? "█" : "▁"
            let isSeen = [place - 1, place].contains {
                line.indices.contains($0) && line[$0] == extreme
            }
            if !isSeen || line.count(where: { $0 == extreme }) != 1 {
                problems.append("\(count) points, \(index) in \(shown): \(String(line))")
            }
        }
        #expect(problems.prefix(5).joined(separator: "\n") == "")
    }
}
