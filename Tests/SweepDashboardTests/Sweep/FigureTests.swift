import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Figures")
struct FigureTests {
    @Test(
        "a value has three digits and no zero before its point",
        arguments: [
            (0.0812, ".0812"), (2.31, "2.31"), (12.34, "12.3"), (123.4, "123"), (999.6, "1.00k"),
            (4_000, "4.00k"), (0.99996, "1.00"), (0, "0"), (-0.5, "-.500"), (0.000081, "8e-5"),
            (1_234_567, "1.23M"), (.nan, "NaN"), (.infinity, "Inf"), (-.infinity, "-Inf"),
            (1e300, "1e300"), (-1e300, "#"),
        ])
    func short(value: Double, text: String) { #expect(Figure.short(value) == text) }

    @Test(
        "a level keeps the digits that a person has written",
        arguments: [
            (0.1, ".1"), (0.03, ".03"), (1e-3, "1e-3"), (2.5e-4, "2.5e-4"), (64, "64"),
            (1024, "1024"),
            (0.975, ".975"), (0, "0"), (-2, "-2"), (100_000, "100k"), (1e-5, "1e-5"), (1.5, "1.5"),
            (.leastNonzeroMagnitude, "4.941e-324"),
        ])
    func level(value: Double, text: String) { #expect(Figure.level(value) == text) }

    @Test("a value never takes more columns than it may")
    func columns() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            for columns in 4...7 {
                #expect(Figure.short(value, columns: columns).count <= columns, "\(value)")
            }
            #expect(Figure.level(value).count <= 12, "\(value)")
        }
    }

    @Test("counts, durations, ages, sizes and times of day")
    func others() {
        #expect(
            [81, 4_000, 9_949, 10_000, 1_204_000].map { Figure.count(Int64($0)) }
                == ["81", "4.0k", "9.9k", "10k", "1.2M"])
        #expect(Figure.grouped(10_442) == "10,442")
        #expect(Figure.grouped(-999) == "-999")
        #expect(
            [24_000, 842_000, 3_723_000, 273_600_000].map(Figure.duration(milliseconds:))
                == ["0:24", "14:02", "1:02:03", "3d 04h"])
        #expect(
            [300, 17_200, 240_000, 7_200_000].map(Figure.age(milliseconds:))
                == ["0.3s", "17s", "4m", "2h"])
        #expect([860, 43_201_003, 1 << 40].map(Figure.bytes) == ["860 B", "41.2 MiB", "1.00 TiB"])
        let instant = SweepInstant(milliseconds: 1_764_079_331_000)
        #expect(Figure.timeOfDay(instant, offset: 0) == "14:02:11")
        #expect(Figure.timeOfDay(instant, offset: -5 * 3_600) == "09:02:11")
        #expect(Figure.timeOfDay(SweepInstant(milliseconds: -1_000), offset: 0) == "23:59:59")
        #expect(Figure.percent(0.585) == "59")
        #expect(Figure.percent(.nan) == "-")
    }
}
