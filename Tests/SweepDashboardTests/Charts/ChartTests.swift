import SweepCore
import SweepTestSupport
import Testing

@testable import SweepDashboard

@Suite("A chart")
struct ChartTests {
    private static var example: ChartSpec {
        var options = ChartOptions()
        options.isLogY = true
        options.smoothing = 0.6
        var spec = ChartSamples.spec(
            [
                ChartSamples.curve(ChartSamples.loss(1000, floor: 0.08), every: 10),
                ChartSamples.curve(ChartSamples.loss(900, floor: 0.1, seed: 2), every: 10),
            ], options)
        var diverged = ChartSamples.series(
            4, ChartSamples.curve([2, 2.1, 2.3, 2.5, 9, 40, .nan], every: 50), name: "lr3e-2")
        diverged.divergence = "NaN@301"
        spec.series.append(diverged)
        return spec
    }

    @Test("has a title, how it is drawn, axes, letters at the ends, a cross and a legend")
    func whole() {
        let expected = """
            ╭ val/loss ───────────── smooth .60  y:log  x:step ─╮
            │      │ × e NaN@301                                │
            │     5┤⢠⡇                                          │
            │     2┤⣀                                           │
            │      │⠈⠓⠦⣀⡀                                       │
            │     1┤  ⠈⠈⠙⢢⣄⡀                                    │
            │   0.5┤      ⠈⠙⠳⢦⣀⡀                                │
            │   0.2┤         ⠈⠈⠙⠳⢦⣄⡀                            │
            │      │              ⠈⠉⠙⠳⠶⢤⣄⣀⣀⣀⣀⣀⣀⣀⢀⣀⢀⣀⣀⣀⡀⣀⣀       │
            │   0.1┤                    ⠈⠈⠉⠉⠋⠛⠛⠓⠒⠒⠒⠲⠶⠶⠶⠶⠶⠶⠶b⠶⠶⠶a│
            │      └┴───────┴────────┴───────┴────────┴─────────│
            │       0      2k       4k      6k       8k         │
            │ a run-0 .0801  b run-1 .1017  e lr3e-2 NaN@301    │
            ╰───────────────────────────────────────────────────╯
            """
        #expect(ChartSamples.lines(Self.example, 53, 14).joined(separator: "\n") == expected)
    }

    @Test("one outlier changes the range of the rest by less than a tenth, and is counted")
    func outlier() {
        var generator = SeededGenerator(seed: 11)
        for count in [10, 50, 1_000, 60_000] {
            let plain = ChartSamples.loss(count, floor: 0.1)
            var spiked = plain
            spiked[Int.random(in: 0..<count - 1, using: &generator)] = 50
            let (without, _) = draw([plain])
            let (with, lines) = draw([spiked])
            let (a, b) = (without.yRange ?? 0...1, with.yRange ?? 0...1)
            let length = a.upperBound - a.lowerBound
            #expect(abs(a.upperBound - b.upperBound) < length / 10, "\(count)")
            #expect(abs(a.lowerBound - b.lowerBound) < length / 10)
            #expect(without.clippedAbove == 0)
            #expect(with.clippedAbove == 1 && with.furthest == 50)
            #expect(lines.contains("▲"))
        }
    }

    @Test("an outlier is shown when nothing is to be clipped")
    func unclipped() {
        var options = ChartOptions()
        options.clipsOutliers = false
        var values = ChartSamples.loss(1_000, floor: 0.1)
        values[500] = 50
        let (report, lines) = draw([values], options)
        #expect((report.yRange?.upperBound ?? 0) >= 50)
        #expect(report.clippedAbove == 0 && !lines.contains("▲"))
    }

    private func draw(_ values: [[Double]], _ options: ChartOptions = ChartOptions()) -> (
        ChartReport, String
    ) {
        let spec = ChartSamples.spec(values.map { ChartSamples.curve($0) }, options)
        var buffer = CellBuffer(Size(columns: 80, rows: 20))
        let report = Chart.draw(spec, in: Rect(buffer.size), glyphs: .braille, into: &buffer)
        return (report, buffer.lines.joined(separator: "\n"))
    }

    @Test("survives every size, in every glyph set, and ASCII has nothing else", arguments: 0..<6)
    func sizes(kind: Int) {
        var spec = Self.example
        switch kind {
        case 0: break
        case 1: spec.series = []
        case 2: spec.series = [ChartSamples.series(0, Curve())]
        case 3:
            spec.series = [
                ChartSamples.series(0, ChartSamples.curve([.nan, .infinity]), name: "日本語\u{1B}[2J")
            ]
        case 4:
            spec.series = [ChartSamples.series(0, ChartSamples.curve([3]))]
            spec.options.xAxis = .epoch
        default:
            spec.isFramed = false
            spec.options.showsBands = true
            for index in spec.series.indices { spec.series[index].repeatGroup = 0 }
        }
        spec.cursor = 300
        for columns in [1, 2, 3, 5, 9, 14, 22, 40, 61, 120] {
            for rows in [1, 2, 3, 4, 5, 6, 7, 8, 12, 30] {
                for glyphs in GlyphSet.allCases {
                    let size = Size(columns: columns, rows: rows)
                    let lines = Chart.lines(spec, size: size, glyphs: glyphs)
                    #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= columns })
                    let isClean = lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } }
                    // Names are not ours to change.
                    if glyphs.isASCII, kind != 3 { #expect(isClean, "\(size)") }
                }
            }
        }
    }

    @Test("nothing outside of its area is touched")
    func area() {
        let area = Rect(x: 10, y: 5, width: 40, height: 12)
        var buffer = CellBuffer(Size(columns: 60, rows: 20))
        buffer.fill(Rect(buffer.size), with: Cell("#"))
        var spec = Self.example
        spec.cursor = 400
        Chart.draw(spec, in: area, glyphs: .braille, into: &buffer)
        for y in 0..<20 {
            for x in 0..<60 where !area.contains(x: x, y: y) {
                #expect(buffer[x, y].text == "#")
            }
        }
    }

    @Test("says what it waits for")
    func empty() {
        let text = { (spec: ChartSpec) in
            ChartSamples.lines(spec, 40, 6).joined(separator: "\n")
        }
        #expect(text(ChartSamples.spec([])).contains("waiting for val/loss"))
        #expect(text(ChartSamples.spec([Curve()])).contains("no points yet"))
        #expect(text(ChartSamples.spec([ChartSamples.curve([.nan])])).contains("no finite points"))
        var options = ChartOptions()
        options.xAxis = .epoch
        #expect(
            text(ChartSamples.spec([ChartSamples.curve([1])], options))
                .contains("no run here has epochs"))
    }
}
