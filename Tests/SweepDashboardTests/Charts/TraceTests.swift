import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("A curve on a raster of dots")
struct TraceTests {
    /// The dots of a curve, one pass over its columns.
    private func raster(
        _ samples: [CurvePoint], _ x: AxisScale, _ y: AxisScale, columns: Int, rows: Int,
        _ glyphs: GlyphSet = .braille
    ) -> DotCanvas {
        var canvas = DotCanvas(columns: columns, rows: rows, glyphs: glyphs)
        let ink = canvas.number(of: DotCanvas.Ink(Style(.series1)))
        let trace = Trace(samples, .steps, x, dots: canvas.width, isLogY: y.isLog)
        trace.draw(&canvas, y, ink: ink)
        return canvas
    }

    /// The dots of every single segment between two points of the window.
    private func bruteForce(
        _ samples: [CurvePoint], _ x: AxisScale, _ y: AxisScale, columns: Int, rows: Int,
        _ glyphs: GlyphSet = .braille
    ) -> DotCanvas {
        var canvas = DotCanvas(columns: columns, rows: rows, glyphs: glyphs)
        let ink = canvas.number(of: DotCanvas.Ink(Style(.series1)))
        var before: (x: Int, y: Int)?
        for sample in samples where x.range.contains(Double(sample.step)) {
            guard sample.value.isFinite, !y.isLog || sample.value > 0 else {
                before = nil
                continue
            }
            let dot = (
                x: x.dot(Double(sample.step), of: canvas.width),
                y: canvas.height - 1 - y.dot(sample.value, of: canvas.height)
            )
            let from = before ?? dot
            canvas.line(x0: from.x, y0: from.y, x1: dot.x, y1: dot.y, ink: ink)
            before = dot
        }
        return canvas
    }

    private func dots(_ canvas: DotCanvas) -> [Bool] {
        (0..<canvas.height).flatMap { y in (0..<canvas.width).map { canvas.isSet(x: $0, y: y) } }
    }

    @Test("is what drawing every segment gives, gaps and logarithmic axes included")
    func equalsBruteForce() {
        var generator = SeededGenerator(seed: 10)
        for round in 0..<300 {
            let count = Int.random(in: 1...2_000, using: &generator)
            let stepLength = Int64.random(in: 1...9, using: &generator)
            var values = (0..<count).map { _ in Double.random(in: 0.01...1, using: &generator) }
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                values[Int.random(in: 0..<count, using: &generator)] =
                    [
                        .nan, .infinity, -1, 30, 0,
                    ].randomElement(using: &generator) ?? 0
            }
            let samples = ChartSamples.points(values, every: stepLength)
            let first = Double(samples[0].step)
            let last = Double(samples[count - 1].step)
            let x = AxisScale(first, last, isLog: round % 3 == 1)
            let y = AxisScale(0.05, 0.9, isLog: round % 2 == 1)
            let (columns, rows) = (
                Int.random(in: 1...60, using: &generator), Int.random(in: 1...20, using: &generator)
            )
            let glyphs = GlyphSet.allCases[round % 3]
            let fast = raster(samples, x, y, columns: columns, rows: rows, glyphs)
            let slow = bruteForce(samples, x, y, columns: columns, rows: rows, glyphs)
            #expect(dots(fast) == dots(slow), "round \(round)")
        }
    }

    @Test("a spike of one point is in its column of dots at every zoom")
    func spike() {
        var generator = SeededGenerator(seed: 11)
        var missing: [String] = []
        // One curve that is kept whole and one that is not.
        for count in [5_000, 90_000] {
            let values = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
            let plain = ChartSamples.points(values)
            for _ in 0..<20 {
                let place = Int.random(in: 0..<count, using: &generator)
                var points = plain
                points[place] = CurvePoint(step: Int64(place + 1), value: 10, time: 0)
                var reducer = SampleReducer(capacity: 4_096)
                reducer.append(points)
                for _ in 0..<25 {
                    let columns = Int.random(in: 1...160, using: &generator)
                    let from = Int.random(in: 0...place, using: &generator)
                    let to = Int.random(in: place + 1...count, using: &generator)
                    let x = AxisScale(Double(from + 1), Double(to), isLog: false)
                    let y = AxisScale(0, 10, isLog: false)
                    let canvas = raster(reducer.samples, x, y, columns: columns, rows: 10)
                    let column = x.dot(Double(place + 1), of: canvas.width)
                    if !canvas.isSet(x: column, y: 0) {
                        missing.append("\(count) \(place) \(columns) \(from)-\(to)")
                    }
                }
            }
        }
        #expect(missing.isEmpty)
    }

    @Test("a window between two points shows the line that crosses it")
    func crossing() {
        let samples = ChartSamples.points([0, 100], every: 100, from: 0)
        let canvas = raster(
            samples, AxisScale(40, 60, isLog: false), AxisScale(0, 100, isLog: false), columns: 10,
            rows: 10)
        for x in 0..<canvas.width {
            let count = (0..<canvas.height).filter { canvas.isSet(x: x, y: $0) }.count
            #expect((1...2).contains(count))
        }
        // 40 of 100 on the left and 60 on the right, in 40 dots from the top.
        #expect((22...24).contains { canvas.isSet(x: 0, y: $0) })
        #expect((15...17).contains { canvas.isSet(x: 19, y: $0) })
    }

    @Test("what is not finite breaks the line, and values a log axis cannot have are counted")
    func gaps() {
        let samples = ChartSamples.points([1, .nan, 1, 0, -1, 1])
        let x = AxisScale(1, 6, isLog: false)
        let trace = Trace(samples, .steps, x, dots: 60, isLogY: true)
        #expect(trace.columns.map(\.joins) == [false, false, false])
        #expect(trace.hiddenCount == 2)
        #expect(Trace(samples, .steps, x, dots: 60, isLogY: false).columns.count == 5)
    }

    @Test("a cell belongs to who draws first; the same ink adds to it, another does not")
    func ownership() {
        var canvas = DotCanvas(columns: 2, rows: 1, glyphs: .braille)
        let front = canvas.number(of: DotCanvas.Ink(Style(.series1)))
        let back = canvas.number(of: DotCanvas.Ink(Style(.series2)))
        canvas.line(x0: 0, y0: 0, x1: 1, y1: 0, ink: front)
        canvas.line(x0: 0, y0: 3, x1: 3, y1: 3, ink: back)
        canvas.line(x0: 0, y0: 1, x1: 0, y1: 1, ink: front)
        var buffer = CellBuffer(Size(columns: 2, rows: 1))
        canvas.copy(to: &buffer, x: 0, y: 0)
        #expect(buffer.lines == ["⠋⣀"])
        #expect(buffer[0, 0].style.role == .series1 && buffer[1, 0].style.role == .series2)
    }

    @Test(
        "glyphs of the three sets",
        arguments: [(GlyphSet.braille, "⠱⡀"), (.block, "▚▖"), (.ascii, "a")])
    func glyphs(glyphs: GlyphSet, expected: String) {
        var canvas = DotCanvas(columns: 3, rows: 1, glyphs: glyphs)
        let ink = canvas.number(of: DotCanvas.Ink(Style(.series1), mark: "a"))
        if glyphs == .ascii {
            canvas.span(x: 0, 0, 0, ink: ink)
        } else {
            canvas.line(x0: 0, y0: 0, x1: 2, y1: canvas.height - 1, ink: ink)
        }
        var buffer = CellBuffer(Size(columns: 3, rows: 1))
        canvas.copy(to: &buffer, x: 0, y: 0)
        #expect(buffer.lines == [expected])
    }
}

extension Abscissa {
    static var steps: Abscissa {
        let series = ChartSamples.series(0, Curve())
        guard let steps = Abscissa(.step, of: series) else { preconditionFailure("always there") }
        return steps
    }
}
