import SweepCore
import SweepDashboard
import Testing

@Suite("A chart as SVG")
struct SVGTests {
    private var spec: ChartSpec {
        var spec = ChartSamples.spec([
            ChartSamples.curve(ChartSamples.loss(100_000, floor: 0.1)),
            ChartSamples.curve(ChartSamples.loss(100, floor: 0.2), every: 1_000),
        ])
        var diverged = ChartSamples.series(
            2, ChartSamples.curve([2, 9, .nan], every: 10_000), name: "<b> & \"q\"\u{1B}")
        diverged.divergence = "NaN@30001"
        spec.series.append(diverged)
        spec.options.smoothing = 0.6
        return spec
    }

    /// Whether tags are balanced and everything else is escaped, as far as a small reader can tell.
    private func isWellFormed(_ text: String) -> Bool {
        var (open, rest) = ([Substring](), text[...])
        while let start = rest.firstIndex(of: "<") {
            guard !rest[..<start].contains(">"), let end = rest[start...].firstIndex(of: ">") else {
                return false
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else if !tag.hasSuffix("/") {
                open.append(tag.prefix { $0 != " " })
            }
            guard tag.count(where: { $0 == "\"" }).isMultiple(of: 2) else { return false }
        }
        return open.isEmpty
    }

    @Test("is well formed, with names escaped, and has curves, cross and legend")
    func whole() {
        let text = Chart.svg(spec)
        #expect(isWellFormed(text))
        #expect(text.hasPrefix("<svg xmlns=") && text.hasSuffix("</svg>\n"))
        #expect(text.contains("&lt;b&gt; &amp; &quot;q&quot;␛"))
        #expect(text.contains(">NaN@30001</text>") && text.contains(">val/loss</text>"))
        #expect(!text.contains("nan") && !text.contains("inf"))
    }

    @Test("does not grow with the number of points")
    func bounded() { #expect(Chart.svg(spec).utf8.count < 400_000) }

    @Test("says when there is nothing")
    func empty() {
        for curves in [[], [Curve()], [ChartSamples.curve([.nan])]] {
            let text = Chart.svg(ChartSamples.spec(curves), width: 10, height: 10)
            #expect(isWellFormed(text) && text.contains("no points"))
        }
        #expect(Chart.svg(ChartSamples.spec([ChartSamples.curve([3])])).contains("h0"))
    }

    @Test("repeats are a band")
    func band() {
        var spec = spec
        spec.options.showsBands = true
        for index in 0..<2 { spec.series[index].repeatGroup = 1 }
        #expect(Chart.svg(spec).contains("fill-opacity"))
    }
}
