import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

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
            ╰────────────────────────────── ▲ 1 clipped (40.00) ╯
            """
        #expect(ChartSamples.lines(Self.example, 53, 14).joined(separator: "\n") == expected)
    }

    @Test("the legend counts every curve that it does not name, at any width")
    func legend() {
        for count in [1, 2, 3, 8, 12] {
            var spec = ChartSamples.spec(
                (0..<count).map { _ in ChartSamples.curve([3, 2, 1]) })
            for index in 0..<count {
                spec.series[index].name = "lr0.00\(index)-width256-depth4-s\(index)"
                if index >= 8 {
                    (spec.series[index].letter, spec.series[index].role) = (nil, .context)
                }
            }
            for columns in 18...150 {
                let line = ChartSamples.lines(spec, columns, 12)[10]
                let named = (0..<count).count {
                    line.contains("\(Character(UnicodeScalar(UInt8(97 + $0)))) l")
                }
                let more = line.firstRange(of: " +").map {
                    line[$0.upperBound...].prefix(while: \.isNumber)
                }
                #expect(named >= 1)
                #expect(named + (more.flatMap { Int($0) } ?? 0) == count, "\(columns): \(line)")
            }
        }
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
            #expect(
                lines.contains(" ▲ 1 clipped (50.00) ─╯")
                    || lines.contains(" ▲ 1 clipped (50.00) ╯"))
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

    @Test("each x axis counts in its unit, and runs that lack it are said")
    func axes() {
        var spec = ChartSamples.spec([
            ChartSamples.curve(ChartSamples.loss(1_000, floor: 0.1), every: 10, from: 0),
            ChartSamples.curve(ChartSamples.loss(1_000, floor: 0.2), every: 10, from: 0),
        ])
        spec.series[0].epochLength = 1_000
        spec.series[0].batchSize = 128
        spec.series[0].startedAt = SweepInstant(milliseconds: 1_795_615_200_000)
        let expected: [(XAxis, ClosedRange<Double>, [String])] = [
            (.step, 0...9_990, []), (.epoch, 0...9.99, ["run-1"]),
            (.samples, 0...1_278_720, ["run-1"]), (.elapsed, 0...249.75, []),
            (.clock, 1_795_615_200...1_795_615_449.75, ["run-1"]),
        ]
        for (axis, range, lacking) in expected {
            spec.options.xAxis = axis
            var buffer = CellBuffer(Size(columns: 80, rows: 16))
            let report = Chart.draw(spec, in: Rect(buffer.size), glyphs: .braille, into: &buffer)
            let shown = report.xRange ?? 0...0
            #expect(abs(shown.lowerBound - range.lowerBound) < 1e-6, "\(axis)")
            #expect(abs(shown.upperBound - range.upperBound) < 1e-6, "\(axis)")
            #expect(report.lacking == lacking)
            let text = buffer.lines.joined(separator: "\n")
            #expect(text.contains("x:\(axis.rawValue)"))
            #expect(text.contains("without") == !lacking.isEmpty)
        }
        spec.options.clockOffset = 7_200
        #expect(ChartSamples.lines(spec, 80, 16).joined().contains("16:01"))
    }

    @Test("what a logarithmic axis cannot have is counted")
    func hidden() {
        var options = ChartOptions()
        options.isLogY = true
        var values = ChartSamples.loss(100, floor: 0.1)
        values[10] = 0
        values[20] = -3
        let (logarithmic, lines) = draw([values], options)
        #expect(logarithmic.hiddenCount == 2 && lines.contains(" 2 ≤ 0 hidden ╯"))
        options.isLogY = false
        options.isLogX = true
        let spec = ChartSamples.spec([ChartSamples.curve([1, 2, 3], from: 0)], options)
        var buffer = CellBuffer(Size(columns: 60, rows: 12))
        let report = Chart.draw(spec, in: Rect(buffer.size), glyphs: .braille, into: &buffer)
        #expect(report.hiddenCount == 1 && report.xRange == 1...2)
    }

    @Test("repeats of a configuration are a median with a shade from lowest to highest")
    func bands() {
        let flat = { (value: Double) in ChartSamples.curve([Double](repeating: value, count: 50)) }
        var spec = ChartSamples.spec([flat(1), flat(2), flat(6), flat(9)])
        for index in 0..<3 { spec.series[index].repeatGroup = 7 }
        spec.options.showsBands = true
        let plan = ChartPlan(spec, dots: 100)
        let bands = ChartBand.bands(of: plan, dots: 100)
        #expect(bands.count == 1 && bands.first?.members == [0, 1, 2])
        #expect(bands.first?.range(20, 2) == 1...6)
        let lines = ChartSamples.lines(spec, 50, 14)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("░"))
        // The line in the shade is the median at 2, with the first one's letter; 9 is by itself.
        let shaded = lines.filter { $0.contains("░") }
        #expect(shaded.count > 4)
        #expect(ChartSamples.lines(spec, 50, 14, .ascii).contains { $0.contains("dddddd") })
        #expect(!ChartSamples.lines(spec, 50, 14, .ascii).contains { $0.contains("cccccc") })
    }

    @Test("a diverged run ends in a cross on the top edge, in the role of errors")
    func diverged() {
        var buffer = CellBuffer(Size(columns: 60, rows: 14))
        var spec = Self.example
        Chart.draw(spec, in: Rect(buffer.size), glyphs: .braille, into: &buffer)
        let row = buffer.row(1)
        let cross = row.first { $0.text == "×" }
        #expect(cross?.style.role == .error)
        #expect(buffer.lines[1].contains("× e NaN@301"))
        // Another one at the same place is in the row below.
        var other = spec.series[2]
        other.letter = "f"
        other.divergence = "Inf@300"
        spec.series.append(other)
        Chart.draw(spec, in: Rect(buffer.size), glyphs: .braille, into: &buffer)
        #expect(buffer.lines[2].contains("× f Inf@300"))
    }

    @Test("the first series is whole, whatever lies behind it")
    func priority() {
        let front = ChartSamples.curve((0..<200).map { Double($0 % 50) })
        let behind = ChartSamples.curve((0..<200).map { Double(50 - $0 % 50) })
        var spec = ChartSamples.spec([front, behind])
        spec.yRange = -1...52
        var both = CellBuffer(Size(columns: 80, rows: 20))
        Chart.draw(spec, in: Rect(both.size), glyphs: .braille, into: &both)
        spec.series.removeLast()
        var one = CellBuffer(both.size)
        Chart.draw(spec, in: Rect(one.size), glyphs: .braille, into: &one)
        for y in 1..<15 {
            for x in 0..<77 where one[x, y].style.role == .series1 {
                #expect(both[x, y] == one[x, y])
            }
        }
    }
}
