import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Axes")
struct AxisTests {
    /// Ranges as they come, and those that nobody expects.
    private static func range(_ generator: inout SeededGenerator) -> (Double, Double) {
        let exponent = Double(Int.random(in: -12...12, using: &generator))
        let scale = power(exponent)
        let a = Double.random(in: -1...1, using: &generator) * scale
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return (a, a)
        case 1: return (0, 0)
        case 2: return (1e-300, 3e-300)
        case 3: return (-1e308, 1e308)
        case 4: return (-.infinity, .infinity)
        case 5: return (.nan, a)
        case 6: return (1e6 + abs(a) / scale, 1e6 + 1.001)
        case 7: return (a, a * (1 + 1e-13))
        case 8, 9: return (0, abs(a))
        default: return (a, Double.random(in: -1...1, using: &generator) * scale)
        }
    }

    private static func power(_ exponent: Double) -> Double {
        var value = 1.0
        for _ in 0..<Int(abs(exponent)) { value *= 10 }
        return exponent < 0 ? 1 / value : value
    }

    @Test("y labels are round, evenly spaced, each in its row, and three from eight rows on")
    func rows() {
        var generator = SeededGenerator(seed: 13)
        var problems: [String] = []
        for _ in 0..<10_000 {
            let (low, high) = Self.range(&generator)
            let isLog = Int.random(in: 0..<3, using: &generator) == 0
            let rows = Int.random(in: 1...60, using: &generator)
            let scale = AxisScale(low, high, isLog: isLog)
            let labels = AxisLabels.rows(scale, rows: rows, dotsDown: 4)
            let places = labels.map(\.place)
            let isGood =
                Set(places).count == places.count && places.allSatisfy((0..<rows).contains)
                && Set(labels.map(\.tick.label)).count == labels.count
                && (rows < 8 || labels.count >= 3) && isRound(labels.map(\.tick), scale)
            if !isGood { problems.append("\(low)...\(high) \(isLog) \(rows): \(labels)") }
        }
        #expect(problems.prefix(5).joined(separator: "\n") == "")
    }

    @Test("x labels are round, do not overlap and stay in their columns")
    func columns() {
        var generator = SeededGenerator(seed: 14)
        var problems: [String] = []
        for index in 0..<10_000 {
            let (low, high) = Self.range(&generator)
            let isLog = index % 3 == 0
            let columns = Int.random(in: 1...200, using: &generator)
            let scale = AxisScale(low, high, isLog: isLog)
            let kinds: [TickKind] = [.number, .whole, .elapsed, .clock(offset: 3600)]
            let kind = kinds[index % kinds.count]
            let labels = AxisLabels.columns(
                scale, kind, columns: columns, dotsAcross: 2, span: -6..<columns + 1)
            var isGood = labels.allSatisfy { (0..<columns).contains($0.place) && $0.start >= -6 }
            for (a, b) in zip(labels, labels.dropFirst()) {
                isGood = isGood && b.start >= a.start + TextWidth.columns(of: a.tick.label) + 2
            }
            if let last = labels.last {
                isGood = isGood && last.start + last.tick.label.count <= columns + 1
            }
            if kind == .number { isGood = isGood && isRound(labels.map(\.tick), scale) }
            if !isGood { problems.append("\(low)...\(high) \(isLog) \(columns): \(labels)") }
        }
        #expect(problems.prefix(5).joined(separator: "\n") == "")
    }

    /// Whether the ticks are 1, 2, 2.5 or 5 times a power of ten apart, or are such numbers themselves on a
    /// logarithmic axis.
    private func isRound(_ ticks: [Tick], _ scale: AxisScale) -> Bool {
        func isRound(_ value: Double) -> Bool {
            guard value > 0, value < 1e299 else { return true }
            var mantissa = value
            while mantissa >= 10 { mantissa /= 10 }
            while mantissa < 1 { mantissa *= 10 }
            return [1, 2, 2.5, 5, 10].contains { abs(mantissa - $0) < 1e-3 }
        }
        let gaps = zip(ticks, ticks.dropFirst()).map { $1.value - $0.value }
        guard let gap = gaps.min() else { return true }
        guard scale.isLog else {
            return isRound(gap) && gaps.allSatisfy { abs($0 - gap) <= gap * 1e-3 }
        }
        if ticks.allSatisfy({ isRound($0.value) }) { return true }
        return isRound(gap)
            && gaps.allSatisfy { abs($0 / gap - ($0 / gap).rounded()) < 1e-3 }
    }

    @Test(
        "labels have one precision, a suffix for thousands, and an exponent for small values",
        arguments: [
            (0, 1, "0.0 0.5 1.0"), (0, 10_000, "0 5k 10k"), (0, 5e-4, "0 2e-4 4e-4"),
            (-3, 3, "-2 0 2"), (0.2, 0.9, "0.25 0.50 0.75"), (0, 2.6e7, "0 10M 20M"),
            (400, 1_100, "500 750 1000"), (4e6, 1.1e7, "5.0M 7.5M 10.0M"),
            (2e-4, 8e-4, "2.5e-4 5.0e-4 7.5e-4"),
            (1_000_000.1, 1_000_000.3, "1000000.1 1000000.2 1000000.3"),
        ])
    func labels(low: Double, high: Double, expected: String) {
        let labels = AxisLabels.rows(
            AxisScale(low, high, isLog: false), rows: 9, dotsDown: 4)
        #expect(labels.map(\.tick.label).joined(separator: " ") == expected)
    }

    @Test("a step axis counts in whole numbers")
    func whole() {
        #expect(ticks(0, 3, .whole) == ["0", "1", "2", "3"])
        #expect(ticks(0, 10_000, .whole) == ["0", "2.5k", "5.0k", "7.5k", "10.0k"])
    }

    @Test("all labels of an even axis but 0 have as many decimals")
    func precision() {
        var generator = SeededGenerator(seed: 15)
        var problems: [String] = []
        for index in 0..<5_000 {
            let (low, high) = Self.range(&generator)
            let scale = AxisScale(low, high, isLog: false)
            let labels =
                index.isMultiple(of: 2)
                ? AxisLabels.rows(scale, rows: 20, dotsDown: 4)
                : AxisLabels.columns(
                    scale, .whole, columns: 90, dotsAcross: 2, span: -6..<91)
            let texts = labels.map(\.tick.label).filter { $0 != "0" && !$0.contains("e") }
            let decimals = Set(
                texts.map { $0.drop { $0 != "." }.dropFirst().count { $0.isNumber } })
            if decimals.count > 1 { problems.append("\(low)...\(high): \(texts)") }
        }
        #expect(problems.prefix(5).joined(separator: "\n") == "")
    }

    @Test("a logarithmic axis has its decades, and 2 and 5 where there is room")
    func logarithmic() {
        let labels = { (low: Double, high: Double, rows: Int) in
            AxisLabels.rows(AxisScale(low, high, isLog: true), rows: rows, dotsDown: 4)
                .map(\.tick.label)
        }
        #expect(labels(0.08, 2, 16) == ["0.1", "0.2", "0.5", "1", "2"])
        #expect(labels(1e-6, 1, 12) == ["1e-6", "1e-4", "0.01", "1"])
        #expect(labels(2, 3, 8) == ["2.0", "2.5", "3.0"])
    }

    @Test("time axes are round in seconds, minutes, hours and days")
    func time() {
        #expect(ticks(0, 120, .elapsed) == ["0", "0:30", "1:00", "1:30", "2:00"])
        #expect(ticks(0, 600, .elapsed) == ["0", "2m", "4m", "6m", "8m", "10m"])
        #expect(ticks(0, 4 * 3600, .elapsed) == ["0", "1h", "2h", "3h", "4h"])
        #expect(ticks(0, 3 * 86_400, .elapsed) == ["0", "1d", "2d", "3d"])
        // 2026-11-25 14:00 UTC; a clock that is an hour ahead.
        let noon = 1_795_615_200.0
        #expect(
            ticks(noon, noon + 3600, .clock(offset: 3600))
                == ["15:00", "15:15", "15:30", "15:45", "16:00"])
        #expect(ticks(noon, noon + 5 * 86_400, .clock(offset: 0)).first == "11-26")
        #expect(TimeText.duration(milliseconds: 121_000) == "00:02:01")
        #expect(TimeText.date(ofDay: -1) == (1969, 12, 31))
    }

    private func ticks(_ low: Double, _ high: Double, _ kind: TickKind) -> [String] {
        AxisLabels.columns(
            AxisScale(low, high, isLog: false), kind, columns: 44, dotsAcross: 2, span: -4..<46
        ).map(\.tick.label)
    }

    @Test(
        "numbers are said in a few columns",
        arguments: [
            (0.0812, ".0812"), (0.99999, "1.000"), (2.3026, "2.303"), (41.234, "41.23"),
            (512.34, "512.3"), (8_712, "8.71k"), (1e6, "1M"), (3.14e-4, "3.1e-4"), (0, "0"),
            (-0.0328, "-.0328"), (.nan, "NaN"), (-.infinity, "-Inf"), (1e300, "1e300"),
            (1e-300, "1e-300"), (999.97, "1k"), (9_999_999, "10M"),
        ])
    func short(value: Double, expected: String) {
        #expect(NumberText.short(value) == expected)
    }

    @Test("counts have commas or a suffix")
    func counts() {
        #expect(NumberText.grouped(1_234_567) == "1,234,567")
        #expect(NumberText.grouped(.min) == "-9,223,372,036,854,775,808")
        #expect(NumberText.count(301) == "301" && NumberText.count(9_100) == "9.1k")
        #expect(NumberText.count(10_000) == "10k")
        #expect(NumberText.change(0.0328) == "+.0328" && NumberText.change(0) == "0")
    }
}
